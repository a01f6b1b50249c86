package io.slipway.emulator.training;

import static io.slipway.emulator.training.TrainingBench.channels;
import static io.slipway.emulator.training.TrainingBench.json;
import static io.slipway.emulator.training.TrainingBench.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingOperationsTest {

    @TempDir
    Path directory;

    private TrainingBench bench;

    @BeforeEach
    void open() {
        bench = new TrainingBench(directory);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeTrainingJob", "StopTrainingJob", "UpdateTrainingJob", "DeleteTrainingJob"})
    void unknownJobIsRefused(String operation) {
        assertThatThrownBy(() -> bench.call(operation, "none"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.VALIDATION_EXCEPTION))
                .hasMessage("Requested resource not found.");
    }

    @Test
    void nameIsUniqueWithoutRegardToCase() {
        bench.run(request("Job"));

        assertThatThrownBy(() -> bench.call("CreateTrainingJob", request("job")))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.RESOURCE_IN_USE))
                .hasMessage(
                        "Training job names must be unique within an AWS account and region, and a training job with"
                                + " this name already exists (arn:aws:sagemaker:eu-west-1:000000000000:training-job/Job)");
    }

    @Test
    void emptyPrefixIsRefusedWithTheServicesText() {
        assertThatThrownBy(() ->
                        bench.call("CreateTrainingJob", request("Job").withAll(channels("train", "s3://bkt/none"))))
                .isInstanceOf(ApiException.class)
                .hasMessage(
                        "No S3 objects found under S3 URL \"s3://bkt/none\" given in input data source. Please ensure"
                                + " that the bucket exists in the selected region (eu-west-1), that objects exist under that S3"
                                + " prefix, and that the role \"arn:aws:iam::000000000000:role/r\" has \"s3:ListBucket\""
                                + " permissions on bucket \"bkt\".");
        assertThatThrownBy(() ->
                        bench.call("CreateTrainingJob", request("Job").withAll(channels("train", "s3://not-there/x"))))
                .hasMessageStartingWith("No S3 objects found");
        assertThat(bench.open.store().find(TrainingBench.arn("Job"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AlgorithmSpecification", "ResourceConfig", "RoleArn", "StoppingCondition"})
    void whatOrdinaryJobsNeedIsDemanded(String member) {
        String path = Character.toLowerCase(member.charAt(0)) + member.substring(1);

        assertThatThrownBy(() -> bench.call("CreateTrainingJob", request("Job").without(member)))
                .hasMessage("1 validation error detected: Value null at '" + path
                        + "' failed to satisfy constraint: Member must not be null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'ResourceConfig':{'InstanceType':'ml.m5.large','InstanceCount':1,'InstanceGroups':[{'InstanceType':"
                        + "'ml.m5.large','InstanceCount':1,'InstanceGroupName':'g'}]}};InstanceType or InstanceCount cannot"
                        + " be specified with InstanceGroups",
                "{'ResourceConfig':{'InstanceType':'ml.m5.large'}};InstanceType and InstanceCount must be specified",
                "{'ResourceConfig':{'InstanceType':'ml.m5.large','InstanceCount':0}};greater than or equal to 1",
                "{'AlgorithmSpecification':{'TrainingInputMode':'File'}};Exactly one of TrainingImage and AlgorithmName",
                "{'AlgorithmSpecification':{'TrainingInputMode':'File','AlgorithmName':'a'}};"
                        + "Algorithm with name a does not exist.",
                "{'AlgorithmSpecification':{'TrainingInputMode':'File','TrainingImage':' '}};Invalid training image.",
                "{'AlgorithmSpecification':{'TrainingInputMode':'File','TrainingImage':'i','MetricDefinitions':"
                        + "[{'Name':'m','Regex':'('}]}};Invalid regular expression of metric m",
                "{'StoppingCondition':{'MaxRuntimeInSeconds':2419201}};less than or equal to 2419200",
                "{'EnableManagedSpotTraining':true};Invalid MaxWaitTimeInSeconds. It must be present",
                "{'EnableManagedSpotTraining':true,'StoppingCondition':{'MaxRuntimeInSeconds':9,"
                        + "'MaxWaitTimeInSeconds':8}};greater than or equal to MaxRuntimeInSeconds",
                "{'StoppingCondition':{'MaxRuntimeInSeconds':9,'MaxWaitTimeInSeconds':9}};EnableManagedSpotTraining",
                "{'OutputDataConfig':{'S3OutputPath':'https://s3/b'}};Invalid S3 URI",
                "{'CheckpointConfig':{'S3Uri':'s3://bkt/c','LocalPath':'/opt/../etc'}};Invalid LocalPath",
                "{'ServerlessJobConfig':{}};ServerlessJobConfig is not supported"
            })
    void whatCannotRunIsRefused(String members, String message) {
        assertThatThrownBy(() -> bench.call("CreateTrainingJob", request("Job").withAll(json(members))))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.VALIDATION_EXCEPTION))
                .hasMessageContaining(message);
        assertThat(bench.open.store().find(TrainingBench.arn("Job"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'InputMode':'Pipe','DataSource':{'S3DataSource':{'S3DataType':'AugmentedManifestFile','S3Uri':"
                        + "'s3://bkt/a'}};AttributeNames must be specified for channel train",
                "'DataSource':{};A data source must be specified",
                "'DataSource':{'FileSystemDataSource':{}};VpcConfig must be specified with FileSystemDataSource",
                "'InputMode':'Pipe','DataSource':{'FileSystemDataSource':{}};can only be used with input mode File, not Pipe",
                "'DataSource':{'S3DataSource':{'S3DataType':'AugmentedManifestFile','S3Uri':'s3://bkt/a','AttributeNames':['a']}};can only be used with input mode Pipe, not File",
                "'DataSource':{'S3DataSource':{'S3DataType':'Converse','S3Uri':'s3://bkt/a'}};Converse",
                "'DataSource':{'S3DataSource':{'S3DataType':'S3Prefix','S3Uri':'s3://bkt/a','InstanceGroupNames':['g']}};"
                        + "Instance group g",
                "'ChannelName':'other';Channel names must be unique"
            })
    void channelThatCannotBeHadIsRefused(String members, String message) {
        bench.put("s3://bkt/a", "1");
        Document sound = channels("train", "s3://bkt/a", "other", "s3://bkt/a");
        List<Document> changed = new ArrayList<>(sound.documents("InputDataConfig"));
        changed.set(0, changed.getFirst().withAll(json("{" + members + "}")));

        assertThatThrownBy(() -> bench.call("CreateTrainingJob", request("Job").with("InputDataConfig", changed)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(message);
    }

    @Test
    void spotJobWithWaitEqualToRuntimeIsAccepted() {
        Document job = bench.run(request("Job")
                .withAll(json("{'EnableManagedSpotTraining':true,'StoppingCondition':{'MaxRuntimeInSeconds':900,"
                        + "'MaxWaitTimeInSeconds':900}}")));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(job.findBoolean("EnableManagedSpotTraining")).contains(true);
    }

    @Test
    void listsAreFilteredSortedAndPaged() {
        for (String name : List.of("b-1", "a-1", "a-2")) {
            bench.run(request(name));
        }
        bench.engine.script = container -> 1;
        bench.run(request("a-3"));

        assertThat(names(bench.call("ListTrainingJobs", Document.EMPTY))).containsExactly("b-1", "a-1", "a-2", "a-3");
        assertThat(names(bench.call(
                        "ListTrainingJobs", json("{'NameContains':'a-','SortBy':'Name','SortOrder':'Descending'}"))))
                .containsExactly("a-3", "a-2", "a-1");
        assertThat(names(bench.call("ListTrainingJobs", json("{'StatusEquals':'Failed'}"))))
                .containsExactly("a-3");
        List<String> paged = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Document page = bench.call(
                    "ListTrainingJobs",
                    json("{'MaxResults':1,'SortBy':'Status'}").with("NextToken", token));
            paged.addAll(names(page));
            token = page.findString("NextToken");
        } while (token.isPresent());
        assertThat(paged).containsExactly("a-1", "a-2", "b-1", "a-3");
        Document summary = bench.call("ListTrainingJobs", json("{'MaxResults':1}"))
                .documents("TrainingJobSummaries")
                .getFirst();
        assertThat(summary.getString("SecondaryStatus")).isEqualTo("Completed");
        assertThat(summary.has("TrainingEndTime")).isTrue();
    }

    private static List<String> names(Document response) {
        return response.documents("TrainingJobSummaries").stream()
                .map(summary -> summary.getString("TrainingJobName"))
                .toList();
    }

    @Test
    void warmPoolFilterGivesTheJobsThatWantedOne() {
        bench.run(request("cold"));
        bench.run(request("warm")
                .with(
                        "ResourceConfig",
                        json("{'InstanceType':'ml.m5.large','InstanceCount':1,'KeepAlivePeriodInSeconds':60}")));

        assertThat(names(bench.call("ListTrainingJobs", json("{'WarmPoolStatusEquals':'Terminated','MaxResults':1}"))))
                .containsExactly("warm");
        assertThat(names(bench.call("ListTrainingJobs", json("{'WarmPoolStatusEquals':'InUse'}"))))
                .isEmpty();
    }

    @Test
    void deletedJobIsGoneAndARunningOneCannotBeDeleted() {
        var release = new CountDownLatch(1);
        bench.engine.script = container -> {
            release.await();
            return 0;
        };
        bench.call("CreateTrainingJob", request("Job"));

        assertThatThrownBy(() -> bench.call("DeleteTrainingJob", "Job"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.RESOURCE_IN_USE));
        release.countDown();
        bench.awaitEnd("Job");

        assertThat(bench.call("DeleteTrainingJob", "Job")).isEqualTo(Document.EMPTY);
        assertThatThrownBy(() -> bench.call("DescribeTrainingJob", "Job")).isInstanceOf(ApiException.class);
    }

    @Test
    void updateChangesWhatMayBeChanged() {
        bench.run(request("Job"));

        Document answer = bench.call(
                "UpdateTrainingJob", json("{'TrainingJobName':'Job','ResourceConfig':{'KeepAlivePeriodInSeconds':0}}"));

        assertThat(answer.getString("TrainingJobArn")).endsWith("training-job/Job");
        Document job = bench.call("DescribeTrainingJob", "Job");
        assertThat(job.getLong("ResourceConfig.KeepAlivePeriodInSeconds")).isZero();
        assertThat(job.getString("ResourceConfig.InstanceType")).isEqualTo("ml.m5.large");
        assertThatThrownBy(() -> bench.call(
                        "UpdateTrainingJob",
                        json("{'TrainingJobName':'Job','ProfilerConfig':{'DisableProfiler':true}}")))
                .hasMessage("The request was rejected because the training job is in status Completed.");
    }

    @Test
    void configFilesAreAsTheServiceWritesThem() {
        bench.put("s3://bkt/d/a", "1");
        Document channel = channels("train", "s3://bkt/d")
                .documents("InputDataConfig")
                .getFirst()
                .with("ContentType", "csv");

        bench.run(
                request("Job")
                        .with("HyperParameters", Map.of("sagemaker_program", "\"train.py\""))
                        .with("InputDataConfig", List.of(channel))
                        .with(
                                "ResourceConfig",
                                json(
                                        "{'InstanceGroups':[{'InstanceGroupName':'small','InstanceType':'ml.m5.large','InstanceCount':1},"
                                                + "{'InstanceGroupName':'big','InstanceType':'ml.m5.xlarge','InstanceCount':1}]}")));

        Map<String, String> files = bench.engine.started.stream()
                .filter(container -> container.spec.hostname().equals("algo-2"))
                .findFirst()
                .orElseThrow()
                .files;
        assertThat(files.get("/opt/ml/input/config/hyperparameters.json"))
                .isEqualTo("{\"sagemaker_program\":\"\\\"train.py\\\"\"}");
        assertThat(files.get("/opt/ml/input/config/inputdataconfig.json"))
                .isEqualTo("{\"train\":{\"ContentType\":\"csv\",\"TrainingInputMode\":\"File\","
                        + "\"S3DistributionType\":\"FullyReplicated\",\"RecordWrapperType\":\"None\"}}");
        assertThat(files.get("/opt/ml/input/config/resourceconfig.json"))
                .isEqualTo("{\"current_host\":\"algo-2\",\"current_instance_type\":\"ml.m5.xlarge\","
                        + "\"current_group_name\":\"big\",\"hosts\":[\"algo-1\",\"algo-2\"],\"instance_groups\":["
                        + "{\"instance_group_name\":\"small\",\"instance_type\":\"ml.m5.large\",\"hosts\":[\"algo-1\"]},"
                        + "{\"instance_group_name\":\"big\",\"instance_type\":\"ml.m5.xlarge\",\"hosts\":[\"algo-2\"]}],"
                        + "\"network_interface_name\":\"eth0\"}");
        assertThat(files.get("/opt/ml/input/config/metric-definition-regex.json"))
                .isEqualTo("[]");
        assertThat(files.get("/opt/ml/input/config/upstreamoutputdataconfig.json"))
                .isEqualTo("[]");
        assertThat(files).containsKey("/opt/ml/input/config/init-config.json");
        assertThat(Document.parse(files.get("/opt/ml/input/config/trainingjobconfig.json"))
                        .documents("InputDataConfig")
                        .getFirst()
                        .getString("DataSource.S3DataSource.S3DataType"))
                .isEqualTo("S3_PREFIX");
        assertThat(files).doesNotContainKey("/opt/ml/input/config/checkpointconfig.json");
    }

    @Test
    void withoutChannelsAndHyperparametersTheFilesAreEmptyObjects() {
        bench.run(request("Job"));

        Map<String, String> files = bench.engine.started.getFirst().files;
        assertThat(files.get("/opt/ml/input/config/hyperparameters.json")).isEqualTo("{}");
        assertThat(files.get("/opt/ml/input/config/inputdataconfig.json")).isEqualTo("{}");
    }

    @Test
    void fastFileChannelIsReadOnlyAndNeedsAWholeFolder() {
        bench.put("s3://bkt/d/a", "1");
        bench.put("s3://bkt/data/b", "2");
        Document fast = request("fast").withAll(channels("train", "s3://bkt/d/"));
        Document algorithm = json("{'TrainingImage':'i','TrainingInputMode':'FastFile'}");

        Document job = bench.run(fast.with("AlgorithmSpecification", algorithm));
        Document partial = bench.run(
                request("partial").withAll(channels("train", "s3://bkt/d")).with("AlgorithmSpecification", algorithm));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(bench.engine.started.getFirst().spec.mounts())
                .extracting(mount -> mount.target() + " " + mount.mode())
                .containsExactly("/opt/ml/input/data COPY_ON_WRITE", "/opt/ml/input/data/train READ_ONLY");
        assertThat(partial.getString("FailureReason"))
                .startsWith("ClientError: Data download failed:Failed to download data. For FastFile mode, partial S3"
                        + " prefix is not supported.");
    }
}
