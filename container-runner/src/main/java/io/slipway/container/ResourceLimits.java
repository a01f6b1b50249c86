package io.slipway.container;

/**
 * What a container may use; 0 means no limit.
 *
 * @param cpus in cores
 * @param memoryBytes without swap
 * @param sharedMemoryBytes size of {@code /dev/shm}
 * @param gpus how many NVIDIA devices; -1 for all
 */
public record ResourceLimits(double cpus, long memoryBytes, long sharedMemoryBytes, int gpus) {

    public static final ResourceLimits NONE = new ResourceLimits(0, 0, 0, 0);
}
