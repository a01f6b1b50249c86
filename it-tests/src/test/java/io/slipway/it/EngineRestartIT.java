package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.emulator.Engines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobStatus;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatusCounters;

/** A Docker daemon that is restarted while a tuning job runs on it. */
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class EngineRestartIT {

    private static final int JOBS = 14;

    @BeforeAll
    static void buildImage() throws IOException, InterruptedException {
        assumeTrue(OwnDockerDaemon.possible(), "needs root, dockerd and ip to start a Docker daemon of its own");
        ShellImage.ensure();
    }

    @Test
    void whatDiedWithTheEngineFailsAndTheTuningJobGoesOn(@TempDir Path data) throws IOException, InterruptedException {
        try (OwnDockerDaemon daemon = OwnDockerDaemon.start()) {
            daemon.copyImage(ShellImage.NAME.value());
            try (SlipwayProcess slipway = SlipwayProcess.start(Map.of("DOCKER_HOST", daemon.host()), data);
                    SageMakerClient sageMaker = JavaClients.sageMaker(slipway.endpoint());
                    S3Client s3 = JavaClients.s3(slipway.endpoint())) {
                s3.createBucket(request -> request.bucket("restart"));
                var tuning = new ShellTuning(sageMaker, "restart", "restart");
                tuning.create(JOBS, 2, "echo loss=1; sleep 1");
                tuning.awaitCompleted(2);
                daemon.stop();
                Await.value(Duration.ofMinutes(1), tuning::counters, counters -> failed(counters) >= 2);
                daemon.startAgain();

                assertThat(tuning.awaitEnd().hyperParameterTuningJobStatus())
                        .isEqualTo(HyperParameterTuningJobStatus.COMPLETED);
                List<HyperParameterTrainingJobSummary> jobs = tuning.trainingJobs();
                assertThat(jobs).hasSize(JOBS);
                assertThat(jobs.getLast().trainingJobStatus()).isEqualTo(TrainingJobStatus.COMPLETED);
                assertThat(jobs)
                        .filteredOn(job -> job.trainingJobStatus() == TrainingJobStatus.FAILED)
                        .hasSize(failed(tuning.counters()))
                        .allMatch(job -> !job.failureReason().isBlank());
                assertThat(tuning.counters().completed()).isGreaterThan(2);
                Await.value(
                        Duration.ofMinutes(1),
                        () -> daemon.command().belongings(Engines.installation(data.toAbsolutePath())),
                        List::isEmpty);
            }
        }
    }

    private static int failed(TrainingJobStatusCounters counters) {
        return counters.retryableError() + counters.nonRetryableError();
    }
}
