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
import java.util.Optional;
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
            var first = new LinkedBlockingQueue<Usage>();
            var second = new LinkedBlockingQueue<Usage>();

            var metrics = HostMetrics.start(
                    cluster,
                    hosts,
                    Duration.ofMillis(1),
                    (host, usage) -> (host.equals(hosts.getFirst()) ? first : second).add(usage));
            try (metrics) {
                for (int i = 0; i < 2; i++) {
                    assertThat(first.poll(1, TimeUnit.MINUTES)).isEqualTo(new Usage(150, 12.5));
                    assertThat(second.poll(1, TimeUnit.MINUTES)).isEqualTo(new Usage(150, 12.5));
                }
            }
            cluster.close();
        }
    }
}
