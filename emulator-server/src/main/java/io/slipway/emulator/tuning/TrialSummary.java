package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code HyperParameterTrainingJobSummary}: a trial as clients see it. */
final class TrialSummary {
    static final String TRAINING_JOB = "training-job";

    private TrialSummary() {}

    /** Of a trial that is or was run by a training job. */
    static Document of(TuningJob job, TuningTrial trial, Resource trainingJob) {
        Document description = trainingJob.description();
        return head(job, trial)
                .with("CreationTime", seconds(trainingJob.creationTime()))
                .with(
                        "TrainingStartTime",
                        description.findTime("TrainingStartTime").map(TrialSummary::seconds))
                .with("TrainingEndTime", description.findTime("TrainingEndTime").map(TrialSummary::seconds))
                .with("TrainingJobStatus", trainingJob.status())
                .with("FailureReason", description.findString("FailureReason"));
    }

    /** Of a trial without a training job. */
    static Document ofRefused(TuningJob job, TuningTrial trial, String reason) {
        return head(job, trial)
                .with("CreationTime", seconds(trial.chosenAt()))
                .with("TrainingJobStatus", "Failed")
                .with("FailureReason", reason);
    }

    static Arn trainingJob(Arn tuningJob, TuningTrial trial) {
        return Arn.sageMaker(tuningJob.region(), tuningJob.account(), TRAINING_JOB, trial.name());
    }

    private static Document head(TuningJob job, TuningTrial trial) {
        TrainingDefinition definition = job.definitions().get(trial.definition());
        OptionalDouble value = trial.outcome().map(TrialOutcome::objective).orElse(OptionalDouble.empty());
        return Document.EMPTY
                .with("TrainingJobDefinitionName", definition.name())
                .with("TrainingJobName", trial.name())
                .with("TrainingJobArn", trainingJob(job.arn(), trial).toString())
                .with("TunedHyperParameters", trial.tuned())
                .with("ObjectiveStatus", objectiveStatus(trial))
                .with("FinalHyperParameterTuningJobObjectiveMetric", metric(definition, value));
    }

    private static String objectiveStatus(TuningTrial trial) {
        if (trial.isRunning()) {
            return "Pending";
        }
        return trial.outcome().orElseThrow().objective().isPresent() ? "Succeeded" : "Failed";
    }

    private static Optional<Document> metric(TrainingDefinition definition, OptionalDouble value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Document.EMPTY
                .with("MetricName", definition.objective().metric())
                .with("Value", value.getAsDouble()));
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
