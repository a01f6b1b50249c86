package io.slipway.emulator.training;

import io.slipway.emulator.job.MetricDefinition;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What the service's model of CreateTrainingJob cannot say. */
final class TrainingRules {

    private static final long LONGEST_RUNTIME_SECONDS = 28L * 24 * 3600;

    /** Optional in the model only for serverless jobs. */
    private static final List<String> REQUIRED =
            List.of("AlgorithmSpecification", "ResourceConfig", "RoleArn", "StoppingCondition");

    private final Predicate<String> acceptableImage;

    TrainingRules(Predicate<String> acceptableImage) {
        this.acceptableImage = acceptableImage;
    }

    void check(Document job) {
        refuse(
                job.has("ServerlessJobConfig"),
                "ServerlessJobConfig is not supported: Slipway runs ordinary training jobs.");
        checkRequired(job);
        checkAlgorithm(job);
        checkResources(job);
        checkStoppingCondition(job);
        checkChannels(job);
        checkUri(job, "OutputDataConfig.S3OutputPath");
        checkUri(job, "CheckpointConfig.S3Uri");
        checkUri(job, "TensorBoardOutputConfig.S3OutputPath");
        checkUri(job, "DebugHookConfig.S3OutputPath");
        checkUri(job, "ProfilerConfig.S3OutputPath");
        checkLocalPath(job, "CheckpointConfig.LocalPath");
        checkLocalPath(job, "TensorBoardOutputConfig.LocalPath");
        checkLocalPath(job, "DebugHookConfig.LocalPath");
    }

    private static void checkRequired(Document job) {
        List<String> missing = REQUIRED.stream()
                .filter(name -> !job.has(name))
                .map(name -> "Value null at '" + Character.toLowerCase(name.charAt(0)) + name.substring(1)
                        + "' failed to satisfy constraint: Member must not be null")
                .toList();
        if (!missing.isEmpty()) {
            String head = missing.size() == 1
                    ? "1 validation error detected: "
                    : missing.size() + " validation errors detected: ";
            throw ApiException.validation(head + String.join("; ", missing));
        }
    }

    private void checkAlgorithm(Document job) {
        String image = "AlgorithmSpecification.TrainingImage";
        String name = "AlgorithmSpecification.AlgorithmName";
        refuse(
                job.has(image) == job.has(name),
                "Exactly one of TrainingImage and AlgorithmName must be specified in AlgorithmSpecification.");
        refuse(
                job.has(image) && !acceptableImage.test(job.getString(image)),
                "Invalid training image. Please provide a valid Amazon Elastic Container Registry path of the Docker image"
                        + " to run.");
        Set<String> names = new HashSet<>();
        for (MetricDefinition metric :
                MetricDefinition.of(job.findDocument("AlgorithmSpecification").orElse(Document.EMPTY))) {
            refuse(!names.add(metric.name()), "Metric names must be unique: " + metric.name());
            checkRegex(metric);
        }
    }

    private static void checkRegex(MetricDefinition metric) {
        try {
            Pattern.compile(metric.regex());
        } catch (PatternSyntaxException e) {
            throw ApiException.validation("Invalid regular expression of metric " + metric.name() + ": "
                    + e.getDescription() + " near index " + e.getIndex() + ".");
        }
    }

    private static void checkResources(Document job) {
        List<Document> groups = job.documents("ResourceConfig.InstanceGroups");
        boolean type = job.has("ResourceConfig.InstanceType");
        boolean count = job.has("ResourceConfig.InstanceCount");
        if (groups.isEmpty()) {
            refuse(!type || !count, "InstanceType and InstanceCount must be specified in ResourceConfig.");
            checkCount(job.getLong("ResourceConfig.InstanceCount"), "resourceConfig.instanceCount");
        } else {
            refuse(type || count, "InstanceType or InstanceCount cannot be specified with InstanceGroups");
            Set<String> names = new HashSet<>();
            for (int i = 0; i < groups.size(); i++) {
                String name = groups.get(i).getString("InstanceGroupName");
                refuse(!names.add(name), "Instance group names must be unique: " + name);
                checkCount(
                        groups.get(i).getLong("InstanceCount"),
                        "resourceConfig.instanceGroups." + (i + 1) + ".member.instanceCount");
            }
        }
        job.findLong("ResourceConfig.VolumeSizeInGB")
                .ifPresent(size -> checkCount(size, "resourceConfig.volumeSizeInGB"));
    }

    private static void checkCount(long value, String path) {
        refuse(
                value < 1,
                "1 validation error detected: Value '" + value + "' at '" + path
                        + "' failed to satisfy constraint: Member must have value greater than or equal to 1");
    }

    private static void checkStoppingCondition(Document job) {
        long runtime = job.findLong("StoppingCondition.MaxRuntimeInSeconds")
                .orElse(TrainingDescription.DEFAULT_MAX_RUNTIME_SECONDS);
        refuse(
                runtime > LONGEST_RUNTIME_SECONDS,
                "1 validation error detected: Value '" + runtime
                        + "' at 'stoppingCondition.maxRuntimeInSeconds' failed to"
                        + " satisfy constraint: Member must have value less than or equal to "
                        + LONGEST_RUNTIME_SECONDS);
        boolean spot = job.isTrue("EnableManagedSpotTraining");
        boolean wait = job.has("StoppingCondition.MaxWaitTimeInSeconds");
        refuse(
                spot && (!wait || job.getLong("StoppingCondition.MaxWaitTimeInSeconds") < runtime),
                "Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to MaxRuntimeInSeconds");
        refuse(
                !spot && wait,
                "Invalid MaxWaitTimeInSeconds. It can only be specified if EnableManagedSpotTraining is set to true");
    }

    private static void checkChannels(Document job) {
        Set<String> groups = new HashSet<>();
        job.documents("ResourceConfig.InstanceGroups")
                .forEach(group -> groups.add(group.getString("InstanceGroupName")));
        String defaultMode = job.getString("AlgorithmSpecification.TrainingInputMode");
        Set<String> names = new HashSet<>();
        for (Document channel : job.documents("InputDataConfig")) {
            String name = channel.getString("ChannelName");
            refuse(!names.add(name), "Channel names must be unique: " + name);
            refuse(name.equals(".") || name.equals(".."), "Invalid channel name: " + name);
            String mode = channel.findString("InputMode").orElse(defaultMode);
            checkDataSource(job, name, mode, channel.findDocument("DataSource").orElse(Document.EMPTY), groups);
        }
    }

    private static void checkDataSource(
            Document job, String channel, String mode, Document source, Set<String> groups) {
        boolean fileSystem = source.has("FileSystemDataSource");
        refuse(
                fileSystem && source.has("S3DataSource"),
                "Only one of S3DataSource and FileSystemDataSource can be specified for channel " + channel + ".");
        if (fileSystem) {
            checkFileSystem(job, channel, mode);
            return;
        }
        refuse(!source.has("S3DataSource"), "A data source must be specified for channel " + channel + ".");
        String type = source.getString("S3DataSource.S3DataType");
        boolean augmented = type.equals(S3Channel.AUGMENTED_MANIFEST);
        refuse(
                augmented && !mode.equals("Pipe"),
                "AugmentedManifestFile, given for channel " + channel + ", can only be used with input mode Pipe, not "
                        + mode + ".");
        refuse(
                augmented && source.strings("S3DataSource.AttributeNames").isEmpty(),
                "AttributeNames must be specified for channel " + channel + " with AugmentedManifestFile.");
        refuse(
                !augmented && !type.equals("S3Prefix") && !type.equals("ManifestFile"),
                "S3DataType " + type + ", given for channel " + channel + ", is not supported.");
        checkUri(source, "S3DataSource.S3Uri");
        for (String group : source.strings("S3DataSource.InstanceGroupNames")) {
            refuse(
                    !groups.contains(group),
                    "Instance group " + group + ", given for channel " + channel + ", is not in ResourceConfig.");
        }
    }

    private static void checkFileSystem(Document job, String channel, String mode) {
        refuse(
                !mode.equals("File"),
                "FileSystemDataSource, given for channel " + channel + ", can only be used with input mode File, not "
                        + mode + ".");
        refuse(
                !job.has("VpcConfig"),
                "VpcConfig must be specified with FileSystemDataSource, given for channel " + channel + ".");
    }

    private static void checkUri(Document document, String path) {
        document.findString(path).ifPresent(uri -> {
            try {
                S3Uri.parse(uri);
            } catch (IllegalArgumentException e) {
                throw ApiException.validation(
                        "Invalid S3 URI '" + uri + "' at '" + path + "': it must be of the form" + " s3://bucket/key.");
            }
        });
    }

    private static void checkLocalPath(Document document, String path) {
        document.findString(path)
                .ifPresent(value -> refuse(
                        !value.startsWith("/") || (value + "/").contains("/../"),
                        "Invalid LocalPath '" + value + "' at '" + path + "': it must be an absolute path."));
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw ApiException.validation(message);
        }
    }
}
