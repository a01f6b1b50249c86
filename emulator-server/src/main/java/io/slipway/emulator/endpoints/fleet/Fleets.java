package io.slipway.emulator.endpoints.fleet;

import io.slipway.container.AdoptedContainer;
import io.slipway.container.EngineException;
import io.slipway.emulator.aws.Arn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts fleets, and finds those again that an earlier run of this program left. */
public final class Fleets {

    private static final Logger LOG = LoggerFactory.getLogger(Fleets.class);

    private final FleetPlatform platform;
    private List<AdoptedContainer> adopted = List.of();

    public Fleets(FleetPlatform platform) {
        this.platform = platform;
    }

    /** Takes over what containers of endpoints run. To be called once, before anything is started. */
    public void adopt() {
        Map<String, String> labels =
                new HashMap<>(platform.containers().labels().all());
        labels.putAll(ReplicaLabels.COMMON);
        adopted = platform.containers().engine().adopt(labels);
    }

    /** Removes all that was found and is not of these fleets. */
    public void retain(Set<String> fleets) {
        adopted.stream()
                .filter(found ->
                        !fleets.contains(ReplicaLabels.of(found.labels()).fleet()))
                .forEach(found -> found.container().close());
        platform.directories().retain(fleets);
    }

    /** Starts a fleet, or what is missing of one that was found. Returns at once. */
    public Fleet start(Arn endpoint, FleetPlan plan) {
        List<Variant> variants = new ArrayList<>();
        Map<String, VariantSetup> setups = new LinkedHashMap<>();
        for (VariantPlan variant : plan.all()) {
            var log = new EndpointLog(endpoint, variant.name(), platform.logs(), platform.clock());
            log.open();
            Path directory = platform.directories().of(plan.id()).resolve(variant.name());
            var setup = new VariantSetup(variant, platform, directory, log);
            setups.put(variant.name(), setup);
            var starter = new ReplicaStarter(endpoint, plan.id(), variant, platform, setup, log);
            variants.add(new Variant(
                    variant, starter, endpoint.name() + "/" + variant.name(), adopt(plan.id(), variant, starter)));
        }
        return new Fleet(plan, variants, setups, platform.directories());
    }

    private List<Replica> adopt(String fleet, VariantPlan variant, ReplicaStarter starter) {
        Map<String, List<AdoptedContainer>> byInstance = adopted.stream()
                .filter(found -> {
                    ReplicaLabels labels = ReplicaLabels.of(found.labels());
                    return labels.fleet().equals(fleet) && labels.variant().equals(variant.name());
                })
                .sorted(Comparator.comparingInt(
                        found -> ReplicaLabels.of(found.labels()).container()))
                .collect(Collectors.groupingBy(
                        found -> ReplicaLabels.of(found.labels()).instanceId(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<Replica> replicas = new ArrayList<>();
        byInstance.forEach((instanceId, containers) -> {
            boolean whole = containers.size() == variant.model().containers().size();
            try {
                if (whole) {
                    replicas.add(starter.adopt(instanceId, containers));
                    return;
                }
            } catch (EngineException e) {
                LOG.info("an instance of {} cannot be taken over: {}", variant.name(), e.getMessage());
            }
            containers.forEach(found -> found.container().close());
        });
        return replicas;
    }
}
