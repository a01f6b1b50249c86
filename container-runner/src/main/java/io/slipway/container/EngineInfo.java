package io.slipway.container;

/**
 * An engine.
 *
 * @param name {@code docker} or {@code simulated}
 * @param version the engine's own
 * @param cpus of the engine's machine
 * @param memoryBytes of the engine's machine
 * @param gateway the address (an IP literal) at which a container of the standard network reaches this machine
 * @param gpus whether the engine can hand NVIDIA devices to a container
 */
public record EngineInfo(String name, String version, int cpus, long memoryBytes, String gateway, boolean gpus) {}
