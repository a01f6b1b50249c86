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

    /** The group is there from now on. */
    void open() {
        logs.open(endpoint.region(), group());
    }

    /** @param stream below the variant's name */
    void add(String stream, Instant time, String line) {
        logs.append(endpoint.region(), group(), variant + "/" + stream, time, line);
    }

    private String group() {
        return "/aws/sagemaker/Endpoints/" + endpoint.name();
    }

    void add(String stream, String line) {
        add(stream, clock.instant(), line);
    }
}
