package io.slipway.emulator.training;

import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import java.util.Optional;

/**
 * Where a job's checkpoints are kept.
 *
 * @param folder in S3, its key empty or ended by a slash
 * @param localPath in the container
 */
record Checkpoints(S3Uri folder, String localPath) {

    static Optional<Checkpoints> of(Document job) {
        return job.findDocument("CheckpointConfig")
                .map(config -> new Checkpoints(
                        S3Uri.parse(config.getString("S3Uri")).resolve(""),
                        config.findString("LocalPath").orElse(ContainerPaths.CHECKPOINTS)));
    }
}
