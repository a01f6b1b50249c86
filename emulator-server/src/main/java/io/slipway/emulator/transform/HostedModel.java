package io.slipway.emulator.transform;

import io.slipway.container.RunningContainer;
import io.slipway.emulator.serving.ServingContainer;
import io.slipway.emulator.transform.invoke.ExecutionParameters;
import io.slipway.emulator.transform.invoke.InvocationClient;
import io.slipway.emulator.transform.invoke.ModelServerException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A model's containers that run for a job. Closing it stops and removes them. */
final class HostedModel implements AutoCloseable {
    private static final Duration STARTUP = Duration.ofMinutes(30);
    private static final String NO_PING =
            "AlgorithmError: Model container failed to respond to ping. Please ensure /ping endpoint is implemented and"
                    + " responds with an HTTP 200 status code";

    private final List<ServingContainer> containers = new ArrayList<>();

    /** Takes a container over, even when this fails. */
    void add(RunningContainer container) {
        containers.add(ServingContainer.of(container));
    }

    /** Waits until it serves, and asks it how it wants to be fed. */
    ExecutionParameters awaitServing() throws ModelServerException, InterruptedException {
        for (ServingContainer container : containers) {
            if (!container.awaitHealthy(STARTUP)) {
                throw new ModelServerException(NO_PING);
            }
        }
        return containers
                .getFirst()
                .ask("/execution-parameters")
                .map(ExecutionParameters::parse)
                .orElse(ExecutionParameters.NONE);
    }

    InvocationClient client(InvocationClient.RequestHeaders headers, InvocationClient.Limits limits, Path spool) {
        return new InvocationClient(
                containers.stream()
                        .<InvocationClient.Hop>map(container -> container::send)
                        .toList(),
                headers,
                limits,
                spool,
                this::isRunning);
    }

    boolean isRunning() {
        return containers.stream().allMatch(ServingContainer::isRunning);
    }

    @Override
    public void close() {
        containers.forEach(ServingContainer::close);
    }
}
