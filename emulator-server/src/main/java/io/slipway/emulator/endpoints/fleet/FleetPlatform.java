package io.slipway.emulator.endpoints.fleet;

import io.slipway.emulator.job.JobLogs;
import io.slipway.emulator.serving.ModelContainers;
import io.slipway.emulator.serving.ModelDownload;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What fleets run on.
 *
 * @param instanceIds of the pretended instances, {@code i-0123456789abcdef0}
 */
public record FleetPlatform(
        ModelContainers containers,
        ModelDownload download,
        FleetDirectories directories,
        JobLogs logs,
        Supplier<String> instanceIds,
        InstantSource clock) {}
