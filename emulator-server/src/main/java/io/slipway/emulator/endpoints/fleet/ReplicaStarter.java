package io.slipway.emulator.endpoints.fleet;

import io.slipway.container.AdoptedContainer;
import io.slipway.container.EngineException;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.serving.ContainerDefinition;
import io.slipway.emulator.serving.ModelContainers;
import io.slipway.emulator.serving.ModelDefinition;
import io.slipway.emulator.serving.ServingContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Brings instances of a variant up. */
final class ReplicaStarter {

    private final Arn endpoint;
    private final String fleet;
    private final VariantPlan plan;
    private final ModelDefinition model;
    private final FleetPlatform platform;
    private final VariantSetup setup;
    private final EndpointLog log;

    ReplicaStarter(
            Arn endpoint, String fleet, VariantPlan plan, FleetPlatform platform, VariantSetup setup, EndpointLog log) {
        this.endpoint = endpoint;
        this.fleet = fleet;
        this.plan = plan;
        this.model = plan.model();
        this.platform = platform;
        this.setup = setup;
        this.log = log;
    }

    /** Starts an instance and waits until it is well; leaves nothing if that fails. */
    Replica start() throws ReplicaFailure, InterruptedException {
        String instanceId = platform.instanceIds().get();
        VariantSetup.Ready ready = setup.get(instanceId);
        List<Replica.Member> members = new ArrayList<>();
        Map<String, String> lastWords = new ConcurrentHashMap<>();
        boolean well = false;
        try {
            for (int i = 0; i < model.containers().size(); i++) {
                members.add(start(i, instanceId, ready, lastWords));
            }
            awaitHealthy(members, lastWords);
            well = true;
            return new Replica(instanceId, model.direct(), members);
        } catch (EngineException e) {
            if (Thread.interrupted()) {
                // Not every library that is interrupted says so.
                var interrupt = new InterruptedException();
                interrupt.initCause(e);
                throw interrupt;
            }
            throw FailureReasons.notStarted(plan.name(), String.valueOf(e.getMessage()));
        } finally {
            if (!well) {
                members.forEach(member -> member.container().close());
            }
        }
    }

    private Replica.Member start(
            int index, String instanceId, VariantSetup.Ready ready, Map<String, String> lastWords) {
        ContainerDefinition definition = model.containers().get(index);
        RunningContainer container = platform.containers()
                .start(new ModelContainers.Launch(
                        endpoint,
                        definition,
                        ready.images().get(index),
                        ready.files().get(index),
                        Map.of(),
                        new ReplicaLabels(fleet, plan.name(), instanceId, index).toMap(),
                        ready.limits(),
                        model.isolated()));
        String stream = stream(instanceId, definition);
        container.follow(line -> {
            log.add(stream, line.time(), line.text());
            if (!line.text().isBlank()) {
                lastWords.put(definition.hostname(), line.text().strip());
            }
        });
        return new Replica.Member(definition, ServingContainer.of(container));
    }

    private String stream(String instanceId, ContainerDefinition definition) {
        return model.containers().size() == 1 ? instanceId : instanceId + "/" + definition.hostname();
    }

    private void awaitHealthy(List<Replica.Member> members, Map<String, String> lastWords)
            throws ReplicaFailure, InterruptedException {
        long deadline = System.nanoTime() + plan.startupTimeout().toNanos();
        List<ContainerDefinition> silent = new ArrayList<>();
        StringBuilder details = new StringBuilder();
        for (Replica.Member member : members) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            ServingContainer container = member.container();
            if (!container.awaitHealthy(left)) {
                ContainerDefinition definition = member.definition();
                silent.add(definition);
                if (!container.isRunning()) {
                    details.append(FailureReasons.ending(
                            definition.name(),
                            container.ended().getNow(Optional.empty()),
                            lastWords.getOrDefault(definition.hostname(), "")));
                }
            }
        }
        if (!silent.isEmpty()) {
            throw FailureReasons.noPing(plan.name(), silent, details.toString());
        }
    }

    /**
     * An instance of containers that run already.
     *
     * @param containers in their order
     */
    Replica adopt(String instanceId, List<AdoptedContainer> containers) {
        List<Replica.Member> members = new ArrayList<>();
        for (int i = 0; i < containers.size(); i++) {
            ContainerDefinition definition = model.containers().get(i);
            String stream = stream(instanceId, definition);
            RunningContainer container = containers.get(i).container();
            container.follow(line -> log.add(stream, line.time(), line.text()));
            members.add(new Replica.Member(definition, ServingContainer.of(container)));
        }
        return new Replica(instanceId, model.direct(), members);
    }
}
