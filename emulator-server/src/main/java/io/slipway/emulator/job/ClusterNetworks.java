package io.slipway.emulator.job;

import io.slipway.container.ContainerEngine;
import io.slipway.container.ContainerNetwork;
import io.slipway.container.EngineException;
import io.slipway.emulator.aws.Arn;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Networks in which the containers of a job find each other, each for one job only. An engine takes about as long to make one
 * as to start a container: from the first one on, the next is made ahead. Closing it removes what was made ahead and not taken.
 */
public final class ClusterNetworks implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterNetworks.class);

    private static final String SPARE = "spare-network";
    private static final String REMOVAL = "network-removal";

    /** The engine is left alone while it starts the containers of the job that took the last one. */
    private static final Duration AFTER_START = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final ContainerEngine engine;
    private final JobLabels labels;
    private final JobRunner runner;

    /** By whether they are sealed; at most one of each. */
    private final ConcurrentMap<Boolean, ContainerNetwork> spares = new ConcurrentHashMap<>();

    private final ReentrantLock making = new ReentrantLock();
    private boolean earlierRemoved;

    /** @param runner closed before this */
    public ClusterNetworks(ContainerEngine engine, JobLabels labels, JobRunner runner) {
        this.engine = engine;
        this.labels = labels;
        this.runner = runner;
    }

    /** A job's network; closing it removes it, at once or as soon as the engine does it. */
    public final class Network implements AutoCloseable {

        private final Arn job;
        private final ContainerNetwork joined;
        private final CountDownLatch left = new CountDownLatch(1);

        private Network(Arn job, ContainerNetwork joined) {
            this.job = job;
            this.joined = joined;
        }

        public ContainerNetwork joined() {
            return joined;
        }

        @Override
        public void close() {
            left.countDown();
            remove(job, joined);
        }
    }

    /** @param sealed whether containers in it reach nothing else */
    Network open(Arn job, boolean sealed) {
        var network = new Network(job, take(job, sealed));
        runner.start(of(SPARE, job), self -> {
            var unused = network.left.await(AFTER_START.toMillis(), TimeUnit.MILLISECONDS);
            makeSpare(job, sealed);
        });
        return network;
    }

    private ContainerNetwork take(Arn job, boolean sealed) {
        @Nullable ContainerNetwork spare = spares.remove(sealed);
        if (spare != null) {
            if (isThere(spare)) {
                return spare;
            }
            remove(job, spare);
        }
        return make(labels.name(job, "network"), labels.of(job), sealed);
    }

    /** People remove networks that no container is in. */
    private static boolean isThere(ContainerNetwork spare) {
        try {
            return spare.exists();
        } catch (EngineException e) {
            LOG.debug("the spare network {} cannot be used", spare.id(), e);
            return false;
        }
    }

    private ContainerNetwork make(String name, Map<String, String> marks, boolean sealed) {
        return sealed ? engine.openSealedNetwork(name, marks) : engine.openNetwork(name, marks, false);
    }

    private void makeSpare(Arn job, boolean sealed) throws InterruptedException {
        making.lockInterruptibly();
        try {
            if (spares.containsKey(sealed)) {
                return;
            }
            // One that the engine was still making when an earlier run was killed may have come after this run looked
            // for leftovers.
            if (!earlierRemoved) {
                engine.removeLeftovers(labels.spare());
                earlierRemoved = true;
            }
            Arn nobody = Arn.sageMaker(job.region(), job.account(), SPARE, "spare");
            spares.put(sealed, make(labels.name(nobody, "network"), labels.spare(), sealed));
        } catch (EngineException e) {
            LOG.info("no network was made ahead: {}", e.getMessage());
        } finally {
            making.unlock();
        }
    }

    /** An engine that is being restarted does not; nor does one that has not removed its containers yet. */
    private void remove(Arn job, ContainerNetwork network) {
        if (!isRemoved(network)) {
            runner.start(of(REMOVAL, job), self -> {
                Duration pause = FIRST_PAUSE;
                do {
                    Thread.sleep(pause);
                    Duration twice = pause.multipliedBy(2);
                    pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
                } while (!isRemoved(network));
            });
        }
    }

    private static boolean isRemoved(ContainerNetwork network) {
        try {
            network.close();
            return true;
        } catch (EngineException e) {
            LOG.info("the network {} is still there: {}", network.id(), e.getMessage());
            return false;
        }
    }

    private static Arn of(String kind, Arn job) {
        return Arn.sageMaker(job.region(), job.account(), kind, job.name());
    }

    @Override
    public void close() {
        spares.values().forEach(ClusterNetworks::isRemoved);
        spares.clear();
    }
}
