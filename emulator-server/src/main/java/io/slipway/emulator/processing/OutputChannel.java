package io.slipway.emulator.processing;

import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import java.util.List;

/**
 * What a job leaves in S3.
 *
 * @param localPath directory in the container
 * @param continuous whether its files are stored while they are written
 */
record OutputChannel(String name, S3Uri target, String localPath, boolean continuous) {

    /** Those of a request that the platform stores; an application stores the ones that it manages itself. */
    static List<OutputChannel> of(Document job) {
        return job.documents("ProcessingOutputConfig.Outputs").stream()
                .filter(output -> !output.isTrue("AppManaged") && output.has("S3Output"))
                .map(output -> new OutputChannel(
                        output.getString("OutputName"),
                        S3Uri.parse(output.getString("S3Output.S3Uri")),
                        LocalPath.of(output.getString("S3Output.LocalPath")),
                        output.getString("S3Output.S3UploadMode").equals("Continuous")))
                .toList();
    }
}
