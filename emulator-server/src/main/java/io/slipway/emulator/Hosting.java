package io.slipway.emulator;

import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.endpoints.EndpointConfigOperations;
import io.slipway.emulator.endpoints.EndpointOperations;
import io.slipway.emulator.endpoints.Endpoints;
import io.slipway.emulator.endpoints.LiveEndpoints;
import io.slipway.emulator.endpoints.fleet.FleetDirectories;
import io.slipway.emulator.endpoints.fleet.FleetPlatform;
import io.slipway.emulator.endpoints.fleet.Fleets;
import io.slipway.emulator.endpoints.invoke.AsyncInvocations;
import io.slipway.emulator.endpoints.invoke.DataCapture;
import io.slipway.emulator.endpoints.invoke.InvocationMetrics;
import io.slipway.emulator.endpoints.invoke.Invoker;
import io.slipway.emulator.endpoints.invoke.Measurement;
import io.slipway.emulator.endpoints.invoke.ModelLibraries;
import io.slipway.emulator.endpoints.invoke.RuntimeHandler;
import io.slipway.emulator.endpoints.invoke.ShadowRequests;
import io.slipway.emulator.job.JobPlatform;
import io.slipway.emulator.serving.ModelContainers;
import io.slipway.emulator.serving.ModelDownload;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.s3.transfer.ExtractionLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;

/** All that serves models: endpoints, and what transform jobs share with them. */
final class Hosting implements AutoCloseable {

    /** They have no row in the table of operations: their bytes are not a document. */
    static final List<String> RUNTIME_OPERATIONS =
            List.of("InvokeEndpoint", "InvokeEndpointAsync", "InvokeEndpointWithResponseStream");

    /** What a model's archive may hold; far beyond real ones, below what would fill a disk by mistake. */
    private static final ExtractionLimits ARCHIVES = new ExtractionLimits(500L << 30, 10_000_000);

    private final OpenParts parts = new OpenParts();
    private final ModelContainers containers;
    private final ModelDownload download;
    private final Endpoints endpoints;
    private final AsyncInvocations async;
    private final RuntimeHandler handler;
    private final List<Operation> operations;

    /**
     * @param directory for the model data of endpoints, on the file system of the object store's files
     * @param measurements told what requests took
     */
    Hosting(JobPlatform platform, ResourceStore store, Path directory, Consumer<Measurement> measurements) {
        containers = new ModelContainers(
                platform.engine(),
                platform.machine(),
                platform.images(),
                platform.access(),
                platform.labels(),
                platform.gpuPolicy());
        download = new ModelDownload(platform.objects(), ARCHIVES);
        LiveEndpoints live = new LiveEndpoints();
        var fleets = new Fleets(new FleetPlatform(
                containers,
                download,
                new FleetDirectories(directory),
                platform.logs(),
                RandomNames::instanceId,
                platform.clock()));
        endpoints = parts.add(new Endpoints(store, fleets, live));
        var metrics = parts.add(new InvocationMetrics(measurements, platform.clock()));
        Invoker invoker = new Invoker(live, new ModelLibraries(download), metrics);
        async = parts.add(new AsyncInvocations(invoker, store, platform.objects(), platform.clock()));
        DataCapture capture = parts.add(new DataCapture(platform.objects(), platform.clock(), RandomNames.generator()));
        ShadowRequests shadows = parts.add(new ShadowRequests(invoker, capture));
        handler = new RuntimeHandler(invoker, async, capture, shadows);
        operations = Stream.concat(
                        new EndpointConfigOperations(store, platform.clock()).operations().stream(),
                        new EndpointOperations(store, endpoints, RandomNames::suffix, platform.clock())
                                .operations().stream())
                .toList();
    }

    ModelContainers containers() {
        return containers;
    }

    ModelDownload download() {
        return download;
    }

    /** Takes requests to endpoints. */
    Handler handler() {
        return handler;
    }

    List<Operation> operations() {
        return operations;
    }

    /** Finds the containers again that serve; to be called before leftovers are removed. */
    void recover() {
        endpoints.recover();
    }

    /** Goes on where the last run of the program ended; to be called when the server listens. */
    void resume() {
        endpoints.resume();
        async.resume();
    }

    @Override
    public void close() {
        parts.close();
    }
}
