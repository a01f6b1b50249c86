package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.store.TagStore;
import io.slipway.emulator.store.Tags;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import io.slipway.optimizer.Configuration;
import io.slipway.optimizer.Designer;
import io.slipway.optimizer.SearchSpace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tuning job: suggest, start, await any, record, suggest again. Each choice is on disk before it is acted on, so a run
 * that is built anew from the store goes on where another one was killed.
 */
final class TuningRun {
    private static final Logger LOG = LoggerFactory.getLogger(TuningRun.class);

    private static final Duration BETWEEN_PUBLISHES = Duration.ofMillis(250);

    /** Looked at again at least this often, whatever the clock's jumps. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final TuningJob job;
    private final Designer designer;
    private final TrainingJobs trainingJobs;
    private final ResourceStore store;
    private final TagStore tags;
    private final TrialStore trials;
    private final TrialNames names;
    private final RetryPause pause;
    private final InstantSource clock;
    private final TrialBoard board;
    private final TuningProgress progress;
    private final Curves curves;
    private final EarlyStopping earlyStopping;
    private final ConcurrentMap<String, Integer> indexes = new ConcurrentHashMap<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Set<Integer> askedToStop = new HashSet<>();
    private final Set<Integer> launchedHere = new HashSet<>();
    private int retryableInARow;
    private long launchesFrom = System.nanoTime();
    private long publishesFrom = System.nanoTime();
    private boolean stopRequested;
    private Optional<Ending> ending = Optional.empty();

    private sealed interface Event {
        record Ended(int index) implements Event {}

        record Refused(int index, String reason) implements Event {}

        record Measured(int index, String metric, double value) implements Event {}

        record StopRequested() implements Event {}
    }

    TuningRun(
            TuningJob job,
            Designer designer,
            TrainingJobs trainingJobs,
            ResourceStore store,
            TagStore tags,
            Supplier<String> suffixes,
            RetryPause pause,
            InstantSource clock) {
        this.job = job;
        this.designer = designer;
        this.trainingJobs = trainingJobs;
        this.store = store;
        this.tags = tags;
        this.pause = pause;
        this.trials = new TrialStore(store);
        this.names = new TrialNames(job.arn().name(), suffixes);
        this.clock = clock;
        this.board = new TrialBoard(job, trials.trials(job.arn()), new WarmStart(store).studies(job));
        this.curves = trials.curves(job.arn());
        this.earlyStopping = EarlyStopping.of(job);
        this.progress = new TuningProgress(job, board, store, trials, clock);
    }

    /** Has the run stop its training jobs and end; returns at once. */
    void requestStop() {
        events.add(new Event.StopRequested());
    }

    /** Tells of a value that a training job reported, ours or not; returns at once. */
    void measured(String trainingJob, String metric, double value) {
        Integer index = indexes.get(trainingJob);
        if (index != null && Double.isFinite(value)) {
            events.add(new Event.Measured(index, metric, value));
        }
    }

    /** Returns when the tuning job has ended. Interrupted, it leaves everything as it is, to be taken up again. */
    void run() throws InterruptedException {
        board.running().forEach(this::begin);
        while (true) {
            takeEvents();
            decideEnding();
            if (ending.isPresent() && board.runningCount() == 0) {
                progress.finish(ending.get());
                return;
            }
            if (ending.isPresent() && ending.get().stopsTrainingJobs()) {
                stopRunning();
            }
            if (wantsMore() && untilLaunch().isZero()) {
                launch();
            } else {
                publish();
                awaitEvent();
            }
        }
    }

    private boolean wantsMore() {
        return ending.isEmpty() && board.runningCount() < job.parallelTrainingJobs();
    }

    private Duration untilLaunch() {
        return Duration.ofNanos(Math.max(0, launchesFrom - System.nanoTime()));
    }

    /** Describe counts for itself; this is for those who look at the stored tuning job, so it may lag a little. */
    private void publish() {
        long now = System.nanoTime();
        if (now - publishesFrom >= 0) {
            progress.publish();
            publishesFrom = now + BETWEEN_PUBLISHES.toNanos();
        }
    }

    /** What stops training jobs stays decided: their ends must not look like another reason. */
    private void decideEnding() {
        if (ending.isEmpty() || !ending.get().stopsTrainingJobs()) {
            ending = EndingRules.ending(job, board, stopRequested, clock.instant());
        }
    }

    /** Ends the tuning job for a reason that lies with us. */
    void abort() {
        for (TuningTrial trial : board.running()) {
            trainingJobs.stop(TrialSummary.trainingJob(job.arn(), trial));
        }
        progress.finish(Ending.internalError());
    }

    private void launch() {
        int definition = board.nextDefinition();
        SearchSpace space = job.definitions().get(definition).space();
        Configuration chosen = designer.suggest(board.study(definition), 1).getFirst();
        int index = board.launched() + 1;
        TuningTrial trial;
        do {
            trial = new TuningTrial(
                    index,
                    names.next(index),
                    definition,
                    Instant.ofEpochMilli(clock.millis()),
                    ParameterRanges.render(space, chosen),
                    Optional.empty());
        } while (!trials.insert(job.arn(), trial));
        board.add(trial);
        launchedHere.add(index);
        begin(trial);
    }

    /** Starts a trial's training job, or finds it started before a restart. */
    private void begin(TuningTrial trial) {
        Arn trainingJob = TrialSummary.trainingJob(job.arn(), trial);
        indexes.put(trial.name(), trial.index());
        try {
            trainingJobs.create(job.arn(), TrainingRequest.of(job, trial, currentTags()));
            trainingJobs.whenEnded(trainingJob, () -> events.add(new Event.Ended(trial.index())));
        } catch (ApiException e) {
            events.add(new Event.Refused(trial.index(), String.valueOf(e.getMessage())));
        }
    }

    /** Tags that were added meanwhile go to the training jobs that come after. */
    private List<Document> currentTags() {
        return tags.findTags(job.arn()).map(Tags::documents).orElse(List.of());
    }

    private void stopRunning() {
        for (TuningTrial trial : board.running()) {
            stop(trial);
        }
    }

    private void stop(TuningTrial trial) {
        if (askedToStop.add(trial.index())) {
            trainingJobs.stop(TrialSummary.trainingJob(job.arn(), trial));
        }
    }

    private void awaitEvent() throws InterruptedException {
        Duration wait = job.deadline()
                .map(deadline -> Duration.between(clock.instant(), deadline))
                .filter(left -> left.compareTo(LONGEST_WAIT) < 0)
                .orElse(LONGEST_WAIT);
        if (wantsMore() && untilLaunch().compareTo(wait) < 0) {
            wait = untilLaunch();
        }
        Event event = events.poll(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
        if (event != null) {
            take(event);
        }
    }

    private void takeEvents() {
        for (Event event = events.poll(); event != null; event = events.poll()) {
            take(event);
        }
    }

    private void take(Event event) {
        switch (event) {
            case Event.Ended ended -> record(board.get(ended.index()));
            case Event.Refused refused -> recordWithoutJob(board.get(refused.index()), refused.reason());
            case Event.Measured measured -> measure(board.get(measured.index()), measured);
            case Event.StopRequested stop -> stopRequested = true;
        }
    }

    private void measure(TuningTrial trial, Event.Measured measured) {
        String objective = job.definitions().get(trial.definition()).objective().metric();
        if (!trial.isRunning() || !measured.metric().equals(objective)) {
            return;
        }
        curves.add(trial.index(), measured.value());
        if (earlyStopping.stops(trial, board, curves)) {
            stop(trial);
        }
    }

    private void record(TuningTrial trial) {
        if (!trial.isRunning()) {
            return;
        }
        Optional<Resource> found = store.find(TrialSummary.trainingJob(job.arn(), trial));
        if (found.isEmpty()) {
            recordWithoutJob(trial, "The training job was deleted.");
            return;
        }
        Resource trainingJob = found.get();
        TrainingDefinition definition = job.definitions().get(trial.definition());
        TuningTrial ended = trial.withOutcome(
                TrainingResult.of(trainingJob, definition.objective().metric(), nextOrder()));
        end(ended, TrialSummary.of(job, ended, trainingJob));
    }

    private void recordWithoutJob(TuningTrial trial, String reason) {
        TuningTrial ended = trial.withOutcome(
                new TrialOutcome(nextOrder(), TrialOutcome.End.NON_RETRYABLE_ERROR, OptionalDouble.empty()));
        end(ended, TrialSummary.ofRefused(job, ended, reason));
    }

    private void end(TuningTrial ended, Document summary) {
        trials.end(job.arn(), ended, summary, curves.of(ended.index()));
        indexes.remove(ended.name());
        board.end(ended);
        pauseAfter(ended);
        LOG.info(
                "{}: {} ended: {}",
                job.arn().name(),
                ended.name(),
                ended.outcome().orElseThrow());
    }

    /** Those that a restart of ours ended say nothing of the engine. */
    private void pauseAfter(TuningTrial ended) {
        if (!launchedHere.remove(ended.index())) {
            return;
        }
        boolean retryable = ended.outcome().orElseThrow().end() == TrialOutcome.End.RETRYABLE_ERROR;
        retryableInARow = retryable ? retryableInARow + 1 : 0;
        launchesFrom = System.nanoTime() + pause.after(retryableInARow).toNanos();
    }

    private long nextOrder() {
        return board.results().total() + 1L;
    }
}
