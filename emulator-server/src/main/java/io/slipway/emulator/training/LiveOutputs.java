package io.slipway.emulator.training;

import io.slipway.emulator.job.Background;
import io.slipway.emulator.job.ContainerCluster;
import io.slipway.emulator.job.DirectorySync;
import io.slipway.emulator.job.JobPlatform;
import io.slipway.emulator.wire.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a job's containers write that S3 gets while they run, and once more when they have ended. */
final class LiveOutputs implements AutoCloseable {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final ContainerCluster cluster;
    private final List<DirectorySync> all = new ArrayList<>();
    private final List<Background<Boolean>> running = new ArrayList<>();

    private LiveOutputs(ContainerCluster cluster) {
        this.cluster = cluster;
    }

    /** @param before the containers were started: older checkpoints are those that were restored */
    static LiveOutputs start(JobPlatform platform, Document job, ContainerCluster cluster, Instant before) {
        var outputs = new LiveOutputs(cluster);
        Checkpoints.of(job)
                .map(kept -> new DirectorySync(
                        platform.objects(), kept.folder(), kept.localPath(), platform.clock(), Optional.of(before)))
                .ifPresent(sync -> outputs.add(sync, CHECKPOINT_INTERVAL));
        for (SideOutput output : SideOutput.of(job)) {
            outputs.add(
                    new DirectorySync(
                            platform.objects(),
                            output.target(),
                            output.localPath(),
                            platform.clock(),
                            Optional.empty()),
                    INTERVAL);
        }
        return outputs;
    }

    private void add(DirectorySync sync, Duration interval) {
        all.add(sync);
        running.add(sync.start(cluster, interval));
    }

    /** Copies what is left; to be called after {@link #close}. */
    void finish() {
        all.forEach(sync -> sync.sync(cluster));
    }

    @Override
    public void close() {
        running.forEach(Background::close);
    }
}
