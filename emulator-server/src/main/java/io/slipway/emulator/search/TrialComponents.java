package io.slipway.emulator.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The trial component that the service keeps of each job: what went in, what came out, and what was measured.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrialComponent.html">TrialComponent</a>
 */
final class TrialComponents {

    private static final String NUMBER = "[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?";

    private TrialComponents() {}

    /**
     * @param prefix {@code TrainingJob}, {@code ProcessingJob}, {@code TransformJob}
     * @param job its description
     */
    static Document of(String prefix, String kind, Document job) {
        Arn arn = Arn.parse(job.getString(prefix + "Arn"));
        String name = job.getString(prefix + "Name").toLowerCase(Locale.ROOT) + "-aws-" + kind;
        Document source = Document.EMPTY.with("SourceArn", arn.toString()).with("SourceType", "SageMaker" + prefix);
        return Document.EMPTY
                .with("TrialComponentName", name)
                .with(
                        "DisplayName",
                        job.findString("ExperimentConfig.TrialComponentDisplayName")
                                .orElse(name))
                .with(
                        "TrialComponentArn",
                        Arn.sageMaker(arn.region(), arn.account(), "experiment-trial-component", name)
                                .toString())
                .with("Source", source)
                .with("Status", status(job.findString(prefix + "Status").orElse(""), job))
                .with("StartTime", time(job, "TrainingStartTime", "ProcessingStartTime", "TransformStartTime"))
                .with("EndTime", time(job, "TrainingEndTime", "ProcessingEndTime", "TransformEndTime"))
                .with("CreationTime", job.find("CreationTime"))
                .with("LastModifiedTime", job.find("LastModifiedTime"))
                .with("Parameters", parameters(job))
                .with("InputArtifacts", inputs(job))
                .with("OutputArtifacts", outputs(job))
                .with("Metrics", metrics(arn, job))
                .with(
                        "SourceDetail",
                        Document.EMPTY.with("SourceArn", arn.toString()).with(prefix, job))
                .with("Tags", job.find("Tags"))
                .with("Parents", parents(job));
    }

    private static Document status(String jobStatus, Document job) {
        return Document.EMPTY.with("PrimaryStatus", jobStatus).with("Message", job.findString("FailureReason"));
    }

    private static Optional<JsonNode> time(Document job, String... names) {
        for (String name : names) {
            if (job.has(name)) {
                return job.find(name);
            }
        }
        return Optional.empty();
    }

    private static Map<String, Document> parameters(Document job) {
        Map<String, Document> parameters = new LinkedHashMap<>();
        job.stringMap("HyperParameters").forEach((name, value) -> parameters.put(name, parameter(value)));
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("SageMaker.ImageUri", "AlgorithmSpecification.TrainingImage");
        settings.put("SageMaker.InstanceCount", "ResourceConfig.InstanceCount");
        settings.put("SageMaker.InstanceType", "ResourceConfig.InstanceType");
        settings.put("SageMaker.VolumeSizeInGB", "ResourceConfig.VolumeSizeInGB");
        settings.put("SageMaker.ModelName", "ModelName");
        settings.forEach(
                (name, path) -> job.findString(path).ifPresent(value -> parameters.put(name, parameter(value))));
        return parameters;
    }

    private static Document parameter(String value) {
        return value.matches(NUMBER)
                ? Document.EMPTY.with("NumberValue", Double.parseDouble(value))
                : Document.EMPTY.with("StringValue", value);
    }

    private static Map<String, Document> inputs(Document job) {
        Map<String, Document> inputs = new LinkedHashMap<>();
        for (Document channel : job.documents("InputDataConfig")) {
            channel.findString("DataSource.S3DataSource.S3Uri")
                    .ifPresent(uri -> inputs.put(
                            channel.getString("ChannelName"),
                            artifact(uri).with("MediaType", channel.findString("ContentType"))));
        }
        for (Document input : job.documents("ProcessingInputs")) {
            input.findString("S3Input.S3Uri").ifPresent(uri -> inputs.put(input.getString("InputName"), artifact(uri)));
        }
        job.findString("TransformInput.DataSource.S3DataSource.S3Uri")
                .ifPresent(uri -> inputs.put("SageMaker.TransformInput", artifact(uri)));
        return inputs;
    }

    private static Map<String, Document> outputs(Document job) {
        Map<String, Document> outputs = new LinkedHashMap<>();
        job.findString("ModelArtifacts.S3ModelArtifacts")
                .ifPresent(uri -> outputs.put("SageMaker.ModelArtifact", artifact(uri)));
        for (Document output : job.documents("ProcessingOutputConfig.Outputs")) {
            output.findString("S3Output.S3Uri")
                    .ifPresent(uri -> outputs.put(output.getString("OutputName"), artifact(uri)));
        }
        job.findString("TransformOutput.S3OutputPath")
                .ifPresent(uri -> outputs.put("SageMaker.TransformOutput", artifact(uri)));
        return outputs;
    }

    private static Document artifact(String uri) {
        return Document.EMPTY.with("Value", uri);
    }

    private static List<Document> metrics(Arn source, Document job) {
        List<Document> metrics = new ArrayList<>();
        for (Document metric : job.documents("FinalMetricDataList")) {
            metrics.add(Document.EMPTY
                    .with("MetricName", metric.getString("MetricName"))
                    .with("SourceArn", source.toString())
                    .with("TimeStamp", metric.find("Timestamp"))
                    .with("Last", metric.find("Value")));
        }
        return metrics;
    }

    private static List<Document> parents(Document job) {
        Optional<String> experiment = job.findString("ExperimentConfig.ExperimentName");
        Optional<String> trial = job.findString("ExperimentConfig.TrialName");
        if (experiment.isEmpty() && trial.isEmpty()) {
            return List.of();
        }
        return List.of(
                Document.EMPTY.with("ExperimentName", experiment.orElse("")).with("TrialName", trial.orElse("")));
    }
}
