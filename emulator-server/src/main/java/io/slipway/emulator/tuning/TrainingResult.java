package io.slipway.emulator.tuning;

import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.util.OptionalDouble;

/** What an ended training job means for its tuning job. */
final class TrainingResult {
    /** The name under which the service adds the objective to the metrics of its own algorithms. */
    static final String OBJECTIVE_METRIC = "ObjectiveMetric";

    private TrainingResult() {}

    /** @param order of this end among the ends of the tuning job's trials */
    static TrialOutcome of(Resource trainingJob, String metric, long order) {
        return switch (trainingJob.status()) {
            case "Completed" -> new TrialOutcome(order, TrialOutcome.End.COMPLETED, objective(trainingJob, metric));
            case "Stopped" -> new TrialOutcome(order, TrialOutcome.End.STOPPED, objective(trainingJob, metric));
            case "Failed" -> new TrialOutcome(order, failure(trainingJob), OptionalDouble.empty());
            default ->
                throw new IllegalStateException(
                        trainingJob.arn() + " was said to have ended and is " + trainingJob.status());
        };
    }

    private static TrialOutcome.End failure(Resource trainingJob) {
        boolean ours =
                trainingJob.description().findString("FailureReason").orElse("").startsWith("InternalServerError");
        return ours ? TrialOutcome.End.RETRYABLE_ERROR : TrialOutcome.End.NON_RETRYABLE_ERROR;
    }

    private static OptionalDouble objective(Resource trainingJob, String metric) {
        OptionalDouble value = value(trainingJob, metric);
        return value.isPresent() ? value : value(trainingJob, OBJECTIVE_METRIC);
    }

    private static OptionalDouble value(Resource trainingJob, String metric) {
        for (Document data : trainingJob.description().documents("FinalMetricDataList")) {
            if (data.getString("MetricName").equals(metric)) {
                double value = data.findDouble("Value").orElse(Double.NaN);
                return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
            }
        }
        return OptionalDouble.empty();
    }
}
