package io.slipway.emulator.endpoints.fleet;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.JobLogs;
import java.time.Instant;
import java.time.InstantSource;

/** The log group of an endpoint, {@code /aws/sagemaker/Endpoints/<name>}: a stream for each instance, or container of it. */
final class EndpointLog {

    private final Arn endpoint;
    private final String variant;
    private final JobLogs logs;
    private final InstantSource clock;

    EndpointLog(Arn endpoint, String variant, JobLogs logs, InstantSource clock) {
        this.endpoint = endpoint;
        this.variant = variant;
        this.logs = logs;
        this.clock = clock;
    }

    /** @param stream below the variant's name */
    void add(String stream, Instant time, String line) {
        logs.append(
                endpoint.region(), "/aws/sagemaker/Endpoints/" + endpoint.name(), variant + "/" + stream, time, line);
    }

    void add(String stream, String line) {
        add(stream, clock.instant(), line);
    }
}
