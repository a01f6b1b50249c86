package io.slipway.emulator.metrics;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.aws.Service;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * SageMaker's own metrics: BatchPutMetrics, BatchGetMetrics. A job's trial component is named after it; what a training
 * job's log shows is among its metrics.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations_Amazon_SageMaker_Metrics_Service.html">
 *     SageMaker Metrics Service</a>
 */
public final class TrialOperations {

    /** Where the service puts what it finds in the logs of training jobs. */
    public static final String TRAINING_JOBS = "/aws/sagemaker/TrainingJobs";

    /** CloudWatch's own clients can name none that begins so. */
    private static final String TRIAL_COMPONENTS = ":trial-components";

    private static final Map<String, String> SUFFIXES = Map.of(
            "experiment-trial-component", "",
            "training-job", "-aws-training-job",
            "processing-job", "-aws-processing-job",
            "transform-job", "-aws-transform-job");

    private final MetricStore store;

    public TrialOperations(MetricStore store) {
        this.store = store;
    }

    public List<Operation> operations() {
        return List.of(
                new Operation(Service.SAGEMAKER_METRICS, "BatchPutMetrics", this::put),
                new Operation(Service.SAGEMAKER_METRICS, "BatchGetMetrics", this::get));
    }

    private Document put(RequestContext context, Document request) {
        String component = request.getString("TrialComponentName");
        List<Document> data = request.documents("MetricData");
        List<MetricStore.Reported> entries = new ArrayList<>();
        List<Document> errors = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            Document datum = data.get(i);
            double value = Double.parseDouble(datum.getString("Value"));
            if (!Double.isFinite(value)) {
                errors.add(Document.EMPTY.with("Code", "VALIDATION_ERROR").with("MetricIndex", i));
                continue;
            }
            Sample sample =
                    Sample.of(datum.findTime("Timestamp").orElseThrow(), value).withStep(datum.findLong("Step"));
            entries.add(
                    new MetricStore.Reported(key(context.region(), component, datum.getString("MetricName")), sample));
        }
        store.put(entries);
        return errors.isEmpty() ? Document.EMPTY : Document.EMPTY.with("Errors", errors);
    }

    private Document get(RequestContext context, Document request) {
        MetricReads reads = store.reads();
        return Document.EMPTY.with(
                "MetricQueryResults",
                request.documents("MetricQueries").stream()
                        .map(query -> result(reads, context.region(), query))
                        .toList());
    }

    private static Document result(MetricReads reads, String region, Document query) {
        Arn resource = Arn.parse(query.getString("ResourceArn"));
        Optional<String> suffix = Optional.ofNullable(SUFFIXES.get(resource.kind()));
        if (suffix.isEmpty()) {
            return refused("The resource " + resource + " has no metrics.");
        }
        boolean byStep = query.getString("XAxisType").equals("IterationNumber");
        if (byStep != query.getString("Period").equals("IterationNumber")) {
            return refused("The period IterationNumber goes with the x-axis IterationNumber only.");
        }
        String name = query.getString("MetricName");
        TrialSeries series = new TrialSeries(query);
        String component = resource.name().toLowerCase(Locale.ROOT) + suffix.get();
        reads.samples(key(region, component, name), series::add);
        if (resource.kind().equals("training-job")) {
            reads.samples(
                    new MetricKey(region, TRAINING_JOBS, name, Map.of("TrainingJobName", resource.name())),
                    series::add);
        }
        return series.result();
    }

    private static Document refused(String message) {
        return Document.EMPTY
                .with("Status", "ValidationError")
                .with("Message", message)
                .with("XAxisValues", List.of())
                .with("MetricValues", List.of());
    }

    private static MetricKey key(String region, String component, String name) {
        return new MetricKey(region, TRIAL_COMPONENTS, name, Map.of("TrialComponentName", component));
    }
}
