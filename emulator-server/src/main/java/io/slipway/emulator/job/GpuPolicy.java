package io.slipway.emulator.job;

/** What becomes of a job that wants GPUs where there are none. */
public enum GpuPolicy {
    /** It runs on the CPU and its log says so. */
    AUTO,
    /** It fails. */
    REQUIRE
}
