package io.slipway.emulator.job;

import io.slipway.container.RunningContainer;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the files of a directory of containers to S3 while they are written: each whose size or time changed since it was
 * last seen. What is deleted in a container stays in S3; symbolic links are not followed.
 */
public final class DirectorySync {

    private static final Logger LOG = LoggerFactory.getLogger(DirectorySync.class);

    /** The whole directory is read each time, so a large one is read less often. */
    private static final int REST_FACTOR = 10;

    private static final String CONTENT_TYPE = "binary/octet-stream";

    private final ObjectStore objects;
    private final S3Uri folder;
    private final String localPath;
    private final InstantSource clock;
    private final Optional<Instant> restoredBefore;
    private final Map<RunningContainer, Map<String, Version>> seen = new HashMap<>();

    /** The engine gives the times of files in whole seconds. */
    private static final Duration COARSENESS = Duration.ofSeconds(2);

    /** @param settled whether the file would have another time if it were changed from now on */
    private record Version(long size, Instant time, boolean settled) {

        boolean isStill(Version now) {
            return settled && size == now.size && time.equals(now.time);
        }
    }

    /**
     * @param localPath in the containers
     * @param restoredBefore a time before the containers started: files that are older, and whose objects are as long, came
     *     from there and are not copied
     */
    public DirectorySync(
            ObjectStore objects,
            S3Uri folder,
            String localPath,
            InstantSource clock,
            Optional<Instant> restoredBefore) {
        this.objects = objects;
        this.folder = folder;
        this.localPath = localPath;
        this.clock = clock;
        this.restoredBefore = restoredBefore;
    }

    /** Goes on until it is interrupted. */
    public Background<Boolean> start(ContainerCluster cluster, Duration interval) {
        return Background.start(() -> {
            while (true) {
                Duration rest = interval;
                try {
                    Instant begin = clock.instant();
                    sync(cluster);
                    Duration longer = Duration.between(begin, clock.instant()).multipliedBy(REST_FACTOR);
                    rest = longer.compareTo(interval) > 0 ? longer : interval;
                } catch (ObjectStoreException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        return false;
                    }
                    // The last one, at the job's end, decides.
                    LOG.warn("{} could not be copied to {}: {}", localPath, folder, e.getMessage());
                }
                Thread.sleep(rest);
            }
        });
    }

    /** Copies what is new now; not to be called while another call is under way. */
    public void sync(ContainerCluster cluster) {
        for (RunningContainer container : cluster.containers()) {
            container
                    .copyOut(localPath)
                    .ifPresent(tar -> sync(tar, seen.computeIfAbsent(container, first -> new HashMap<>())));
        }
    }

    private void sync(InputStream tar, Map<String, Version> known) {
        Instant begin = clock.instant();
        try (var entries = new TarArchiveInputStream(tar, "UTF-8")) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                String name = name(entry.getName());
                if (name.isEmpty() || entry.isSymbolicLink() || !entry.isFile()) {
                    continue;
                }
                Instant time = entry.getLastModifiedTime().toInstant();
                var version = new Version(entry.getSize(), time, time.isBefore(begin.minus(COARSENESS)));
                Version before = known.get(name);
                boolean there = before == null ? isRestored(name, version) : before.isStill(version);
                if (!there) {
                    store(entry, folder.resolve(name), entries);
                }
                known.put(name, version);
            }
        } catch (IOException e) {
            throw new ObjectStoreException(
                    "InternalError", "a file of " + localPath + " could not be read: " + e.getMessage(), e);
        }
    }

    private void store(TarArchiveEntry entry, S3Uri target, InputStream content) throws IOException {
        if (!entry.isLink()) {
            objects.put(target, new EntryStream(content), CONTENT_TYPE);
            return;
        }
        // Its bytes came before, under the other name.
        try (InputStream original = objects.open(folder.resolve(name(entry.getLinkName())))) {
            objects.put(target, original, CONTENT_TYPE);
        }
    }

    private static String name(String entry) {
        return entry.startsWith("./") ? entry.substring(2) : entry;
    }

    private boolean isRestored(String name, Version version) {
        return restoredBefore
                        .filter(start -> version.time().isBefore(start.truncatedTo(ChronoUnit.SECONDS)))
                        .isPresent()
                && objects.find(folder.resolve(name))
                        .filter(object -> object.size() == version.size())
                        .isPresent();
    }

    /** The archive goes on after the entry that a store reads and closes. */
    private static final class EntryStream extends FilterInputStream {

        EntryStream(InputStream archive) {
            super(archive);
        }

        @Override
        public void close() {}
    }
}
