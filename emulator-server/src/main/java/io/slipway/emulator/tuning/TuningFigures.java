package io.slipway.emulator.tuning;

import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.tuning.TrialOutcome.End;
import io.slipway.emulator.wire.Document;
import java.util.Optional;

/** The members of a tuning job's description that follow from its trials. */
final class TuningFigures {

    private TuningFigures() {}

    /** Of a tuning job that has no trials yet. */
    static Document none() {
        return Document.EMPTY
                .with("TrainingJobStatusCounters", statusCounters(0, 0, 0, 0, 0))
                .with("ObjectiveStatusCounters", objectiveCounters(0, 0, 0));
    }

    /** @param best the summary of the best trial's training job */
    static Document of(TuningJob job, int running, TrialResults results, Optional<Document> best, ResourceStore store) {
        Optional<Document> overall = WarmStart.isSameFunction(job.request())
                ? new WarmStart(store).overallBest(job, best)
                : Optional.empty();
        return Document.EMPTY
                .with(
                        "TrainingJobStatusCounters",
                        statusCounters(
                                results.count(End.COMPLETED),
                                running,
                                results.count(End.RETRYABLE_ERROR),
                                results.count(End.NON_RETRYABLE_ERROR),
                                results.count(End.STOPPED)))
                .with(
                        "ObjectiveStatusCounters",
                        objectiveCounters(results.withObjective(), running, results.withoutObjective()))
                .with("BestTrainingJob", best)
                .with("OverallBestTrainingJob", overall);
    }

    private static Document statusCounters(
            int completed, int inProgress, int retryable, int nonRetryable, int stopped) {
        return Document.EMPTY
                .with("Completed", completed)
                .with("InProgress", inProgress)
                .with("RetryableError", retryable)
                .with("NonRetryableError", nonRetryable)
                .with("Stopped", stopped);
    }

    private static Document objectiveCounters(int succeeded, int pending, int failed) {
        return Document.EMPTY
                .with("Succeeded", succeeded)
                .with("Pending", pending)
                .with("Failed", failed);
    }
}
