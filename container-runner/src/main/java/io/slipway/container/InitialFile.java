package io.slipway.container;

/** A (UTF-8) file or an empty directory that is in the container before its process starts; owned by root, parents made. */
public sealed interface InitialFile {

    /** Absolute, without {@code ..}. */
    String path();

    /** Cheapest below an {@link EmptyDirectory} or a mount of the same container. */
    record RegularFile(String path, String content) implements InitialFile {}

    /** Any user may write in it. What the image has there may not be seen. */
    record EmptyDirectory(String path) implements InitialFile {}
}
