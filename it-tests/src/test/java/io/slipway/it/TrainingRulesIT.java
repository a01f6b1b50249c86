package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.emulator.Emulator;
import io.slipway.emulator.config.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.AlgorithmSpecification;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DataSource;
import software.amazon.awssdk.services.sagemaker.model.DebugRuleConfiguration;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.FileSystemDataSource;
import software.amazon.awssdk.services.sagemaker.model.InstanceGroup;
import software.amazon.awssdk.services.sagemaker.model.MetricDefinition;
import software.amazon.awssdk.services.sagemaker.model.ProfilerRuleConfiguration;
import software.amazon.awssdk.services.sagemaker.model.ResourceConfig;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.S3DataSource;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.StoppingCondition;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** What CreateTrainingJob says to values that make no sense, as an SDK tells it; no container is needed for that. */
class TrainingRulesIT {

    private static final String BUCKET = "rules";
    private static final FileSystemDataSource FILE_SYSTEM = FileSystemDataSource.builder()
            .fileSystemId("fs-0123456789a")
            .fileSystemType("EFS")
            .fileSystemAccessMode("ro")
            .directoryPath("/d")
            .build();

    private static Emulator emulator;
    private static SageMakerClient sageMaker;

    @BeforeAll
    static void start() {
        emulator = SharedSlipway.start(Map.of(Setting.ENGINE, "simulated"));
        sageMaker = JavaClients.sageMaker(emulator);
        try (S3Client s3 = JavaClients.s3(emulator)) {
            s3.createBucket(request -> request.bucket(BUCKET));
            s3.putObject(request -> request.bucket(BUCKET).key("d/a"), RequestBody.fromString("1"));
        }
    }

    @AfterAll
    static void stop() {
        sageMaker.close();
        emulator.close();
    }

    private static CreateTrainingJobRequest.Builder sound(String name) {
        return CreateTrainingJobRequest.builder()
                .trainingJobName(name)
                .algorithmSpecification(algorithm().build())
                .roleArn("arn:aws:iam::000000000000:role/SlipwayTest")
                .inputDataConfig(channel("train").build())
                .outputDataConfig(output -> output.s3OutputPath("s3://" + BUCKET + "/models"))
                .resourceConfig(resources().build())
                .stoppingCondition(condition -> condition.maxRuntimeInSeconds(600));
    }

    private static AlgorithmSpecification.Builder algorithm() {
        return AlgorithmSpecification.builder().trainingImage("image:1").trainingInputMode("File");
    }

    private static ResourceConfig.Builder resources() {
        return ResourceConfig.builder()
                .instanceCount(1)
                .instanceType("ml.m5.large")
                .volumeSizeInGB(1);
    }

    private static Channel.Builder channel(String name) {
        return Channel.builder().channelName(name).dataSource(source(data().build()));
    }

    private static S3DataSource.Builder data() {
        return S3DataSource.builder().s3DataType("S3Prefix").s3Uri("s3://" + BUCKET + "/d/");
    }

    private static DataSource source(S3DataSource data) {
        return DataSource.builder().s3DataSource(data).build();
    }

    private static InstanceGroup group(String name) {
        return InstanceGroup.builder()
                .instanceGroupName(name)
                .instanceType("ml.m5.large")
                .instanceCount(1)
                .build();
    }

    private static Arguments refused(Consumer<CreateTrainingJobRequest.Builder> mistake, String message) {
        return Arguments.of(mistake, message);
    }

    private static Arguments refusedChannel(Consumer<Channel.Builder> mistake, String message) {
        Channel.Builder channel = channel("train");
        mistake.accept(channel);
        return refused(request -> request.inputDataConfig(channel.build()), message);
    }

    private static Arguments refusedFileSystem(Consumer<Channel.Builder> mistake, String message) {
        Channel.Builder channel = channel("train").dataSource(source -> source.fileSystemDataSource(FILE_SYSTEM));
        mistake.accept(channel);
        return refused(
                request -> request.inputDataConfig(channel.build())
                        .vpcConfig(vpc -> vpc.subnets("subnet-1").securityGroupIds("sg-1")),
                message);
    }

    private static Arguments refusedData(Consumer<S3DataSource.Builder> mistake, String message) {
        S3DataSource.Builder data = data();
        mistake.accept(data);
        return refusedChannel(channel -> channel.dataSource(source(data.build())), message);
    }

    private static Stream<Arguments> mistakes() {
        String one = "1 validation error detected: Value ";
        return Stream.of(
                refused(
                        request -> request.trainingJobName("no_underscores"),
                        one + "'no_underscores' at 'trainingJobName' failed to satisfy constraint: Member must satisfy"
                                + " regular expression pattern: "),
                refused(request -> request.roleArn("me"), "at 'roleArn' failed to satisfy constraint"),
                refused(
                        request -> request.stoppingCondition((StoppingCondition) null)
                                .resourceConfig((ResourceConfig) null),
                        "2 validation errors detected: Value null at 'resourceConfig' failed to satisfy constraint: Member"
                                + " must not be null; Value null at 'stoppingCondition' failed to satisfy constraint: Member"
                                + " must not be null"),
                refused(
                        request -> request.algorithmSpecification(
                                algorithm().algorithmName("trees").build()),
                        "Exactly one of TrainingImage and AlgorithmName must be specified"),
                refused(
                        request -> request.algorithmSpecification(algorithm()
                                .trainingImage(null)
                                .algorithmName("trees")
                                .build()),
                        "Algorithm with name trees does not exist."),
                refused(
                        request -> request.algorithmSpecification(
                                algorithm().trainingInputMode("Stream").build()),
                        "at 'algorithmSpecification.trainingInputMode' failed to satisfy constraint: Member must satisfy enum"
                                + " value set: ["),
                refused(
                        request -> request.algorithmSpecification(algorithm()
                                .metricDefinitions(MetricDefinition.builder()
                                        .name("m")
                                        .regex("(")
                                        .build())
                                .build()),
                        "Invalid regular expression of metric m"),
                refused(
                        request -> request.resourceConfig(resources()
                                .instanceGroups(group("g"))
                                .instanceCount(1)
                                .build()),
                        "InstanceType or InstanceCount cannot be specified with InstanceGroups"),
                refused(
                        request -> request.resourceConfig(
                                resources().instanceType("ml.m5.enormous").build()),
                        one
                                + "'ml.m5.enormous' at 'resourceConfig.instanceType' failed to satisfy constraint: Member must"
                                + " satisfy enum value set: ["),
                refused(
                        request -> request.resourceConfig(
                                resources().instanceCount(0).build()),
                        one
                                + "'0' at 'resourceConfig.instanceCount' failed to satisfy constraint: Member must have value"
                                + " greater than or equal to 1"),
                refused(
                        request -> request.resourceConfig(
                                resources().volumeSizeInGB(0).build()),
                        "at 'resourceConfig.volumeSizeInGB' failed to satisfy constraint"),
                refused(
                        request -> request.resourceConfig(ResourceConfig.builder()
                                .volumeSizeInGB(1)
                                .instanceGroups(group("g"), group("g"))
                                .build()),
                        "Instance group names must be unique: g"),
                refused(
                        request -> request.resourceConfig(
                                resources().keepAlivePeriodInSeconds(21_601).build()),
                        "at 'resourceConfig.keepAlivePeriodInSeconds' failed to satisfy constraint: Member must have value"
                                + " less than or equal to 21600"),
                refused(
                        request -> request.stoppingCondition(condition -> condition.maxRuntimeInSeconds(0)),
                        "at 'stoppingCondition.maxRuntimeInSeconds' failed to satisfy constraint: Member must have value"
                                + " greater than or equal to 1"),
                refused(
                        request -> request.stoppingCondition(condition -> condition.maxRuntimeInSeconds(2_419_201)),
                        "Member must have value less than or equal to 2419200"),
                refused(
                        request -> request.stoppingCondition(
                                condition -> condition.maxRuntimeInSeconds(9).maxPendingTimeInSeconds(7199)),
                        "at 'stoppingCondition.maxPendingTimeInSeconds' failed to satisfy constraint"),
                refused(
                        request -> request.enableManagedSpotTraining(true),
                        "Invalid MaxWaitTimeInSeconds. It must be present"),
                refused(
                        request -> request.enableManagedSpotTraining(true)
                                .stoppingCondition(condition ->
                                        condition.maxRuntimeInSeconds(9).maxWaitTimeInSeconds(8)),
                        "greater than or equal to MaxRuntimeInSeconds"),
                refused(
                        request -> request.retryStrategy(retry -> retry.maximumRetryAttempts(31)),
                        "at 'retryStrategy.maximumRetryAttempts' failed to satisfy constraint"),
                refused(
                        request -> request.outputDataConfig(output -> output.s3OutputPath("/local")),
                        "at 'outputDataConfig.s3OutputPath' failed to satisfy constraint"),
                refused(
                        request -> request.outputDataConfig(
                                output -> output.s3OutputPath("s3://b/p").compressionType("ZIP")),
                        "at 'outputDataConfig.compressionType' failed to satisfy constraint"),
                refused(
                        request -> request.checkpointConfig(
                                config -> config.s3Uri("s3://b/c").localPath("relative")),
                        "Invalid LocalPath 'relative'"),
                refused(
                        request -> request.tags(
                                Tag.builder().key("aws:mine").value("v").build()),
                        "aws:"),
                refused(
                        request -> request.inputDataConfig(
                                channel("train").build(), channel("train").build()),
                        "Channel names must be unique: train"),
                refused(
                        request -> request.inputDataConfig(
                                Stream.generate(() -> channel("c").build())
                                        .limit(21)
                                        .toList()),
                        "at 'inputDataConfig' failed to satisfy constraint: Member must have length less than or equal to 20"),
                refusedChannel(
                        channel -> channel.channelName("no/slash"),
                        "at 'inputDataConfig.1.member.channelName' failed to satisfy constraint"),
                refusedChannel(channel -> channel.channelName(".."), "Invalid channel name: .."),
                refusedChannel(
                        channel -> channel.inputMode("Stream"),
                        "at 'inputDataConfig.1.member.inputMode' failed to satisfy constraint"),
                refusedChannel(
                        channel -> channel.compressionType("Zip"),
                        "at 'inputDataConfig.1.member.compressionType' failed to satisfy constraint"),
                refusedChannel(
                        channel -> channel.recordWrapperType("Lines"),
                        "at 'inputDataConfig.1.member.recordWrapperType' failed to satisfy constraint"),
                refusedChannel(
                        channel -> channel.dataSource(DataSource.builder().build()),
                        "A data source must be specified for channel train."),
                refusedChannel(
                        channel -> channel.dataSource(source -> source.fileSystemDataSource(FILE_SYSTEM)),
                        "VpcConfig must be specified with FileSystemDataSource, given for channel train."),
                refusedFileSystem(
                        channel -> channel.inputMode("Pipe"),
                        "FileSystemDataSource, given for channel train, can only be used with input mode File, not Pipe."),
                refusedFileSystem(
                        channel -> channel.inputMode("FastFile"),
                        "can only be used with input mode File, not FastFile."),
                refusedFileSystem(
                        channel -> channel.dataSource(source ->
                                source.fileSystemDataSource(FILE_SYSTEM).s3DataSource(data().build())),
                        "Only one of S3DataSource and FileSystemDataSource can be specified for channel train."),
                refusedFileSystem(
                        channel -> channel.dataSource(source -> source.fileSystemDataSource(FILE_SYSTEM.toBuilder()
                                .fileSystemAccessMode("wo")
                                .build())),
                        "at 'inputDataConfig.1.member.dataSource.fileSystemDataSource.fileSystemAccessMode' failed to"
                                + " satisfy constraint"),
                refusedData(
                        data -> data.s3Uri("s3://" + BUCKET + "/none"),
                        "No S3 objects found under S3 URL \"s3://rules/none\" given in input data source. Please ensure that"
                                + " the bucket exists in the selected region (us-west-2), that objects exist under that S3"
                                + " prefix, and that the role \"arn:aws:iam::000000000000:role/SlipwayTest\" has"
                                + " \"s3:ListBucket\" permissions on bucket \"rules\"."),
                refusedData(data -> data.s3Uri("s3://no-such-bucket/d"), "No S3 objects found under S3 URL"),
                refusedData(
                        data -> data.s3DataType("Everything"),
                        "at 'inputDataConfig.1.member.dataSource.s3DataSource.s3DataType' failed to satisfy constraint"),
                refusedData(
                        data -> data.s3DataType("AugmentedManifestFile").attributeNames("a"),
                        "AugmentedManifestFile, given for channel train, can only be used with input mode Pipe, not File."),
                refusedData(
                        data -> data.instanceGroupNames("g"),
                        "Instance group g, given for channel train, is not in ResourceConfig."),
                refusedData(
                        data -> data.s3DataDistributionType("ShardedByHash"),
                        "at 'inputDataConfig.1.member.dataSource.s3DataSource.s3DataDistributionType' failed to satisfy"
                                + " constraint"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void valueThatMakesNoSenseIsRefusedAndNothingIsMade(
            Consumer<CreateTrainingJobRequest.Builder> mistake, String message) {
        CreateTrainingJobRequest.Builder request = sound("refused");
        mistake.accept(request);

        assertThatExceptionOfType(SageMakerException.class)
                .isThrownBy(() -> sageMaker.createTrainingJob(request.build()))
                .satisfies(refusal -> {
                    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
                    assertThat(refusal.awsErrorDetails().errorMessage()).contains(message);
                });
        assertThatExceptionOfType(SageMakerException.class)
                .isThrownBy(() -> sageMaker.describeTrainingJob(describe -> describe.trainingJobName("refused")));
    }

    @Test
    void whatIsAcceptedComesBackAsItWasSent() {
        CreateTrainingJobRequest.Builder request = sound("accepted")
                .vpcConfig(vpc -> vpc.securityGroupIds("sg-1").subnets("subnet-1"))
                .resourceConfig(resources()
                        .volumeKmsKeyId("key-1")
                        .keepAlivePeriodInSeconds(60)
                        .build())
                .outputDataConfig(output ->
                        output.s3OutputPath("s3://" + BUCKET + "/models").kmsKeyId("key-2"))
                .debugHookConfig(hook -> hook.s3OutputPath("s3://" + BUCKET + "/debug"))
                .debugRuleConfigurations(DebugRuleConfiguration.builder()
                        .ruleConfigurationName("r")
                        .ruleEvaluatorImage("i")
                        .build())
                .profilerConfig(profiler -> profiler.s3OutputPath("s3://" + BUCKET + "/profiler"))
                .profilerRuleConfigurations(ProfilerRuleConfiguration.builder()
                        .ruleConfigurationName("p")
                        .ruleEvaluatorImage("i")
                        .build())
                .tensorBoardOutputConfig(board -> board.s3OutputPath("s3://" + BUCKET + "/board"))
                .experimentConfig(experiment -> experiment.experimentName("e"))
                .retryStrategy(retry -> retry.maximumRetryAttempts(2))
                .enableInterContainerTrafficEncryption(true)
                .enableManagedSpotTraining(true)
                .stoppingCondition(
                        condition -> condition.maxRuntimeInSeconds(60).maxWaitTimeInSeconds(60))
                .checkpointConfig(config -> config.s3Uri("s3://" + BUCKET + "/checkpoints"))
                .environment(Map.of("A", "1"))
                .hyperParameters(Map.of("h", "1"));
        CreateTrainingJobRequest sent = request.build();

        sageMaker.createTrainingJob(sent);

        DescribeTrainingJobResponse job = Await.value(
                Duration.ofMinutes(1),
                () -> sageMaker.describeTrainingJob(describe -> describe.trainingJobName("accepted")),
                each -> each.trainingJobStatus() != TrainingJobStatus.IN_PROGRESS);
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.COMPLETED);
        assertThat(job.vpcConfig()).isEqualTo(sent.vpcConfig());
        assertThat(job.resourceConfig()).isEqualTo(sent.resourceConfig());
        assertThat(job.outputDataConfig()).isEqualTo(sent.outputDataConfig());
        assertThat(job.debugHookConfig().s3OutputPath())
                .isEqualTo(sent.debugHookConfig().s3OutputPath());
        assertThat(job.debugRuleConfigurations()).isEqualTo(sent.debugRuleConfigurations());
        assertThat(job.profilerConfig().s3OutputPath())
                .isEqualTo(sent.profilerConfig().s3OutputPath());
        assertThat(job.profilerConfig().profilingIntervalInMilliseconds()).isEqualTo(500);
        assertThat(job.profilingStatusAsString()).isEqualTo("Enabled");
        assertThat(job.profilerRuleConfigurations()).isEqualTo(sent.profilerRuleConfigurations());
        assertThat(job.tensorBoardOutputConfig()).isEqualTo(sent.tensorBoardOutputConfig());
        assertThat(job.experimentConfig()).isEqualTo(sent.experimentConfig());
        assertThat(job.retryStrategy()).isEqualTo(sent.retryStrategy());
        assertThat(job.enableInterContainerTrafficEncryption()).isTrue();
        assertThat(job.enableManagedSpotTraining()).isTrue();
        assertThat(job.stoppingCondition()).isEqualTo(sent.stoppingCondition());
        assertThat(job.checkpointConfig()).isEqualTo(sent.checkpointConfig());
        assertThat(job.environment()).isEqualTo(sent.environment());
        assertThat(job.hyperParameters()).isEqualTo(sent.hyperParameters());
        assertThat(job.warmPoolStatus().statusAsString()).isEqualTo("Terminated");
        assertThat(job.trainingTimeInSeconds()).isPositive();
        assertThat(job.billableTimeInSeconds()).isPositive();
        assertThat(job.lastModifiedTime()).isNotNull();
    }

    @Test
    void nameIsTakenUntilTheJobIsDeleted() {
        sageMaker.createTrainingJob(sound("Once").build());

        assertThatExceptionOfType(ResourceInUseException.class)
                .isThrownBy(() -> sageMaker.createTrainingJob(sound("once").build()))
                .withMessageContaining(
                        "Training job names must be unique within an AWS account and region, and a training"
                                + " job with this name already exists (");
        Await.value(
                Duration.ofMinutes(1),
                () -> sageMaker.describeTrainingJob(describe -> describe.trainingJobName("Once")),
                each -> each.trainingJobStatus() == TrainingJobStatus.COMPLETED);
        sageMaker.updateTrainingJob(update ->
                update.trainingJobName("once").resourceConfig(resources -> resources.keepAlivePeriodInSeconds(0)));
        sageMaker.deleteTrainingJob(delete -> delete.trainingJobName("once"));
        sageMaker.createTrainingJob(sound("once").build());

        for (String operation : List.of("describe", "stop", "delete", "update")) {
            assertThatExceptionOfType(SageMakerException.class)
                    .isThrownBy(() -> {
                        switch (operation) {
                            case "describe" -> sageMaker.describeTrainingJob(each -> each.trainingJobName("gone"));
                            case "stop" -> sageMaker.stopTrainingJob(each -> each.trainingJobName("gone"));
                            case "delete" -> sageMaker.deleteTrainingJob(each -> each.trainingJobName("gone"));
                            default -> sageMaker.updateTrainingJob(each -> each.trainingJobName("gone"));
                        }
                    })
                    .satisfies(refusal -> assertThat(refusal.awsErrorDetails().errorMessage())
                            .isEqualTo("Requested resource not found."));
        }
    }
}
