package io.slipway.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.metrics.MetricOperations;
import io.slipway.emulator.metrics.MetricStore;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTimeSeriesTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T12:00:30Z"));

    @TempDir
    Path directory;

    @Test
    void usageOfAHostIsAMetricOfThatHost() {
        try (var metrics = new MetricStore(directory.resolve("metrics.db"))) {
            Arn job = Arn.sageMaker("us-west-2", "000000000000", "training-job", "Job");

            new TrainingTimeSeries(metrics, CLOCK)
                    .used(job, "algo-2", Map.of("CPUUtilization", 150.0, "DiskUtilization", 12.5));

            assertThat(average(metrics, "CPUUtilization")).isEqualTo(150);
            assertThat(average(metrics, "DiskUtilization")).isEqualTo(12.5);
        }
    }

    private static double average(MetricStore metrics, String metric) {
        Document request = Document.parse("""
                {"Namespace":"/aws/sagemaker/TrainingJobs","Dimensions":[{"Name":"Host","Value":"Job/algo-2"}],
                 "Period":60,"Unit":"Percent","Statistics":["Average"]}""")
                .with("MetricName", metric)
                .with("StartTime", CLOCK.instant().minusSeconds(60))
                .with("EndTime", CLOCK.instant().plusSeconds(60));
        Document answer = new MetricOperations(metrics, CLOCK)
                .operations().stream()
                        .filter(row -> row.name().equals("GetMetricStatistics"))
                        .findFirst()
                        .orElseThrow()
                        .handler()
                        .handle(new RequestContext("us-west-2", "000000000000", "id", ""), request);
        return answer.documents("Datapoints").getFirst().findDouble("Average").orElseThrow();
    }
}
