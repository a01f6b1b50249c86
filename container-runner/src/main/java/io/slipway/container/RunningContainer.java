package io.slipway.container;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A container that was started. Closing it stops it at once if it still runs, and removes it and its volumes. */
public interface RunningContainer extends AutoCloseable {

    /** The engine's identifier. */
    String id();

    /**
     * Delivers every line of standard output and standard error, from the first one on, in the order of arrival, one at a
     * time, on a thread of the engine. To be called at most once, soon after the start: what the container prints waits for
     * it, and with it the container. A line longer than 256 KiB arrives in pieces.
     */
    void follow(Consumer<LogLine> sink);

    /**
     * Waits for the container's end. When it returns, every line has been delivered to the {@link #follow} sink.
     *
     * @param limit after this time the container is stopped as by {@link #stop}, and the exit is {@code TimedOut}
     * @param grace how long the container may take to stop after the limit
     */
    ContainerExit await(Duration limit, Duration grace) throws InterruptedException;

    /**
     * Asks the main process to end (SIGTERM), and kills it (SIGKILL) when the grace is over. Returns when it has ended;
     * whoever waits in {@link #await} gets {@code Stopped}. Does nothing to a container that has ended.
     */
    void stop(Duration grace) throws InterruptedException;

    /** Where a port of the container that {@link ContainerSpec#ports()} names is reached from this machine. */
    InetSocketAddress address(int port);

    /**
     * The files below a directory of the container, as a tar stream with names relative to that directory, links and modes
     * kept. Works while it runs and after it ended.
     *
     * @return empty if there is no such directory
     */
    Optional<InputStream> copyOut(String directory);

    /**
     * Puts the files below a directory of this machine into a directory of the container while it runs.
     *
     * @param source an existing directory
     * @param target absolute, not below a mount; made if it is not there
     */
    void copyIn(Path source, String target);

    /** The first bytes of a file of the container, or empty if there is no such file. */
    Optional<byte[]> readFile(String path, int maximumBytes);

    /**
     * What it uses now; the engine may take a second or two to find out.
     *
     * @return empty if the engine does not know, or the container has ended
     */
    default Optional<Usage> usage() throws InterruptedException {
        return Optional.empty();
    }

    @Override
    void close();
}
