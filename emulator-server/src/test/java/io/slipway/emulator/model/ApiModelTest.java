package io.slipway.emulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.model.Shape.StringShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ApiModelTest {

    @ParameterizedTest
    @EnumSource(Service.class)
    void everyDefinitionOfEveryServiceCanBeRead(Service service) {
        ApiModel model = ApiModel.of(service);
        assertThat(model.operationNames())
                .isNotEmpty()
                .allMatch(name -> model.findOperation(name).isPresent());
        assertThat(model.shapeNames())
                .allSatisfy(name -> assertThat(model.getShape(name).name()).isEqualTo(name));
    }

    @Test
    void operationsYoungerThanThePublishedModelAreKnown() {
        ApiModel model = ApiModel.of(Service.SAGEMAKER);
        assertThat(model.operationNames()).contains("DeleteTrainingJob", "DeleteProcessingJob", "CreateMlflowApp");
    }

    @Test
    void onlyWhatTheServiceStillRequiresIsRequired() {
        ApiModel model = ApiModel.of(Service.SAGEMAKER);
        assertThat(model.findOperation("CreateTrainingJob")
                        .orElseThrow()
                        .input()
                        .orElseThrow()
                        .members()
                        .values())
                .filteredOn(Shape.Member::isRequired)
                .extracting(Shape.Member::name)
                .containsExactlyInAnyOrder("TrainingJobName", "RoleArn", "OutputDataConfig");
    }

    @Test
    void patternsBearNoAnchors() {
        StringShape url = (StringShape) ApiModel.of(Service.SAGEMAKER).getShape("S3Uri");
        assertThat(url.pattern().orElseThrow().pattern()).isEqualTo("(https|s3)://([^/]+)/?(.*)");
    }
}
