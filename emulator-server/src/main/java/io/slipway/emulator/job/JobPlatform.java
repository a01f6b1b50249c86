package io.slipway.emulator.job;

import io.slipway.container.ContainerEngine;
import io.slipway.container.EngineInfo;
import io.slipway.s3.ObjectStore;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What every job runs on.
 *
 * @param machine what the engine runs on; asking for it takes the engine longer than making a container
 * @param slots shared by all jobs that run containers
 * @param access asked each time, for it is known only once the server listens
 */
public record JobPlatform(
        ContainerEngine engine,
        EngineInfo machine,
        ObjectStore objects,
        ImageResolver images,
        JobLogs logs,
        JobRunner runner,
        ContainerSlots slots,
        Workspaces workspaces,
        ClusterNetworks networks,
        JobLabels labels,
        Supplier<ContainerAccess> access,
        GpuPolicy gpuPolicy,
        InstantSource clock) {}
