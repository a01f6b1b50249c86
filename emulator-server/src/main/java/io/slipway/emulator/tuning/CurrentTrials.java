package io.slipway.emulator.tuning;

import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The trials of a tuning job at this very moment, for clients. A training job may have ended before its tuning job took note of
 * that; it counts as ended here all the same.
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
            Entry now = entry.summary()
                    .map(summary -> new Entry(entry.trial(), summary))
                    .orElseGet(() -> unrecorded(job, entry.trial(), next));
            ends += entry.trial().isRunning() && !now.trial().isRunning() ? 1 : 0;
            current.add(now);
        }
        return current;
    }

    private Entry unrecorded(TuningJob job, TuningTrial trial, long order) {
        Optional<Resource> trainingJob = store.find(TrialSummary.trainingJob(job.arn(), trial));
        if (trainingJob.isEmpty()) {
            return new Entry(trial, TrialSummary.ofChosen(job, trial));
        }
        TuningTrial now = trial;
        if (ENDED.contains(trainingJob.get().status())) {
            String metric =
                    job.definitions().get(trial.definition()).objective().metric();
            now = trial.withOutcome(TrainingResult.of(trainingJob.get(), metric, order));
        }
        return new Entry(now, TrialSummary.of(job, now, trainingJob.get()));
    }
}
