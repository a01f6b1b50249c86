package io.slipway.emulator.tuning;

import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What is written of a running tuning job beside its trials. */
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

    void publish() {
        Document now = figures();
        store.update(job.arn(), resource -> resource.withManaged(merge(resource, now)));
    }

    void finish(Ending ending) {
        Document now = figures();
        store.update(job.arn(), resource -> {
            Instant end = Instant.ofEpochMilli(clock.millis());
            Document managed = merge(resource, now)
                    .with("HyperParameterTuningEndTime", end)
                    .with("FailureReason", ending.failureReason())
                    .with("ConsumedResources", TuningDescription.consumed(resource, end));
            return resource.withManaged(managed).withStatus(ending.status());
        });
    }

    private Document merge(Resource resource, Document now) {
        Document details = Document.EMPTY
                .with(
                        "NumberOfTrainingJobsObjectiveNotImproving",
                        board.results().notImproving())
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

    private Document figures() {
        TrialResults results = board.results();
        Optional<Document> best = results.best().flatMap(trial -> trials.summary(job.arn(), trial));
        return TuningFigures.of(job, board.runningCount(), results, best, store);
    }
}
