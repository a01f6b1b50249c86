package io.slipway.container;

import java.nio.file.Path;

/**
 * A directory of this machine that a container sees. Engines that do not share files with this machine copy it in, unless it
 * is {@link Mode#LIVE} or {@link Mode#READ_WRITE}.
 *
 * @param source an existing directory; changed by the container only if it is {@link Mode#READ_WRITE}
 * @param target absolute path in the container
 * @param mode whether the container may write, and what becomes of it
 */
public record Mount(Path source, String target, Mode mode) {

    public enum Mode {
        /** The container cannot write. */
        READ_ONLY,
        /** The container writes for itself; the source stays as it is, and what was written ends with the container. */
        COPY_ON_WRITE,
        /**
         * The container cannot write, and sees what comes and goes in the source while it runs, named pipes included. Other
         * mounts may lie in it, on directories of the source. An engine that does not share files with this machine refuses it.
         */
        LIVE,
        /** The container writes into the source itself. An engine that does not share files with this machine refuses it. */
        READ_WRITE
    }
}
