package io.slipway.emulator.training;

import io.slipway.emulator.wire.Document;
import java.util.List;

/** An input of a job. */
sealed interface Channel permits S3Channel, FileSystemChannel {

    String name();

    /** That of the channel, or of the whole job where the channel has none. */
    String inputMode();

    /** Whether hosts share the files between them. */
    boolean sharded();

    /** As {@code InputDataConfig} has it. */
    Document request();

    static List<Channel> of(Document job) {
        String defaultMode = job.getString("AlgorithmSpecification.TrainingInputMode");
        return job.documents("InputDataConfig").stream()
                .map(channel -> of(channel, channel.findString("InputMode").orElse(defaultMode)))
                .toList();
    }

    private static Channel of(Document channel, String inputMode) {
        return channel.has("DataSource.FileSystemDataSource")
                ? FileSystemChannel.of(channel, inputMode)
                : S3Channel.of(channel, inputMode);
    }
}
