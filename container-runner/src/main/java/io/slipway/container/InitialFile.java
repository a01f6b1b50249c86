package io.slipway.container;

/** A (UTF-8) file or an empty directory that is in the container before its process starts; owned by root, parents made. */
public sealed interface InitialFile {

    /** Absolute, without {@code ..}. */
    String path();

    record RegularFile(String path, String content) implements InitialFile {}

    record EmptyDirectory(String path) implements InitialFile {}
}
