package io.slipway.container;

/** How a container ended. */
public sealed interface ContainerExit {

    /** It ended by itself (or by a signal that was not ours: 128 + the signal's number). */
    record Exited(int code) implements ContainerExit {}

    /** The engine killed it for using more memory than it was given. */
    record OutOfMemory() implements ContainerExit {}

    /** It was stopped because its time was over. */
    record TimedOut() implements ContainerExit {}

    /** It was stopped because {@link RunningContainer#stop} was called. */
    record Stopped() implements ContainerExit {}
}
