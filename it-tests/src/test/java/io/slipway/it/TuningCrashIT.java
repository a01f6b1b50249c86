package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.Engines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobStatus;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatusCounters;

/** {@code kill -9} at random moments, of the start too, while a tuning job runs. */
@Order(1)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class TuningCrashIT {

    private static final int KILLS = 30;
    private static final int JOBS = 60;
    private static final int LONGEST_RUN_MILLIS = 800;

    /** Other moments, the same each run. */
    private final Random random = new Random(Long.getLong("crash.seed", 5));

    @BeforeAll
    static void buildImage() throws IOException, InterruptedException {
        ShellImage.ensure();
    }

    @Test
    void killedTuningJobGoesOnAndEndsWithTheTrainingJobsThatWereAskedFor(@TempDir Path data)
            throws IOException, InterruptedException {
        String bucket = "crash-" + UUID.randomUUID();
        String name = "crash-" + Integer.toHexString(random.nextInt());
        // Ends unkilled, so that the many starts to come find its loaded classes.
        SlipwayProcess.start(data).close();
        Instant launch = Instant.now();
        SlipwayProcess first = SlipwayProcess.start(data);
        // About half of the kills hit the start, whatever the machine takes for it.
        int longestLife = (int) Duration.between(launch, Instant.now()).toMillis() + LONGEST_RUN_MILLIS;
        try (SageMakerClient sageMaker = JavaClients.sageMaker(first.endpoint());
                S3Client s3 = JavaClients.s3(first.endpoint())) {
            s3.createBucket(request -> request.bucket(bucket));
            new ShellTuning(sageMaker, bucket, name).create(JOBS, 2, "echo loss=1; sleep 0.5");
        }
        Thread.sleep(random.nextInt(LONGEST_RUN_MILLIS));
        first.kill();
        for (int kill = 1; kill < KILLS; kill++) {
            SlipwayProcess.startAndKill(data, Duration.ofMillis(random.nextInt(longestLife)));
        }

        try (SlipwayProcess last = SlipwayProcess.start(data);
                SageMakerClient sageMaker = JavaClients.sageMaker(last.endpoint())) {
            var tuning = new ShellTuning(sageMaker, bucket, name);
            assertThat(tuning.describe().hyperParameterTuningJobStatus())
                    .as("%s: it must not be over before the last kill", tuning.counters())
                    .isEqualTo(HyperParameterTuningJobStatus.IN_PROGRESS);
            assertThat(tuning.awaitEnd().hyperParameterTuningJobStatus())
                    .isEqualTo(HyperParameterTuningJobStatus.COMPLETED);
            checkTrainingJobs(tuning);
            String installation = Engines.installation(data.toAbsolutePath());
            Await.value(Duration.ofMinutes(1), () -> DockerCommand.STANDARD.belongings(installation), List::isEmpty);
        }
    }

    private static void checkTrainingJobs(ShellTuning tuning) {
        List<HyperParameterTrainingJobSummary> jobs = tuning.trainingJobs();
        assertThat(jobs)
                .hasSize(JOBS)
                .extracting(HyperParameterTrainingJobSummary::trainingJobName)
                .doesNotHaveDuplicates();
        for (int i = 0; i < JOBS; i++) {
            assertThat(jobs.get(i).trainingJobName()).startsWith("%s-%03d-".formatted(tuning.name(), i + 1));
        }
        List<String> all = tuning
                .sageMaker()
                .listTrainingJobsPaginator(request -> request.maxResults(100))
                .trainingJobSummaries()
                .stream()
                .map(job -> job.trainingJobName())
                .sorted()
                .toList();
        assertThat(all)
                .isEqualTo(jobs.stream()
                        .map(HyperParameterTrainingJobSummary::trainingJobName)
                        .toList());
        TrainingJobStatusCounters counters = tuning.counters();
        assertThat(counters.completed()).isEqualTo(count(jobs, TrainingJobStatus.COMPLETED));
        assertThat(counters.retryableError())
                .isEqualTo(count(jobs, TrainingJobStatus.FAILED))
                .isPositive();
        assertThat(counters.completed() + counters.retryableError()).isEqualTo(JOBS);
        assertThat(jobs)
                .filteredOn(job -> job.trainingJobStatus() == TrainingJobStatus.FAILED)
                .allMatch(job -> job.failureReason().startsWith("InternalServerError"));
    }

    private static int count(List<HyperParameterTrainingJobSummary> jobs, TrainingJobStatus status) {
        return (int)
                jobs.stream().filter(job -> job.trainingJobStatus() == status).count();
    }
}
