package io.slipway.emulator.job;

import java.util.List;

/** The values that the status of every kind of job has. */
public final class JobStatus {

    public static final String IN_PROGRESS = "InProgress";
    public static final String STOPPING = "Stopping";
    public static final String COMPLETED = "Completed";
    public static final String FAILED = "Failed";
    public static final String STOPPED = "Stopped";

    /** From these a job goes on to others; from the rest it never does. */
    public static final List<String> ON_ITS_WAY = List.of(IN_PROGRESS, STOPPING);

    private JobStatus() {}

    public static boolean isTerminal(String status) {
        return !ON_ITS_WAY.contains(status);
    }
}
