package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.Emulator;
import io.slipway.emulator.config.Setting;
import io.slipway.s3.minio.MinioImage;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.testcontainers.containers.MinIOContainer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.S3DataType;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** A MinIO server of the user's in place of the embedded store. */
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class MinioStorageIT {

    private static final String BUCKET = "user-data";

    @Test
    void jobsReadFromAndWriteToMinioAndItsObjectsAnswerAtSlipwaysPort() throws IOException, InterruptedException {
        try (MinIOContainer minio = MinioImage.container()) {
            minio.start();
            Map<Setting, String> settings = Map.of(
                    Setting.S3_ENDPOINT, minio.getS3URL(),
                    Setting.S3_ACCESS_KEY, minio.getUserName(),
                    Setting.S3_SECRET_KEY, minio.getPassword());
            try (Emulator emulator = SharedSlipway.start(settings);
                    SageMakerClient sageMaker = JavaClients.sageMaker(emulator);
                    S3Client s3 = JavaClients.s3(
                            SharedSlipway.endpoint(emulator), minio.getUserName(), minio.getPassword())) {
                ShellImage.ensure();
                s3.createBucket(request -> request.bucket(BUCKET));
                s3.putObject(request -> request.bucket(BUCKET).key("in/greeting"), RequestBody.fromString("hello"));
                ShellJobs jobs = new ShellJobs(sageMaker, BUCKET);
                String name = jobs.create(
                        "cp /opt/ml/input/data/train/greeting /opt/ml/model/",
                        Map.of(),
                        request -> request.inputDataConfig(Channel.builder()
                                .channelName("train")
                                .dataSource(source -> source.s3DataSource(data ->
                                        data.s3DataType(S3DataType.S3_PREFIX).s3Uri("s3://" + BUCKET + "/in/")))
                                .build()));
                DescribeTrainingJobResponse job = jobs.awaitEnd(name);
                assertThat(job.trainingJobStatus()).as(job.failureReason()).isEqualTo(TrainingJobStatus.COMPLETED);
                assertThat(s3.headObject(request ->
                                        request.bucket(BUCKET).key("models/" + name + "/output/model.tar.gz"))
                                .contentLength())
                        .isPositive();
            }
        }
    }
}
