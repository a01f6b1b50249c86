package io.slipway.emulator.job;

import io.slipway.container.ContainerEngine;
import io.slipway.s3.ObjectStore;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What every job runs on.
 *
 * @param slots shared by all jobs that run containers
 * @param access asked each time, for it is known only once the server listens
 */
public record JobPlatform(
        ContainerEngine engine,
        ObjectStore objects,
        ImageResolver images,
        JobLogs logs,
        JobRunner runner,
        ContainerSlots slots,
        Workspaces workspaces,
        JobLabels labels,
        Supplier<ContainerAccess> access,
        GpuPolicy gpuPolicy,
        InstantSource clock) {}
