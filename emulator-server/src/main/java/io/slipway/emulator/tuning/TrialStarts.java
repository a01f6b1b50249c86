package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.Background;
import io.slipway.emulator.store.TagStore;
import io.slipway.emulator.store.Tags;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Makes the training jobs of trials, all that are wanted at one time beside each other, and stops them. Belongs to one thread,
 * which hears of everything else. Closing it ends what is being made.
 */
final class TrialStarts implements AutoCloseable {
    private final TuningJob job;
    private final TrainingJobs trainingJobs;
    private final TagStore tags;
    private final Listener listener;
    private final Map<Integer, Background<Boolean>> starting = new HashMap<>();
    private final ConcurrentMap<Integer, Step> steps = new ConcurrentHashMap<>();

    private enum Step {
        MAKING,
        /** As soon as there is one to stop. */
        TO_STOP,
        MADE,
        STOPPED
    }

    /** Told on any thread. */
    interface Listener {
        void ended(TuningTrial trial);

        void refused(TuningTrial trial, String reason);

        /** Neither made nor refused: the tuning job cannot go on. */
        void broken(Throwable failure);
    }

    TrialStarts(TuningJob job, TrainingJobs trainingJobs, TagStore tags, Listener listener) {
        this.job = job;
        this.trainingJobs = trainingJobs;
        this.tags = tags;
        this.listener = listener;
    }

    /** Starts a trial's training job, or finds it started before a restart; returns at once. */
    void start(TuningTrial trial) {
        steps.put(trial.index(), Step.MAKING);
        starting.put(trial.index(), Background.start(() -> {
            create(trial);
            return true;
        }));
    }

    private void create(TuningTrial trial) {
        Arn trainingJob = TrialSummary.trainingJob(job.arn(), trial);
        try {
            trainingJobs.create(job.arn(), TrainingRequest.of(job, trial, currentTags()));
            if (!steps.replace(trial.index(), Step.MAKING, Step.MADE)
                    && steps.replace(trial.index(), Step.TO_STOP, Step.STOPPED)) {
                trainingJobs.stop(trainingJob);
            }
            trainingJobs.whenEnded(trainingJob, () -> listener.ended(trial));
        } catch (ApiException e) {
            listener.refused(trial, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            steps.put(trial.index(), Step.MADE);
            listener.broken(e);
        }
    }

    /** Tags that were added meanwhile go to the training jobs that come after. */
    private List<Document> currentTags() {
        return tags.findTags(job.arn()).map(Tags::documents).orElse(List.of());
    }

    /** Asks a trial's training job to stop, once. */
    void stop(TuningTrial trial) {
        if (!steps.replace(trial.index(), Step.MAKING, Step.TO_STOP)
                && steps.replace(trial.index(), Step.MADE, Step.STOPPED)) {
            trainingJobs.stop(TrialSummary.trainingJob(job.arn(), trial));
        }
    }

    /** Of a trial that has ended nothing is kept. */
    void forget(TuningTrial trial) {
        starting.remove(trial.index());
        steps.remove(trial.index());
    }

    @Override
    public void close() {
        starting.values().forEach(Background::interrupt);
        starting.values().forEach(Background::close);
    }
}
