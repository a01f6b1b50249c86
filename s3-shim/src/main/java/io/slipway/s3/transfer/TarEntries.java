package io.slipway.s3.transfer;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** How tar spells names ({@code ./a/b}, {@code a/b/} for a directory, {@code ./} for the one that holds all) and kinds. */
final class TarEntries {

    private TarEntries() {}

    /** Without the signs for "here" before and the slashes behind; empty for the directory that holds all. */
    static String relativeName(TarArchiveEntry entry) {
        return relativeName(entry.getName());
    }

    static String relativeName(String name) {
        int start = 0;
        while (name.startsWith("./", start)) {
            start += 2;
        }
        int end = name.length();
        while (end > start + 1 && name.charAt(end - 1) == '/') {
            end--;
        }
        String relative = name.substring(start, end);
        // As the SageMaker Python SDK calls the directory whose content it packs: "/".
        return relative.equals(".") || relative.equals("/") ? "" : relative;
    }

    static boolean isDevice(TarArchiveEntry entry) {
        return entry.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO();
    }
}
