package io.slipway.emulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.model.Shape.StructureShape;
import io.slipway.emulator.wire.Document;
import org.junit.jupiter.api.Test;

final class ProjectionTest {

    @Test
    void dropsWhatTheShapeLacksAtEveryDepth() {
        assertThat(
                        project(
                                "CreateTrainingJobRequest",
                                "{'TrainingJobName': 'job', 'X': 1, 'ResourceConfig': {'InstanceCount': 1, 'X': 1},"
                                        + " 'InputDataConfig': [{'ChannelName': 'train', 'X': 1}], 'HyperParameters': {'X': '1'}}"))
                .isEqualTo(json("{'TrainingJobName': 'job', 'ResourceConfig': {'InstanceCount': 1},"
                        + " 'InputDataConfig': [{'ChannelName': 'train'}], 'HyperParameters': {'X': '1'}}"));
    }

    @Test
    void dropsNulls() {
        assertThat(project(
                        "CreateTrainingJobRequest",
                        "{'TrainingJobName': null, 'HyperParameters': {'a': null, 'b': '1'}, 'Tags': [null]}"))
                .isEqualTo(json("{'HyperParameters': {'b': '1'}, 'Tags': []}"));
    }

    @Test
    void wholeNumbersAndTimesHaveOneForm() {
        assertThat(project(
                                "ListTrainingJobsRequest",
                                "{'MaxResults': 5.0, 'CreationTimeAfter': '2021-06-14T02:21:30.6339Z',"
                                        + " 'CreationTimeBefore': 1623637290, 'LastModifiedTimeAfter': 1623637290.6339}")
                        .toJson())
                .isEqualTo("{\"MaxResults\":5,\"CreationTimeAfter\":1623637290.633,"
                        + "\"CreationTimeBefore\":1623637290.000,\"LastModifiedTimeAfter\":1623637290.633}");
    }

    @Test
    void formsBecomeTyped() {
        StructureShape shape = (StructureShape) ApiModel.of(Service.CLOUDWATCH).getShape("GetMetricStatisticsInput");
        Document form = Document.parse(
                "{\"Namespace\": \"n\", \"Period\": \"60\", \"StartTime\": \"2026-01-31T12:00:00Z\", \"Statistics\": {\"member\":"
                        + " {\"10\": \"Sum\", \"2\": \"Average\"}}, \"Dimensions\": {\"member\": {\"1\": {\"Name\": \"a\","
                        + " \"Value\": \"b\"}}}}");
        assertThat(QueryBinding.fromForm(shape, form).toJson())
                .isEqualTo(json("{'Namespace': 'n', 'Dimensions': [{'Name': 'a', 'Value': 'b'}],"
                                + " 'StartTime': '2026-01-31T12:00:00Z', 'Period': 60, 'Statistics': ['Average', 'Sum']}")
                        .toJson());
    }

    private static Document project(String shape, String document) {
        return Projection.onto((StructureShape) ApiModel.of(Service.SAGEMAKER).getShape(shape), json(document));
    }

    private static Document json(String text) {
        return Document.parse(text.replace("'", "\""));
    }
}
