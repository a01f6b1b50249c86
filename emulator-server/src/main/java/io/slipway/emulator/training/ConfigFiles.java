package io.slipway.emulator.training;

import static io.slipway.emulator.training.ContainerPaths.CONFIG;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.container.InitialFile;
import io.slipway.container.InitialFile.EmptyDirectory;
import io.slipway.container.InitialFile.RegularFile;
import io.slipway.emulator.job.MetricDefinition;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is in {@code /opt/ml} besides data before the container starts.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html">How
 *     SageMaker provides training information</a>
 */
final class ConfigFiles {

    private final Document job;
    private final String arn;
    private final List<Host> hosts;
    private final List<Channel> channels;
    private final List<MetricDefinition> metrics;

    /** @param metrics those of the request and of the algorithm */
    ConfigFiles(Document job, String arn, List<Host> hosts, List<Channel> channels, List<MetricDefinition> metrics) {
        this.job = job;
        this.arn = arn;
        this.hosts = hosts;
        this.channels = channels;
        this.metrics = metrics;
    }

    List<InitialFile> of(Host host) {
        List<InitialFile> files = new ArrayList<>();
        files.add(json("hyperparameters", job.stringMap("HyperParameters")));
        files.add(json("inputdataconfig", inputDataConfig()));
        files.add(json("resourceconfig", resourceConfig(host)));
        files.add(json(
                "metric-definition-regex",
                metrics.stream().map(MetricDefinition::document).toList()));
        files.add(json("trainingjobconfig", new InternalSpelling(job, arn).trainingJobConfig()));
        files.add(json("init-config", new InternalSpelling(job, arn).initConfig(host, hosts, channels)));
        files.add(json("upstreamoutputdataconfig", List.of()));
        Checkpoints.of(job)
                .ifPresent(checkpoints ->
                        files.add(json("checkpointconfig", Map.of("LocalPath", checkpoints.localPath()))));
        job.findDocument("DebugHookConfig").ifPresent(config -> files.add(json("debughookconfig", debugHook(config))));
        job.findDocument("TensorBoardOutputConfig")
                .ifPresent(config -> files.add(json("tensorboardoutputconfig", tensorBoard(config))));
        job.findDocument("ProfilerConfig")
                .filter(config -> !config.isTrue("DisableProfiler"))
                .ifPresent(config -> files.add(json("profilerconfig", profiler(config))));
        for (String directory : Set.copyOf(directories())) {
            files.add(new EmptyDirectory(directory));
        }
        return files;
    }

    private List<String> directories() {
        List<String> directories = new ArrayList<>(List.of(
                ContainerPaths.CONFIG_DIRECTORY,
                ContainerPaths.OUTPUT_DIRECTORY,
                ContainerPaths.MODEL,
                ContainerPaths.OUTPUT,
                ContainerPaths.METRICS,
                ContainerPaths.PROFILER,
                ContainerPaths.ERRORS,
                ContainerPaths.DATA));
        SideOutput.of(job).forEach(output -> directories.add(output.localPath()));
        Checkpoints.of(job).ifPresent(checkpoints -> directories.add(checkpoints.localPath()));
        return directories;
    }

    private Map<String, Object> inputDataConfig() {
        Map<String, Object> config = new LinkedHashMap<>();
        for (Channel channel : channels) {
            Map<String, Object> entry = new LinkedHashMap<>();
            channel.request().findString("ContentType").ifPresent(type -> entry.put("ContentType", type));
            entry.put("TrainingInputMode", channel.inputMode());
            entry.put("S3DistributionType", channel.sharded() ? "ShardedByS3Key" : "FullyReplicated");
            entry.put(
                    "RecordWrapperType",
                    channel.request().findString("RecordWrapperType").orElse("None"));
            config.put(channel.name(), entry);
        }
        return config;
    }

    private ObjectNode resourceConfig(Host host) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("current_host", host.name());
        config.put("current_instance_type", host.instanceType());
        config.put("current_group_name", host.group());
        addNames(config.putArray("hosts"), hosts);
        Map<String, List<Host>> groups = new LinkedHashMap<>();
        hosts.forEach(each ->
                groups.computeIfAbsent(each.group(), name -> new ArrayList<>()).add(each));
        ArrayNode list = config.putArray("instance_groups");
        groups.forEach((name, members) -> {
            ObjectNode group = list.addObject();
            group.put("instance_group_name", name);
            group.put("instance_type", members.getFirst().instanceType());
            addNames(group.putArray("hosts"), members);
        });
        config.put("network_interface_name", "eth0");
        return config;
    }

    /** Sorted as text: {@code algo-10} before {@code algo-2}. */
    private static void addNames(ArrayNode array, List<Host> hosts) {
        hosts.stream().map(Host::name).sorted().forEach(array::add);
    }

    private static ObjectNode debugHook(Document config) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        file.put("S3OutputPath", config.getString("S3OutputPath"));
        file.put("LocalPath", config.findString("LocalPath").orElse(ContainerPaths.TENSORS));
        file.set("HookParameters", config.node().get("HookParameters"));
        file.set("CollectionConfigurations", config.node().get("CollectionConfigurations"));
        return file;
    }

    private static Map<String, String> tensorBoard(Document config) {
        Map<String, String> file = new LinkedHashMap<>();
        file.put("S3OutputPath", config.getString("S3OutputPath"));
        file.put(
                "LocalPath",
                Optional.of(config).flatMap(c -> c.findString("LocalPath")).orElse(ContainerPaths.TENSORBOARD + "/"));
        return file;
    }

    /** As the library {@code smdebug} reads it. */
    private static Map<String, Object> profiler(Document config) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("ProfilerEnabled", true);
        parameters.put("LocalPath", ContainerPaths.PROFILER);
        parameters.putAll(config.stringMap("ProfilingParameters"));
        Map<String, Object> file = new LinkedHashMap<>();
        file.put(
                "ProfilingIntervalInMilliseconds",
                config.findLong("ProfilingIntervalInMilliseconds").orElse(TrainingDescription.PROFILING_INTERVAL));
        file.put("ProfilingParameters", parameters);
        config.findString("S3OutputPath").ifPresent(path -> file.put("S3OutputPath", path));
        return file;
    }

    private static RegularFile json(String name, Object content) {
        String text = Document.JSON
                .valueToTree(Document.EMPTY.with("content", content).node().get("content"))
                .toString();
        return new RegularFile(CONFIG + name + ".json", text);
    }
}
