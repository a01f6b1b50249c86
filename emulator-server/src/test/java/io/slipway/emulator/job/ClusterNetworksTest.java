package io.slipway.emulator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.ContainerNetwork;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.EngineInfo;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.aws.Arn;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterNetworksTest {

    private static final Arn JOB = Arn.sageMaker("eu-west-1", "000000000000", "training-job", "Job");
    private static final Arn NEXT = Arn.sageMaker("eu-west-1", "000000000000", "training-job", "next");

    private final Engine engine = new Engine();
    private final JobRunner runner = new JobRunner();
    private final AtomicInteger suffix = new AtomicInteger();
    private final JobLabels labels = new JobLabels("test", () -> Integer.toString(suffix.incrementAndGet()));
    private final ClusterNetworks networks = new ClusterNetworks(engine, labels, runner);

    @AfterEach
    void close() {
        runner.close();
        networks.close();
    }

    /** The networks that were opened, those that are there, and what was asked for. */
    private static final class Engine implements ImagelessEngine {

        private final BlockingQueue<Opened> opened = new LinkedBlockingQueue<>();
        private final List<ContainerNetwork> there = new CopyOnWriteArrayList<>();
        private final BlockingQueue<ContainerNetwork> removed = new LinkedBlockingQueue<>();
        private final List<Map<String, String>> swept = new CopyOnWriteArrayList<>();
        private final AtomicInteger refusals = new AtomicInteger();

        private record Opened(ContainerNetwork network, Map<String, String> labels, boolean internal) {}

        private final class Network implements ContainerNetwork {

            private final String name;

            private Network(String name) {
                this.name = name;
            }

            @Override
            public String id() {
                return name;
            }

            @Override
            public String gateway() {
                return "";
            }

            @Override
            public boolean exists() {
                return there.contains(this);
            }

            @Override
            public void close() {
                if (refusals.getAndDecrement() > 0) {
                    throw new EngineException("the engine is being restarted");
                }
                there.remove(this);
                removed.add(this);
            }
        }

        @Override
        public ContainerNetwork openNetwork(String name, Map<String, String> labels, boolean internal) {
            var network = new Network(name);
            there.add(network);
            opened.add(new Opened(network, labels, internal));
            return network;
        }

        @Override
        public void removeLeftovers(Map<String, String> labels) {
            swept.add(labels);
        }

        @Override
        public EngineInfo describe() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RunningContainer start(ContainerSpec spec) {
            throw new UnsupportedOperationException();
        }

        private Opened awaitOpened() throws InterruptedException {
            Opened next = opened.poll(1, TimeUnit.MINUTES);
            assertThat(next).isNotNull();
            return next;
        }
    }

    /** Opens and closes a job's network; gives the one that was made ahead then. */
    private Engine.Opened afterAJob(boolean sealed) throws InterruptedException {
        networks.open(JOB, sealed).close();
        engine.awaitOpened();
        Engine.Opened spare = engine.awaitOpened();
        awaitMade(JOB);
        return spare;
    }

    /** What is started under the name of another is started when that has ended. */
    private void awaitMade(Arn job) throws InterruptedException {
        var made = new CountDownLatch(1);
        runner.start(Arn.sageMaker(job.region(), job.account(), "spare-network", job.name()), self -> made.countDown());
        assertThat(made.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void noNetworkIsMadeAheadBeforeTheFirst() {
        assertThat(engine.opened).isEmpty();
        networks.open(JOB, false);

        assertThat(engine.opened.remove().labels()).isEqualTo(labels.of(JOB));
    }

    @Test
    void networkMadeAheadServesTheNextJobAndNoOther() throws Exception {
        Engine.Opened spare = afterAJob(false);

        ClusterNetworks.Network next = networks.open(NEXT, false);
        ClusterNetworks.Network other = networks.open(JOB, false);

        assertThat(spare.labels()).isEqualTo(labels.spare());
        assertThat(next.joined()).isSameAs(spare.network());
        assertThat(other.joined()).isNotSameAs(spare.network());
        next.close();
        assertThat(engine.there).doesNotContain(spare.network());
    }

    @Test
    void sealedJobGetsASealedNetwork() throws Exception {
        afterAJob(false);

        networks.open(NEXT, true);

        assertThat(engine.awaitOpened().internal()).isTrue();
    }

    @Test
    void networkThatSomebodyRemovedIsNotUsed() throws Exception {
        Engine.Opened spare = afterAJob(false);
        engine.there.remove(spare.network());

        assertThat(networks.open(NEXT, false).joined().exists()).isTrue();
    }

    @Test
    void whatAnEarlierRunMadeAheadIsRemovedOnceBeforeTheFirst() throws Exception {
        afterAJob(false);
        networks.open(NEXT, false).close();
        engine.awaitOpened();
        awaitMade(NEXT);

        assertThat(engine.swept).containsExactly(labels.spare());
    }

    @Test
    void networkIsRemovedAsSoonAsTheEngineDoes() throws Exception {
        ClusterNetworks.Network network = networks.open(JOB, false);
        engine.refusals.set(1);

        network.close();

        assertThat(engine.removed.poll(1, TimeUnit.MINUTES)).isSameAs(network.joined());
    }

    @Test
    void closingLeavesNone() throws Exception {
        afterAJob(false);
        afterAJob(true);

        runner.close();
        networks.close();

        assertThat(engine.there).isEmpty();
    }
}
