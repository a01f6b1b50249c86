package io.slipway.emulator.transform;

import io.slipway.emulator.job.JobLogs;
import io.slipway.s3.S3Uri;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The platform's own log of a transform job: the stream beside the container's that ends in {@code /data-log}. */
final class DataLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final JobLogs logs;
    private final String region;
    private final String stream;
    private final InstantSource clock;

    /** @param stream of the container */
    DataLog(JobLogs logs, String region, String stream, InstantSource clock) {
        this.logs = logs;
        this.region = region;
        this.stream = stream + "/data-log";
        this.clock = clock;
    }

    void add(String text) {
        Instant now = clock.instant();
        String line = TIME.format(now) + ":[sagemaker logs]: " + text;
        logs.append(region, TransformRun.LOG_GROUP, stream, now, line);
    }

    /** Each line under the name of the object that it is about. */
    void add(S3Uri object, List<String> lines) {
        for (String line : lines) {
            add(object.bucket() + "/" + object.key() + ": " + line);
        }
    }
}
