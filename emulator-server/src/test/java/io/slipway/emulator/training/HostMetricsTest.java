package io.slipway.emulator.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.ContainerSpec;
import io.slipway.container.Usage;
import io.slipway.emulator.job.ContainerCluster;
import io.slipway.emulator.job.ScriptedEngine;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMetricsTest {

    @TempDir
    Path directory;

    @Test
    void everyHostIsReadAgainAndAgain() throws Exception {
        try (var bench = new TrainingBench(directory)) {
            bench.run(TrainingBench.request("Job"));
            ContainerSpec spec = bench.engine.started.getFirst().spec;
            Document two = TrainingBench.json("{'ResourceConfig':{'InstanceType':'ml.m5.large','InstanceCount':2}}");
            var engine = new ScriptedEngine();
            engine.usage = Optional.of(new Usage(150, 12.5));
            var cluster = new ContainerCluster(Optional.empty(), Duration.ZERO);
            cluster.add(0, engine.start(spec));
            cluster.add(1, engine.start(spec));
            List<Host> hosts = Host.of(two);
            var first = new LinkedBlockingQueue<Map<String, Double>>();
            var second = new LinkedBlockingQueue<Map<String, Double>>();

            Map<String, Double> expected = Map.of("CPUUtilization", 150.0, "MemoryUtilization", 12.5);

            var metrics = HostMetrics.start(
                    cluster,
                    hosts,
                    OptionalLong.empty(),
                    Duration.ofMillis(1),
                    (host, percent) -> (host.equals(hosts.getFirst()) ? first : second).add(percent));
            try (metrics) {
                for (int i = 0; i < 2; i++) {
                    assertThat(first.poll(1, TimeUnit.MINUTES)).isEqualTo(expected);
                    assertThat(second.poll(1, TimeUnit.MINUTES)).isEqualTo(expected);
                }
            }
            cluster.close();
        }
    }

    @Test
    void diskIsAShareOfTheVolumeAndDevicesAreThereWhereTheHostHasThem() {
        var bare = new Usage(50, 25);
        assertThat(HostMetrics.percent(bare, OptionalLong.of(10)).keySet())
                .containsExactlyInAnyOrder("CPUUtilization", "MemoryUtilization");
        Usage writing = bare.withWrittenBytes(OptionalLong.of(1L << 30));
        assertThat(HostMetrics.percent(writing, OptionalLong.of(10))).containsEntry("DiskUtilization", 10.0);
        assertThat(HostMetrics.percent(writing, OptionalLong.empty())).doesNotContainKey("DiskUtilization");
        assertThat(HostMetrics.percent(writing.withWrittenBytes(OptionalLong.of(99L << 30)), OptionalLong.of(10)))
                .containsEntry("DiskUtilization", 100.0);
        assertThat(HostMetrics.percent(writing.withGpus(Optional.of(new Usage.Gpus(180, 33))), OptionalLong.of(10)))
                .containsEntry("GPUUtilization", 180.0)
                .containsEntry("GPUMemoryUtilization", 33.0);
    }
}
