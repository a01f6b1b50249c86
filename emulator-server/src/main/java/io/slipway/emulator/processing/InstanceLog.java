package io.slipway.emulator.processing;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.JobLogs;
import java.time.Instant;

/**
 * The log of one instance.
 *
 * @param host its name among those of the job, {@code algo-1}
 */
record InstanceLog(JobLogs logs, Arn job, String host, Instant start) {

    private static final String GROUP = "/aws/sagemaker/ProcessingJobs";

    void add(Instant time, String line) {
        logs.append(job.region(), GROUP, job.name() + "/" + host + "-" + start.getEpochSecond(), time, line);
    }
}
