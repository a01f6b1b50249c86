package io.slipway.s3.embedded;

import io.slipway.s3.ObjectStoreException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the blobs that a killed predecessor left without an owner. It looks only at numbers below those that this
 * process gives, so that it can run beside everything else.
 */
final class Sweep implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Index index;
    private final Blobs blobs;
    private final long limit;

    Sweep(Index index, Blobs blobs, long limit) {
        this.index = index;
        this.blobs = blobs;
        this.limit = limit;
    }

    @Override
    public void run() {
        try {
            int swept = sweepUnfinished() + sweepOrphans();
            if (swept > 0) {
                LOG.info("Removed {} blobs that belonged to no object", swept);
            }
        } catch (IOException | ObjectStoreException e) {
            LOG.warn("Could not remove orphaned blobs; the next start tries again", e);
        }
    }

    private int sweepUnfinished() throws IOException {
        int swept = 0;
        for (Path file : children(blobs.unfinished())) {
            if (number(file) < limit) {
                Files.deleteIfExists(file);
                swept++;
            }
        }
        return swept;
    }

    private int sweepOrphans() throws IOException {
        Set<Long> owned = new HashSet<>(index.read(session -> session.list(
                "SELECT blob FROM version WHERE blob > 0 UNION ALL SELECT blob FROM version_part WHERE blob > 0"
                        + " UNION ALL SELECT blob FROM upload_part",
                row -> row.getLong(1))));
        int swept = 0;
        for (Path outer : children(blobs.root())) {
            if (outer.equals(blobs.unfinished())) {
                continue;
            }
            for (Path inner : children(outer)) {
                for (Path file : children(inner)) {
                    long number = number(file);
                    if (number < limit && !owned.contains(number)) {
                        blobs.delete(List.of(number));
                        swept++;
                    }
                }
                removeIfEmpty(inner);
            }
            removeIfEmpty(outer);
        }
        return swept;
    }

    /** A directory that could still be filled is left alone. */
    private void removeIfEmpty(Path directory) throws IOException {
        if (blobs.path(limit).startsWith(directory)) {
            return;
        }
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            LOG.trace("{} is in use", directory);
        }
    }

    private static long number(Path file) {
        return HexFormat.fromHexDigitsToLong(file.getFileName().toString());
    }

    private static List<Path> children(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        }
        return children;
    }
}
