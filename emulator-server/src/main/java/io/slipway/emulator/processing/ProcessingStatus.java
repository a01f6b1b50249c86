package io.slipway.emulator.processing;

import java.util.List;

/** The values of {@code ProcessingJobStatus}. */
final class ProcessingStatus {

    static final String IN_PROGRESS = "InProgress";
    static final String STOPPING = "Stopping";
    static final String COMPLETED = "Completed";
    static final String FAILED = "Failed";
    static final String STOPPED = "Stopped";

    /** From these a job goes on to others; from the rest it never does. */
    static final List<String> ON_ITS_WAY = List.of(IN_PROGRESS, STOPPING);

    private ProcessingStatus() {}

    static boolean isTerminal(String status) {
        return !ON_ITS_WAY.contains(status);
    }
}
