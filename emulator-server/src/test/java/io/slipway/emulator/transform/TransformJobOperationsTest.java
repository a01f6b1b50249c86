package io.slipway.emulator.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TransformJobOperationsTest {
    @TempDir
    Path directory;

    private TransformHouse house;

    @BeforeEach
    void open() {
        house = new TransformHouse(directory);
        house.engine.handler = ModelProgram.shouting();
        house.put("in/a", "x");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void refused(Document request, String message) {
        assertThatThrownBy(() -> house.call("CreateTransformJob", request))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.VALIDATION_EXCEPTION))
                .hasMessage(message);
        assertThat(house.engine.started).isEmpty();
    }

    @Test
    void modelMustExist() {
        refused(
                TransformHouse.request("job").with("ModelName", "none"),
                "Could not find model \"arn:aws:sagemaker:eu-west-1:000000000000:model/none\".");
    }

    @Test
    void payloadsUnderWayMustNotExceedAHundredMegabytes() {
        refused(
                TransformHouse.request("job").with("MaxConcurrentTransforms", 17),
                "MaxConcurrentTransforms * MaxPayloadInMB must not exceed 100.");
        refused(TransformHouse.request("job").with("MaxPayloadInMB", 101), "MaxPayloadInMB must not exceed 100.");
    }

    @Test
    void modelThatWouldHaveToBeToldWhatARecordIsForIsRefused() {
        house.model(
                "library",
                Document.parse(
                        "{\"PrimaryContainer\":{\"Image\":\"a\",\"Mode\":\"MultiModel\",\"ModelDataUrl\":\"s3://bkt/m/\"}}"));
        house.model(
                "direct",
                Document.parse(
                        "{\"Containers\":[{\"Image\":\"a\"}],\"InferenceExecutionConfig\":{\"Mode\":\"Direct\"}}"));

        refused(
                TransformHouse.request("job").with("ModelName", "library"),
                "SageMaker Batch currently doesn't support Model entity with container definitions which use MultiModel"
                        + " mode.");
        refused(
                TransformHouse.request("job").with("ModelName", "direct"),
                "SageMaker Batch currently doesn't support Model entity with InferenceExecutionConfig which uses Direct"
                        + " mode.");
    }

    @Test
    void filtersAndJoinMustFitTheData() {
        refused(
                TransformHouse.request("job").with("DataProcessing", Map.of("InputFilter", "$[0:2,246:]")),
                "Invalid JsonPath: $[0:2,246:]: only single range filters of format (eg: [1:5]) are supported. Format"
                        + " [0:2,246:] is not supported");
        refused(
                TransformHouse.request("job").with("DataProcessing", Map.of("JoinSource", "Input")),
                "To join the input with the output, TransformOutput.Accept must be the same as"
                        + " TransformInput.ContentType, [text/csv].");
    }

    @Test
    void nameCanBeUsedOnce() {
        house.run(TransformHouse.request("job"));

        assertThatThrownBy(() -> house.call("CreateTransformJob", TransformHouse.request("job")))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.RESOURCE_IN_USE))
                .hasMessage("Job name must be unique within an AWS account and region, and a job with this name already"
                        + " exists (arn:aws:sagemaker:eu-west-1:000000000000:transform-job/job)");
    }

    @Test
    void describeShowsTheRequestWithTheServicesDefaults() {
        Document created = house.call("CreateTransformJob", TransformHouse.request("job"));
        Document job = house.await("job");

        assertThat(created.getString("TransformJobArn"))
                .isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:transform-job/job")
                .isEqualTo(job.getString("TransformJobArn"));
        assertThat(job.getString("TransformInput.CompressionType")).isEqualTo("None");
        assertThat(job.getString("TransformInput.SplitType")).isEqualTo("Line");
        assertThat(job.getString("TransformOutput.AssembleWith")).isEqualTo("None");
        assertThat(job.getString("TransformOutput.KmsKeyId")).isEmpty();
        assertThat(job.stringMap("DataProcessing"))
                .isEqualTo(Map.of("InputFilter", "$", "OutputFilter", "$", "JoinSource", "None"));
    }

    @Test
    void missingJobIsToldInTheServicesWords() {
        Document request = Document.EMPTY.with("TransformJobName", "none");
        assertThatThrownBy(() -> house.call("DescribeTransformJob", request))
                .hasMessage("Could not find requested job with name: none");
        assertThatThrownBy(() -> house.call("StopTransformJob", request))
                .hasMessage("Could not find job to update with name: none");
    }

    @Test
    void endedJobCannotBeStopped() {
        house.run(TransformHouse.request("job"));

        assertThatThrownBy(() -> house.call("StopTransformJob", Document.EMPTY.with("TransformJobName", "job")))
                .hasMessage("The request was rejected because the transform job is in status Completed");
    }

    @Test
    void listShowsTheNewestFirst() {
        house.run(TransformHouse.request("first"));
        house.run(TransformHouse.request("second"));

        Document page = house.call("ListTransformJobs", Document.EMPTY.with("MaxResults", 1));
        assertThat(page.documents("TransformJobSummaries"))
                .extracting(job -> job.getString("TransformJobName"), job -> job.getString("TransformJobStatus"))
                .containsExactly(org.assertj.core.groups.Tuple.tuple("second", "Completed"));
        Document rest = house.call("ListTransformJobs", Document.EMPTY.with("NextToken", page.find("NextToken")));
        assertThat(rest.documents("TransformJobSummaries"))
                .extracting(job -> job.getString("TransformJobName"))
                .containsExactly("first");
        assertThat(rest.has("NextToken")).isFalse();
    }
}
