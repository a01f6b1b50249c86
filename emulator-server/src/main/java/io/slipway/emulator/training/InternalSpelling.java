package io.slipway.emulator.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.emulator.wire.Document;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The request as the service spells it inside the container, in files that it does not document but that some scripts read:
 * enum values in capitals with underscores.
 */
final class InternalSpelling {

    private static final List<String> ECHOED = List.of(
            "AlgorithmSpecification",
            "CheckpointConfig",
            "DebugHookConfig",
            "Environment",
            "HyperParameters",
            "OutputDataConfig",
            "ResourceConfig",
            "RoleArn",
            "StoppingCondition",
            "Tags",
            "TrainingJobName",
            "VpcConfig");

    private static final Map<String, String> WORDS = Map.of(
            "S3Prefix", "S3_PREFIX",
            "ManifestFile", "MANIFEST_FILE",
            "AugmentedManifestFile", "AUGMENTED_MANIFEST_FILE",
            "FullyReplicated", "FULLY_REPLICATED",
            "ShardedByS3Key", "SHARDED_BY_S3_KEY",
            "FastFile", "FAST_FILE",
            "FSxLustre", "FSX_LUSTRE",
            "RecordIO", "RECORD_IO");

    private final Document job;
    private final String arn;

    InternalSpelling(Document job, String arn) {
        this.job = job;
        this.arn = arn;
    }

    ObjectNode trainingJobConfig() {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("TrainingJobArn", arn);
        for (String name : ECHOED) {
            job.find(name).ifPresent(value -> config.set(name, value));
        }
        for (String flag : List.of(
                "EnableInterContainerTrafficEncryption", "EnableManagedSpotTraining", "EnableNetworkIsolation")) {
            config.put(flag, job.isTrue(flag));
        }
        job.find("InputDataConfig").ifPresent(channels -> config.set("InputDataConfig", inCapitals(channels, "")));
        return config;
    }

    ObjectNode initConfig(Host host, List<Host> hosts, List<Channel> channels) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("inputMode", word(job.getString("AlgorithmSpecification.TrainingInputMode")));
        ObjectNode described = config.putObject("channels");
        channels.forEach(channel -> described.set(channel.name(), describe(channel)));
        Checkpoints.of(job).ifPresent(checkpoints -> {
            ObjectNode channel = config.putObject("checkpointChannel");
            channel.put("name", "checkpoints");
            channel.put("outputPath", checkpoints.localPath());
            channel.put("allowEmpty", true);
        });
        config.putObject("hostConfig").put("clusterSize", hosts.size()).put("hostNumber", host.number());
        config.put("enableAdditionalPlatformLoggingForCustomer", false);
        config.putObject("jobRunInfo").put("jobRunNumber", 1);
        return config;
    }

    private static ObjectNode describe(Channel channel) {
        Document request = channel.request();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("s3DataSource", channel instanceof S3Channel data ? source(data) : NullNode.instance);
        node.set("fileSystemDataSource", channel instanceof FileSystemChannel data ? source(data) : NullNode.instance);
        node.put("compressionType", word(request.findString("CompressionType").orElse("None")));
        node.put("recordWrapper", word(request.findString("RecordWrapperType").orElse("None")));
        if (channel instanceof S3Channel data && data.shuffleSeed().isPresent()) {
            node.putObject("shuffleConfig").put("seed", data.shuffleSeed().getAsLong());
        } else {
            node.putNull("shuffleConfig");
        }
        node.put("inputMode", word(channel.inputMode()));
        node.put("sharded", channel.sharded());
        return node;
    }

    private static ObjectNode source(S3Channel channel) {
        Document source =
                channel.request().findDocument("DataSource.S3DataSource").orElse(Document.EMPTY);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("s3DataType", word(source.getString("S3DataType")));
        node.put("s3Uri", channel.source().uri().toString());
        node.put("s3DataDistributionType", channel.sharded() ? "SHARDED_BY_S3_KEY" : "FULLY_REPLICATED");
        node.set("attributeNames", source.find("AttributeNames").orElse(NullNode.instance));
        return node;
    }

    private static ObjectNode source(FileSystemChannel channel) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("fileSystemId", channel.fileSystemId());
        node.put("fileSystemAccessMode", channel.writable() ? "RW" : "RO");
        node.put("fileSystemType", word(channel.request().getString("DataSource.FileSystemDataSource.FileSystemType")));
        node.put("directoryPath", channel.directory());
        return node;
    }

    private static JsonNode inCapitals(JsonNode value, String name) {
        return switch (value.getNodeType()) {
            case ARRAY -> {
                var array = JsonNodeFactory.instance.arrayNode();
                value.forEach(element -> array.add(inCapitals(element, name)));
                yield array;
            }
            case OBJECT -> {
                var object = JsonNodeFactory.instance.objectNode();
                value.properties()
                        .forEach(member -> object.set(member.getKey(), inCapitals(member.getValue(), member.getKey())));
                yield object;
            }
            case STRING -> isEnum(name) ? JsonNodeFactory.instance.textNode(word(value.asText())) : value;
            default -> value;
        };
    }

    private static boolean isEnum(String member) {
        return switch (member) {
            case "S3DataType",
                    "S3DataDistributionType",
                    "FileSystemType",
                    "FileSystemAccessMode",
                    "CompressionType",
                    "RecordWrapperType",
                    "InputMode" -> true;
            default -> false;
        };
    }

    private static String word(String value) {
        return WORDS.getOrDefault(value, value.toUpperCase(Locale.ROOT));
    }
}
