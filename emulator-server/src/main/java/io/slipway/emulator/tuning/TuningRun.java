package io.slipway.emulator.tuning;

import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.store.TagStore;
import io.slipway.emulator.wire.Document;
import io.slipway.optimizer.Configuration;
import io.slipway.optimizer.Designer;
import io.slipway.optimizer.SearchSpace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
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
    private final ResourceStore store;
    private final TrialStarts starts;
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
    private final Set<Integer> launchedHere = new HashSet<>();
    private final Deque<Unwritten> unwritten = new ArrayDeque<>();
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

        record Broken(Throwable failure) implements Event {}
    }

    /** An end that is not on disk yet, where a restart finds it by its training job. */
    private record Unwritten(TuningTrial ended, Document summary) {}

    private final class Told implements TrialStarts.Listener {
        @Override
        public void ended(TuningTrial trial) {
            events.add(new Event.Ended(trial.index()));
        }

        @Override
        public void refused(TuningTrial trial, String reason) {
            events.add(new Event.Refused(trial.index(), reason));
        }

        @Override
        public void broken(Throwable failure) {
            events.add(new Event.Broken(failure));
        }
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
        this.store = store;
        this.starts = new TrialStarts(job, trainingJobs, tags, new Told());
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
        try (starts) {
            board.running().forEach(this::begin);
            while (!isOver()) {
                if (wantsMore() && untilLaunch().isZero()) {
                    launch();
                } else {
                    // A slot does not wait for what can be written while its training job runs.
                    write();
                    publish();
                    awaitEvent();
                }
            }
        }
        write();
        progress.finish(ending.orElseThrow());
    }

    /** Takes what has happened meanwhile, and what follows from it. */
    private boolean isOver() {
        takeEvents();
        decideEnding();
        if (ending.isPresent() && ending.get().stopsTrainingJobs()) {
            board.running().forEach(starts::stop);
        }
        return ending.isPresent() && board.runningCount() == 0;
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
        board.running().forEach(starts::stop);
        write();
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

    private void begin(TuningTrial trial) {
        indexes.put(trial.name(), trial.index());
        starts.start(trial);
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
            case Event.Broken broken -> fail(broken.failure());
        }
    }

    private static void fail(Throwable failure) {
        switch (failure) {
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            default -> throw new IllegalStateException(failure);
        }
    }

    private void measure(TuningTrial trial, Event.Measured measured) {
        String objective = job.definitions().get(trial.definition()).objective().metric();
        if (!trial.isRunning() || !measured.metric().equals(objective)) {
            return;
        }
        curves.add(trial.index(), measured.value());
        if (earlyStopping.stops(trial, board, curves)) {
            starts.stop(trial);
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
        indexes.remove(ended.name());
        board.end(ended);
        starts.forget(ended);
        pauseAfter(ended);
        unwritten.add(new Unwritten(ended, summary));
    }

    private void write() {
        for (Unwritten next = unwritten.peek(); next != null; next = unwritten.peek()) {
            TuningTrial ended = next.ended();
            trials.end(job.arn(), ended, next.summary(), curves.of(ended.index()));
            unwritten.remove();
            LOG.info(
                    "{}: {} ended: {}",
                    job.arn().name(),
                    ended.name(),
                    ended.outcome().orElseThrow());
        }
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
