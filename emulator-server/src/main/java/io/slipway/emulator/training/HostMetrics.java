package io.slipway.emulator.training;

import io.slipway.container.EngineException;
import io.slipway.container.RunningContainer;
import io.slipway.container.Usage;
import io.slipway.emulator.job.Background;
import io.slipway.emulator.job.ContainerCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job's hosts use while it runs, once a period.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html">SageMaker's instance metrics</a>
 */
final class HostMetrics implements AutoCloseable {

    static final Duration PERIOD = Duration.ofMinutes(1);

    private static final double GIGABYTE = 1 << 30;

    private static final Logger LOG = LoggerFactory.getLogger(HostMetrics.class);

    private final List<Background<Boolean>> running = new ArrayList<>();

    private HostMetrics() {}

    /**
     * @param volumeGigabytes what a host may store, if that is limited
     * @param sink told of a host and, by the names of the service's metrics, of what it uses in percent
     */
    static HostMetrics start(
            ContainerCluster cluster,
            List<Host> hosts,
            OptionalLong volumeGigabytes,
            Duration period,
            BiConsumer<Host, Map<String, Double>> sink) {
        var metrics = new HostMetrics();
        List<RunningContainer> containers = cluster.containers();
        for (int i = 0; i < containers.size(); i++) {
            RunningContainer container = containers.get(i);
            Host host = hosts.get(i);
            metrics.running.add(Background.start(() ->
                    follow(container, period, usage -> sink.accept(host, percent(usage, volumeGigabytes)))));
        }
        return metrics;
    }

    /** What is not known of a host, as the devices of one that has none, is left out. */
    static Map<String, Double> percent(Usage usage, OptionalLong volumeGigabytes) {
        Map<String, Double> percent = new TreeMap<>();
        percent.put("CPUUtilization", usage.cpuPercent());
        percent.put("MemoryUtilization", usage.memoryPercent());
        if (usage.writtenBytes().isPresent() && volumeGigabytes.isPresent()) {
            double share = usage.writtenBytes().getAsLong() / (volumeGigabytes.getAsLong() * GIGABYTE);
            percent.put("DiskUtilization", Math.min(100, share * 100));
        }
        usage.gpus().ifPresent(gpus -> {
            percent.put("GPUUtilization", gpus.utilizationPercent());
            percent.put("GPUMemoryUtilization", gpus.memoryPercent());
        });
        return percent;
    }

    private static boolean follow(RunningContainer container, Duration period, Consumer<Usage> reading)
            throws InterruptedException {
        while (true) {
            Thread.sleep(period);
            try {
                container.usage().ifPresent(reading);
            } catch (EngineException e) {
                LOG.debug("the usage of {} is not known", container.id(), e);
            }
        }
    }

    @Override
    public void close() {
        running.forEach(Background::interrupt);
        running.forEach(Background::close);
    }
}
