package io.slipway.emulator.processing;

import static io.slipway.emulator.processing.ProcessingHouse.input;
import static io.slipway.emulator.processing.ProcessingHouse.output;
import static io.slipway.emulator.processing.ProcessingHouse.request;
import static io.slipway.emulator.processing.ProcessingHouse.withInputs;
import static io.slipway.emulator.processing.ProcessingHouse.withOutputs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProcessingJobOperationsTest {

    @TempDir
    Path directory;

    private ProcessingHouse house;

    @BeforeEach
    void open() {
        house = new ProcessingHouse(directory, 4);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static Document s3Input(String member, Object value) {
        Document input = input("in");
        return input.with("S3Input", input.findDocument("S3Input").orElseThrow().with(member, value));
    }

    static Stream<Arguments> refused() {
        Document plain = request("job");
        return Stream.of(
                Arguments.of("Invalid image URI", plain.with("AppSpecification", Map.of("ImageUri", " "))),
                Arguments.of("Input names must be unique: in", withInputs(plain, input("in"), input("in"))),
                Arguments.of(
                        "input in Pipe mode",
                        withInputs(plain, s3Input("S3InputMode", "Pipe").with("InputName", "../in"))),
                Arguments.of("can only be used if Pipe mode", withInputs(plain, s3Input("S3CompressionType", "Gzip"))),
                Arguments.of("Invalid S3 URI", withInputs(plain, s3Input("S3Uri", "https://s3/bkt"))),
                Arguments.of("Invalid LocalPath", withInputs(plain, s3Input("LocalPath", "/etc"))),
                Arguments.of(
                        "Invalid LocalPath", withInputs(plain, s3Input("LocalPath", "/opt/ml/processing/../model"))),
                Arguments.of("Invalid LocalPath", withInputs(plain, s3Input("LocalPath", "/opt/ml/processing/"))),
                Arguments.of(
                        "Local paths must be unique",
                        withInputs(
                                plain,
                                input("in").with("InputName", "other"),
                                s3Input("LocalPath", "/opt/ml/processing//in/"))),
                Arguments.of(
                        "S3Input must be specified", withInputs(plain, Document.EMPTY.with("InputName", "nothing"))),
                Arguments.of(
                        "DatasetDefinition, given for input d",
                        withInputs(plain, Document.parse("{\"InputName\":\"d\",\"DatasetDefinition\":{}}"))),
                Arguments.of(
                        "FeatureStoreOutput, given for output f",
                        withOutputs(
                                plain,
                                Document.parse("{\"OutputName\":\"f\",\"FeatureStoreOutput\":{\"FeatureGroupName\":"
                                        + "\"g\"}}"))),
                Arguments.of(
                        "S3Output must be specified", withOutputs(plain, Document.EMPTY.with("OutputName", "nothing"))),
                Arguments.of(
                        "Output names must be unique: o",
                        withOutputs(plain, output("o", "EndOfJob"), output("o", "EndOfJob"))));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotBeRunIsRefusedAndLeavesNothing(String message, Document request) {
        assertThatThrownBy(() -> house.call("CreateProcessingJob", request))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(message)
                .extracting(refusal -> ((ApiException) refusal).error())
                .isEqualTo(ApiError.VALIDATION_EXCEPTION);
        assertThat(house.open.store().find(ProcessingHouse.arn("job"))).isEmpty();
    }

    @Test
    void whatTheApplicationManagesItselfIsLeftToIt() {
        Document input = Document.parse("""
                {"InputName":"own","AppManaged":true,"S3Input":{"S3Uri":"s3://bkt/own","S3DataType":"S3Prefix"}}
                """);
        Document output = Document.parse("""
                {"OutputName":"own","AppManaged":true,"S3Output":{"S3Uri":"s3://bkt/own","S3UploadMode":"EndOfJob"}}
                """);
        Document job = house.run(withOutputs(withInputs(request("job"), input), output));

        assertThat(job.getString("ProcessingJobStatus")).isEqualTo("Completed");
        assertThat(house.engine.started.getFirst().spec.mounts()).isEmpty();
    }

    @Test
    void describeShowsTheDefaults() {
        house.put("in/a", "a");
        Document job = house.run(withOutputs(withInputs(request("job"), input("in")), output("o", "EndOfJob")));

        assertThat(job.getLong("StoppingCondition.MaxRuntimeInSeconds")).isEqualTo(86_400);
        assertThat(job.documents("ProcessingInputs").getFirst()).isEqualTo(Document.parse("""
                        {"AppManaged":false,"InputName":"in","S3Input":{"S3InputMode":"File",
                          "S3DataDistributionType":"FullyReplicated","S3CompressionType":"None","S3Uri":"s3://bkt/in/",
                          "LocalPath":"/opt/ml/processing/in","S3DataType":"S3Prefix"}}
                        """));
        assertThat(job.documents("ProcessingOutputConfig.Outputs").getFirst().findBoolean("AppManaged"))
                .contains(false);
    }

    @Test
    void nameIsTakenOnceAndFoundWhateverItsCase() {
        house.run(request("Job"));
        assertThatThrownBy(() -> house.call("CreateProcessingJob", request("job")))
                .hasMessageContaining("a job with this name already exists")
                .extracting(refusal -> ((ApiException) refusal).error())
                .isEqualTo(ApiError.RESOURCE_IN_USE);
        assertThat(house.call("DescribeProcessingJob", "jOB").getString("ProcessingJobName"))
                .isEqualTo("Job");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeProcessingJob", "DeleteProcessingJob"})
    void jobThatIsNotThereIsNotFound(String operation) {
        assertThatThrownBy(() -> house.call(operation, "none"))
                .hasMessage("Could not find requested job with name: none");
        assertThatThrownBy(() -> house.call("StopProcessingJob", "none"))
                .hasMessageStartingWith("Could not find job to update with name: none");
    }

    @Test
    void endedJobCannotBeStoppedButDeleted() {
        house.run(request("job"));
        assertThatThrownBy(() -> house.call("StopProcessingJob", "job"))
                .hasMessage("The request was rejected because the processing job is in status Completed.");
        house.call("DeleteProcessingJob", "job");
        assertThat(house.open.store().find(ProcessingHouse.arn("job"))).isEmpty();
    }

    @Test
    void runningJobCannotBeDeleted() throws Exception {
        house.engine.script = container -> {
            container.awaitStop();
            return 0;
        };
        house.call("CreateProcessingJob", request("job"));
        assertThatThrownBy(() -> house.call("DeleteProcessingJob", "job"))
                .extracting(refusal -> ((ApiException) refusal).error())
                .isEqualTo(ApiError.RESOURCE_IN_USE);
        house.call("StopProcessingJob", "job");
        house.awaitEnd("job");
    }

    @Test
    void listGoesByStatusAndName() {
        house.run(request("b"));
        house.engine.script = container -> 1;
        house.run(request("a"));

        Document failed = house.call("ListProcessingJobs", Document.EMPTY.with("StatusEquals", "Failed"));
        assertThat(failed.documents("ProcessingJobSummaries")).singleElement().satisfies(summary -> {
            assertThat(summary.getString("ProcessingJobName")).isEqualTo("a");
            assertThat(summary.getString("FailureReason")).startsWith("AlgorithmError");
        });
        Document first = house.call("ListProcessingJobs", Document.EMPTY.with("MaxResults", 1));
        assertThat(names(first)).containsExactly("b");
        Document second = house.call(
                "ListProcessingJobs",
                Document.EMPTY.with("MaxResults", 1).with("NextToken", first.getString("NextToken")));
        assertThat(names(second)).containsExactly("a");
        assertThat(second.has("NextToken")).isFalse();
    }

    private static List<String> names(Document page) {
        return page.documents("ProcessingJobSummaries").stream()
                .map(summary -> summary.getString("ProcessingJobName"))
                .toList();
    }
}
