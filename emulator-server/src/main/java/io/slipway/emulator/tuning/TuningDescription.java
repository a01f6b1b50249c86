package io.slipway.emulator.tuning;

import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A tuning job as clients see it. While it runs its figures are counted anew from its trials each time, so that they agree with
 * the list of its training jobs at every moment.
 */
final class TuningDescription {
    private static final String END = "HyperParameterTuningEndTime";

    private final ResourceStore store;
    private final InstantSource clock;

    TuningDescription(ResourceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** {@code DescribeHyperParameterTuningJob}. */
    Document of(Resource job) {
        Document description = job.description();
        Document current = description.has(END) ? description : description.withAll(figures(job));
        return current.with("HyperParameterTuningJobName", job.name())
                .with("HyperParameterTuningJobArn", job.arn().toString())
                .with("HyperParameterTuningJobStatus", job.status())
                .with("CreationTime", job.creationTime())
                .with("LastModifiedTime", description.findTime(END).orElse(job.lastModifiedTime()));
    }

    /** {@code HyperParameterTuningJobSummary}. */
    Document summary(Resource job) {
        Document full = of(job);
        Document summary = Document.EMPTY;
        for (String member : List.of(
                "HyperParameterTuningJobName",
                "HyperParameterTuningJobArn",
                "HyperParameterTuningJobStatus",
                "CreationTime",
                END,
                "LastModifiedTime",
                "TrainingJobStatusCounters",
                "ObjectiveStatusCounters")) {
            summary = summary.with(member, full.find(member));
        }
        return summary.with("Strategy", full.find("HyperParameterTuningJobConfig.Strategy"))
                .with("ResourceLimits", full.find("HyperParameterTuningJobConfig.ResourceLimits"));
    }

    static Document consumed(Resource job, Instant until) {
        return Document.EMPTY.with(
                "RuntimeInSeconds",
                Math.max(0, Duration.between(job.creationTime(), until).toSeconds()));
    }

    private Document figures(Resource resource) {
        TuningJob job = TuningJob.of(resource);
        List<CurrentTrials.Entry> trials = new CurrentTrials(store).of(job);
        var board = new TrialBoard(
                job, trials.stream().map(CurrentTrials.Entry::trial).toList(), List.of());
        TrialResults results = board.results();
        Optional<Document> best = results.best().flatMap(trial -> summary(trials, trial));
        Document details = Document.EMPTY
                .with("NumberOfTrainingJobsObjectiveNotImproving", results.notImproving())
                .with(
                        "ConvergenceDetectedTime",
                        resource.managed().find("TuningJobCompletionDetails.ConvergenceDetectedTime"));
        return TuningFigures.of(job, board.runningCount(), results, best, store)
                .with("TuningJobCompletionDetails", details)
                .with("ConsumedResources", consumed(resource, clock.instant()));
    }

    private static Optional<Document> summary(List<CurrentTrials.Entry> trials, TuningTrial trial) {
        return trials.stream()
                .filter(entry -> entry.trial().index() == trial.index())
                .map(CurrentTrials.Entry::summary)
                .findFirst();
    }
}
