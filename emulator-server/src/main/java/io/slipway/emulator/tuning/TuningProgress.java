package io.slipway.emulator.tuning;

import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What Describe shows of a running tuning job: written after every step. */
final class TuningProgress {
    private final TuningJob job;
    private final TrialBoard board;
    private final ResourceStore store;
    private final TrialStore trials;
    private final InstantSource clock;

    TuningProgress(TuningJob job, TrialBoard board, ResourceStore store, TrialStore trials, InstantSource clock) {
        this.job = job;
        this.board = board;
        this.store = store;
        this.trials = trials;
        this.clock = clock;
    }

    /** Of a tuning job that has no trials yet. */
    static Document beginning() {
        return Document.EMPTY
                .with(
                        "TrainingJobStatusCounters",
                        Document.EMPTY
                                .with("Completed", 0)
                                .with("InProgress", 0)
                                .with("RetryableError", 0)
                                .with("NonRetryableError", 0)
                                .with("Stopped", 0))
                .with(
                        "ObjectiveStatusCounters",
                        Document.EMPTY.with("Succeeded", 0).with("Pending", 0).with("Failed", 0));
    }

    void publish() {
        Document now = members();
        store.update(job.arn(), resource -> resource.withManaged(merge(resource, now)));
    }

    void finish(Ending ending) {
        Document now = members();
        store.update(job.arn(), resource -> {
            Instant end = Instant.ofEpochMilli(clock.millis());
            Document managed = merge(resource, now)
                    .with("HyperParameterTuningEndTime", end)
                    .with("FailureReason", ending.failureReason())
                    .with(
                            "ConsumedResources",
                            Document.EMPTY.with(
                                    "RuntimeInSeconds",
                                    Duration.between(resource.creationTime(), end)
                                            .toSeconds()));
            return resource.withManaged(managed).withStatus(ending.status());
        });
    }

    private Document merge(Resource resource, Document now) {
        Document details = Document.EMPTY
                .with("NumberOfTrainingJobsObjectiveNotImproving", board.notImproving())
                .with("ConvergenceDetectedTime", converged(resource));
        return resource.managed().withAll(now).with("TuningJobCompletionDetails", details);
    }

    /** Once detected, the time stays. */
    private Optional<Instant> converged(Resource resource) {
        Optional<Instant> known = resource.managed().findTime("TuningJobCompletionDetails.ConvergenceDetectedTime");
        return known.isEmpty() && EndingRules.isConverged(board)
                ? Optional.of(Instant.ofEpochMilli(clock.millis()))
                : known;
    }

    private Document members() {
        Optional<Document> best = board.best().flatMap(trial -> trials.summary(job.arn(), trial));
        Optional<Document> overall = WarmStart.isSameFunction(job.request())
                ? new WarmStart(store).overallBest(job, best)
                : Optional.empty();
        return Document.EMPTY
                .with("TrainingJobStatusCounters", statusCounters())
                .with("ObjectiveStatusCounters", objectiveCounters())
                .with("BestTrainingJob", best)
                .with("OverallBestTrainingJob", overall);
    }

    private Document statusCounters() {
        return Document.EMPTY
                .with("Completed", board.count(TrialOutcome.End.COMPLETED))
                .with("InProgress", board.running().size())
                .with("RetryableError", board.count(TrialOutcome.End.RETRYABLE_ERROR))
                .with("NonRetryableError", board.count(TrialOutcome.End.NON_RETRYABLE_ERROR))
                .with("Stopped", board.count(TrialOutcome.End.STOPPED));
    }

    private Document objectiveCounters() {
        return Document.EMPTY
                .with("Succeeded", board.countObjective(true))
                .with("Pending", board.running().size())
                .with("Failed", board.countObjective(false));
    }
}
