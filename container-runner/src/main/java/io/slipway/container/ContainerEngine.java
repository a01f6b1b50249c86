package io.slipway.container;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs containers. An engine may be on another machine: nothing here assumes that it sees this machine's files, and an
 * implementation that can share them does so on its own account.
 *
 * <p>All methods may be called from many threads. Failures of the engine itself are {@link EngineException}s.
 */
public interface ContainerEngine extends AutoCloseable {

    /** What engine this is and what it has; asks the engine each time, so a stopped engine is noticed. */
    EngineInfo describe();

    /** The image of that name if the engine has it; never asks a registry. */
    Optional<ImageInfo> findImage(ImageRef image);

    /**
     * Fetches an image from its registry.
     *
     * @param progress receives lines for people
     * @throws ImageNotFoundException if there is no such image, or it may not be read
     */
    ImageInfo pull(ImageRef image, Consumer<String> progress) throws InterruptedException;

    /**
     * Builds an image from a Dockerfile. Nothing is tagged unless the whole build succeeded, and a build that fails or is
     * interrupted leaves no image and no container.
     *
     * @param progress receives the build's output, line by line
     * @throws EngineException with the failing step's output
     */
    ImageInfo build(ImageBuild build, Consumer<String> progress) throws InterruptedException;

    /**
     * Removes what builds left whose process was killed, unless some other process of this machine builds; builds do the
     * same before they begin.
     */
    default void removeUnfinishedBuilds() {}

    /** Makes an image of one layer from the tar archive of a root file system. */
    ImageInfo importRoot(ImageRef image, InputStream tar);

    /**
     * Opens a network in which containers find each other by alias.
     *
     * @param internal whether containers in it reach nothing else
     */
    ContainerNetwork openNetwork(String name, Map<String, String> labels, boolean internal);

    /**
     * Opens a network in which containers find each other by alias and reach nothing else; unlike an internal network, they
     * do not reach this machine either, nor it them.
     */
    default ContainerNetwork openSealedNetwork(String name, Map<String, String> labels) {
        return openNetwork(name, labels, true);
    }

    /**
     * Creates and starts a container; when it returns the container's process has been started.
     *
     * @throws ImageNotFoundException if the engine does not have the image (it is not pulled here)
     * @throws CommandException if the image has not the program that is to be run
     */
    RunningContainer start(ContainerSpec spec);

    /**
     * Takes over the containers that carry all of these labels and run, whoever started them: from now on they are as if
     * they had been started here, but what they have printed so far is not known. Each must be closed.
     */
    List<AdoptedContainer> adopt(Map<String, String> labels);

    /**
     * Removes every container, network and volume that carries all of these labels, whoever started it; spares containers
     * that were adopted and are not closed yet, with what belongs to them.
     */
    void removeLeftovers(Map<String, String> labels);

    /** Lets go of connections; containers that run go on. */
    @Override
    void close();
}
