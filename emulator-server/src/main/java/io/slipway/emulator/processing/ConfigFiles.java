package io.slipway.emulator.processing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.container.InitialFile;
import io.slipway.container.InitialFile.EmptyDirectory;
import io.slipway.container.InitialFile.RegularFile;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in {@code /opt/ml} besides inputs before the container starts.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/build-your-own-processing-container.html">Build your own
 *     processing container</a>
 */
final class ConfigFiles {

    private final Arn arn;
    private final Document job;
    private final List<String> hosts;

    /** @param job with all defaults */
    ConfigFiles(Arn arn, Document job, List<String> hosts) {
        this.arn = arn;
        this.job = job;
        this.hosts = hosts;
    }

    List<InitialFile> of(String host) {
        List<InitialFile> files = new ArrayList<>();
        files.add(new EmptyDirectory(ContainerPaths.CONFIG));
        files.add(new EmptyDirectory(ContainerPaths.OUTPUT));
        files.add(new EmptyDirectory(ContainerPaths.METRICS));
        for (OutputChannel output : OutputChannel.of(job)) {
            files.add(new EmptyDirectory(output.localPath()));
            if (output.name().matches("[A-Za-z0-9][\\w.-]*")) {
                files.add(new EmptyDirectory(ContainerPaths.DATA + "/" + output.name()));
            }
        }
        files.add(new RegularFile(ContainerPaths.CONFIG + "/processingjobconfig.json", escaped(jobConfig())));
        files.add(new RegularFile(ContainerPaths.CONFIG + "/resourceconfig.json", escaped(resourceConfig(host))));
        return files;
    }

    private ObjectNode resourceConfig(String host) {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("current_host", host);
        // As text: algo-10 before algo-2.
        hosts.stream().sorted().forEach(config.putArray("hosts")::add);
        return config;
    }

    private ObjectNode jobConfig() {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("ProcessingJobArn", arn.toString());
        config.put("ProcessingJobName", arn.name());
        config.set("Environment", orEmpty("Environment"));
        ObjectNode application = config.putObject("AppSpecification");
        copy(application, "AppSpecification", "ImageUri", "ContainerEntrypoint", "ContainerArguments");
        config.putArray("ProcessingInputs").addAll(inputs());
        ObjectNode outputs = config.putObject("ProcessingOutputConfig");
        outputs.putArray("Outputs").addAll(outputs());
        copy(outputs, "ProcessingOutputConfig", "KmsKeyId");
        ObjectNode cluster = config.putObject("ProcessingResources").putObject("ClusterConfig");
        copy(
                cluster,
                "ProcessingResources.ClusterConfig",
                "InstanceCount",
                "InstanceType",
                "VolumeSizeInGB",
                "VolumeKmsKeyId");
        config.put("RoleArn", job.getString("RoleArn"));
        config.set("StoppingCondition", orEmpty("StoppingCondition"));
        return config;
    }

    private List<JsonNode> inputs() {
        List<JsonNode> inputs = new ArrayList<>();
        for (Document input : job.documents("ProcessingInputs")) {
            ObjectNode node = JsonNodeFactory.instance.objectNode().put("InputName", input.getString("InputName"));
            ObjectNode s3 = node.putObject("S3Input");
            for (String member : List.of(
                    "LocalPath", "S3Uri", "S3DataDistributionType", "S3DataType", "S3InputMode", "S3CompressionType")) {
                s3.set(member, value(input, "S3Input." + member));
            }
            s3.put("S3DownloadMode", "StartOfJob");
            inputs.add(node);
        }
        return inputs;
    }

    private List<JsonNode> outputs() {
        List<JsonNode> outputs = new ArrayList<>();
        for (Document output : job.documents("ProcessingOutputConfig.Outputs")) {
            ObjectNode node = JsonNodeFactory.instance.objectNode().put("OutputName", output.getString("OutputName"));
            ObjectNode s3 = node.putObject("S3Output");
            for (String member : List.of("LocalPath", "S3Uri", "S3UploadMode")) {
                s3.set(member, value(output, "S3Output." + member));
            }
            outputs.add(node);
        }
        return outputs;
    }

    private JsonNode orEmpty(String path) {
        return job.find(path).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /** Null where it is absent. */
    private void copy(ObjectNode target, String structure, String... members) {
        for (String member : members) {
            target.set(member, value(job, structure + "." + member));
        }
    }

    private static JsonNode value(Document document, String path) {
        return document.find(path).orElseGet(JsonNodeFactory.instance::nullNode);
    }

    /** As Go's encoder writes JSON, so that it may stand in HTML. */
    private static String escaped(JsonNode json) {
        return json.toString().replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
    }
}
