package io.slipway.emulator.training;

import io.slipway.container.EngineException;
import io.slipway.container.RunningContainer;
import io.slipway.container.Usage;
import io.slipway.emulator.job.Background;
import io.slipway.emulator.job.ContainerCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    private static final Logger LOG = LoggerFactory.getLogger(HostMetrics.class);

    private final List<Background<Boolean>> running = new ArrayList<>();

    private HostMetrics() {}

    /** @param sink told of a host, as {@code algo-1}, and its usage */
    static HostMetrics start(
            ContainerCluster cluster, List<Host> hosts, Duration period, BiConsumer<Host, Usage> sink) {
        var metrics = new HostMetrics();
        List<RunningContainer> containers = cluster.containers();
        for (int i = 0; i < containers.size(); i++) {
            RunningContainer container = containers.get(i);
            Host host = hosts.get(i);
            metrics.running.add(Background.start(() -> follow(container, period, usage -> sink.accept(host, usage))));
        }
        return metrics;
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
