package io.slipway.emulator.job;

import java.time.Instant;

/** Where jobs' output goes: what CloudWatch Logs shows. */
public interface JobLogs {

    /**
     * Adds a line to a stream, making group and stream when they are new. Control characters are kept as the service keeps
     * them ({@code #011} for a tab).
     *
     * @param region of the job
     * @param group {@code /aws/sagemaker/TrainingJobs}
     * @param stream {@code <job>/algo-1-<epoch seconds>}
     */
    void append(String region, String group, String stream, Instant time, String line);

    /** Makes a group if it is not there: some clients wait for it, though nothing is printed. */
    default void open(String region, String group) {}
}
