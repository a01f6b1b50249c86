package io.slipway.container;

/**
 * What a container uses at a moment.
 *
 * @param cpuPercent 100 for each core that is busy
 * @param memoryPercent of what it may use, 0 to 100
 */
public record Usage(double cpuPercent, double memoryPercent) {}
