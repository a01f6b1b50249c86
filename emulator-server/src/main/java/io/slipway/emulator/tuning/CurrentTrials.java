package io.slipway.emulator.tuning;

import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The trials of a tuning job at this very moment, for clients: those that have a training job, or were refused one. A training job may
 * have ended before its tuning job took note of that; it counts as ended here all the same.
 */
final class CurrentTrials {
    private static final Set<String> ENDED = Set.of("Completed", "Stopped", "Failed");

    private final ResourceStore store;

    /** @param summary its {@code HyperParameterTrainingJobSummary} */
    record Entry(TuningTrial trial, Document summary) {}

    CurrentTrials(ResourceStore store) {
        this.store = store;
    }

    /** In the order of choice. */
    List<Entry> of(TuningJob job) {
        List<TrialStore.Entry> stored = new TrialStore(store).entries(job.arn());
        long ends = stored.stream().filter(entry -> entry.summary().isPresent()).count();
        List<Entry> current = new ArrayList<>();
        for (TrialStore.Entry entry : stored) {
            long next = ends + 1;
            Optional<Entry> now = entry.summary()
                    .map(summary -> new Entry(entry.trial(), summary))
                    .or(() -> unrecorded(job, entry.trial(), next));
            ends += entry.trial().isRunning()
                            && now.filter(shown -> !shown.trial().isRunning()).isPresent()
                    ? 1
                    : 0;
            now.ifPresent(current::add);
        }
        return current;
    }

    /** Empty if its training job is still being made: whoever is told of one may ask for it. */
    private Optional<Entry> unrecorded(TuningJob job, TuningTrial trial, long order) {
        return store.find(TrialSummary.trainingJob(job.arn(), trial))
                .map(trainingJob -> unrecorded(job, trial, trainingJob, order));
    }

    private static Entry unrecorded(TuningJob job, TuningTrial trial, Resource trainingJob, long order) {
        TuningTrial now = trial;
        if (ENDED.contains(trainingJob.status())) {
            String metric =
                    job.definitions().get(trial.definition()).objective().metric();
            now = trial.withOutcome(TrainingResult.of(trainingJob, metric, order));
        }
        return new Entry(now, TrialSummary.of(job, now, trainingJob));
    }
}
