package io.slipway.emulator.training;

import io.slipway.container.RunningContainer;
import io.slipway.emulator.job.Background;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies checkpoints to S3 while they are written: each file whose size or time changed since it was last seen. What is
 * deleted in the container stays in S3.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/model-checkpoints.html">Checkpoints</a>
 */
final class CheckpointSync {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointSync.class);

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    /** The whole directory is read each time, so a large one is read less often. */
    private static final int REST_FACTOR = 10;

    private static final String CONTENT_TYPE = "binary/octet-stream";

    private final ObjectStore objects;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private final Instant start;
    private final Map<RunningContainer, Map<String, Version>> seen = new HashMap<>();

    private record Version(long size, Instant time) {}

    /** @param start of the containers: older files are the ones that were restored */
    CheckpointSync(ObjectStore objects, Checkpoints checkpoints, InstantSource clock, Instant start) {
        this.objects = objects;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.start = start;
    }

    /** Goes on until it is interrupted. */
    Background<Boolean> start(TrainingCluster cluster) {
        return Background.start(() -> {
            while (true) {
                Duration rest = INTERVAL;
                try {
                    Instant begin = clock.instant();
                    sync(cluster);
                    Duration longer = Duration.between(begin, clock.instant()).multipliedBy(REST_FACTOR);
                    rest = longer.compareTo(INTERVAL) > 0 ? longer : INTERVAL;
                } catch (ObjectStoreException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        return false;
                    }
                    // The last one, at the job's end, decides.
                    LOG.warn("checkpoints could not be copied to {}: {}", checkpoints.folder(), e.getMessage());
                }
                Thread.sleep(rest);
            }
        });
    }

    /** Copies what is new now; not to be called while another call is under way. */
    void sync(TrainingCluster cluster) {
        Iterator<RunningContainer> containers = cluster.containers().iterator();
        while (containers.hasNext()) {
            RunningContainer container = containers.next();
            container
                    .copyOut(checkpoints.localPath())
                    .ifPresent(tar -> sync(tar, seen.computeIfAbsent(container, first -> new HashMap<>())));
        }
    }

    private void sync(InputStream tar, Map<String, Version> known) {
        try (var entries = new TarArchiveInputStream(tar, "UTF-8")) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
                if (!entry.isFile() || name.isEmpty()) {
                    continue;
                }
                var version =
                        new Version(entry.getSize(), entry.getLastModifiedTime().toInstant());
                boolean restored = !known.containsKey(name) && isRestored(name, version);
                if (!restored && !version.equals(known.get(name))) {
                    objects.put(checkpoints.folder().resolve(name), new EntryStream(entries), CONTENT_TYPE);
                }
                known.put(name, version);
            }
        } catch (IOException e) {
            throw new ObjectStoreException("InternalError", "a checkpoint could not be read: " + e.getMessage(), e);
        }
    }

    private boolean isRestored(String name, Version version) {
        return version.time().isBefore(start)
                && objects.find(checkpoints.folder().resolve(name))
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
