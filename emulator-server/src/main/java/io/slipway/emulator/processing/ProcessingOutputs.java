package io.slipway.emulator.processing;

import io.slipway.emulator.job.Background;
import io.slipway.emulator.job.ContainerCluster;
import io.slipway.emulator.job.DirectorySync;
import io.slipway.emulator.job.FailureReasons;
import io.slipway.emulator.job.JobFailure;
import io.slipway.emulator.job.JobPlatform;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectStoreException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores what the containers of a job leave in its output directories. */
final class ProcessingOutputs {

    private final Duration interval;
    private final Map<OutputChannel, DirectorySync> syncs = new LinkedHashMap<>();

    /** @param interval between two looks at what continuous outputs hold */
    ProcessingOutputs(JobPlatform platform, Document job, Duration interval) {
        this.interval = interval;
        for (OutputChannel output : OutputChannel.of(job)) {
            syncs.put(
                    output,
                    new DirectorySync(
                            platform.objects(),
                            output.target(),
                            output.localPath(),
                            platform.clock(),
                            Optional.empty()));
        }
    }

    /** Stores the files of continuous outputs until it is closed. */
    List<Background<Boolean>> start(ContainerCluster cluster) {
        return syncs.entrySet().stream()
                .filter(entry -> entry.getKey().continuous())
                .map(entry -> entry.getValue().start(cluster, interval))
                .toList();
    }

    /**
     * Stores what is not stored yet; what was started must be closed.
     *
     * @param all or only the continuous outputs
     * @throws JobFailure if that cannot be
     */
    void finish(ContainerCluster cluster, boolean all) {
        try {
            syncs.forEach((output, sync) -> {
                if (all || output.continuous()) {
                    sync.sync(cluster);
                }
            });
        } catch (ObjectStoreException e) {
            throw new JobFailure(FailureReasons.ofUpload(e.getMessage() + " (" + e.code() + ")"), e);
        }
    }
}
