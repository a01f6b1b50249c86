package io.slipway.emulator.job;

import io.slipway.container.ContainerExit;
import io.slipway.container.RunningContainer;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

/** The running containers of a job, one a host. Closing it removes them, and their network if they have one. */
public final class ContainerCluster implements AutoCloseable {

    /** A failed host's last lines; then the others are of no use any more. */
    private static final Duration NO_GRACE = Duration.ZERO;

    private final Optional<ClusterNetworks.Network> network;
    private final Duration grace;
    /** By their places, for they come in any order. */
    private final NavigableMap<Integer, RunningContainer> containers = new ConcurrentSkipListMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Ended> failure = Optional.empty();

    /** @param grace from SIGTERM to SIGKILL */
    public ContainerCluster(Optional<ClusterNetworks.Network> network, Duration grace) {
        this.network = network;
        this.grace = grace;
    }

    private record Ended(RunningContainer container, ContainerExit exit) {}

    public Optional<ClusterNetworks.Network> network() {
        return network;
    }

    public void add(int place, RunningContainer container) {
        containers.put(place, container);
    }

    /** In the order of their places. */
    public List<RunningContainer> containers() {
        return List.copyOf(containers.values());
    }

    /**
     * Waits until every host has ended; when one fails the others are stopped.
     *
     * @return success if all succeeded, else the exit that came first
     */
    public ContainerExit await(Duration limit) throws InterruptedException {
        if (containers.size() == 1) {
            return containers().getFirst().await(limit, grace);
        }
        List<Background<ContainerExit>> waiting = new ArrayList<>();
        try {
            for (RunningContainer container : containers()) {
                waiting.add(Background.start(() -> await(container, limit)));
            }
            ContainerExit last = new ContainerExit.Exited(0);
            for (Background<ContainerExit> one : waiting) {
                last = one.await();
            }
            return failure.map(Ended::exit).orElse(last);
        } finally {
            waiting.forEach(Background::close);
        }
    }

    private ContainerExit await(RunningContainer container, Duration limit) throws InterruptedException {
        ContainerExit exit = container.await(limit, grace);
        if (exit.equals(new ContainerExit.Exited(0)) || !isFirstFailure(container, exit)) {
            return exit;
        }
        // At the end of the time, and on a stop, each host is stopped for itself.
        if (exit instanceof ContainerExit.Exited || exit instanceof ContainerExit.OutOfMemory) {
            for (RunningContainer other : containers()) {
                if (!other.equals(container)) {
                    other.stop(NO_GRACE);
                }
            }
        }
        return exit;
    }

    private boolean isFirstFailure(RunningContainer container, ContainerExit exit) {
        lock.lock();
        try {
            if (failure.isPresent()) {
                return false;
            }
            failure = Optional.of(new Ended(container, exit));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Asks all to end, and returns at once. */
    public void stop() {
        stop(grace);
    }

    /** The same, but they are not asked. */
    public void kill() {
        stop(NO_GRACE);
    }

    private void stop(Duration patience) {
        for (RunningContainer container : containers()) {
            Thread.startVirtualThread(() -> stop(container, patience));
        }
    }

    private static void stop(RunningContainer container, Duration patience) {
        try {
            container.stop(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The beginning of a file of the host that failed, else of the first. */
    public Optional<byte[]> readFile(String path, int maximumBytes) {
        return failure.map(Ended::container)
                .orElseGet(() -> containers().getFirst())
                .readFile(path, maximumBytes);
    }

    /** The files below a directory, one stream for each host that has it, opened when it is asked for. */
    public Iterator<InputStream> copyOut(String directory) {
        return containers().stream()
                .map(container -> container.copyOut(directory))
                .flatMap(Optional::stream)
                .iterator();
    }

    @Override
    public void close() {
        List<Background<Boolean>> closing = containers().stream()
                .skip(1)
                .map(container -> Background.start(() -> {
                    container.close();
                    return true;
                }))
                .toList();
        try {
            containers().stream().findFirst().ifPresent(RunningContainer::close);
            for (Background<Boolean> one : closing) {
                one.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            network.ifPresent(ClusterNetworks.Network::close);
        }
    }
}
