package io.slipway.emulator.endpoints.fleet;

import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/** All that runs for an endpoint. */
public final class Fleet {

    /** As long as a request may take. */
    private static final Duration DRAIN = Duration.ofMinutes(1);

    /** Production variants and shadows. */
    private final Map<String, Variant> variants = new LinkedHashMap<>();

    private final List<Variant> inProduction;
    private final Optional<Variant> shadow;
    private final Map<String, VariantSetup> setups;
    private final FleetDirectories directories;
    private final boolean async;
    private final boolean serverless;
    private volatile FleetPlan plan;
    private volatile boolean retired;

    Fleet(FleetPlan plan, List<Variant> variants, Map<String, VariantSetup> setups, FleetDirectories directories) {
        this.plan = plan;
        this.async = plan.isAsync();
        this.serverless = plan.isServerless();
        this.setups = Map.copyOf(setups);
        this.directories = directories;
        variants.forEach(variant -> this.variants.put(variant.name(), variant));
        this.inProduction = plan.variants().stream()
                .map(variant -> this.variants.get(variant.name()))
                .toList();
        this.shadow = plan.shadows().stream()
                .map(variant -> this.variants.get(variant.name()))
                .findFirst();
    }

    public boolean isAsync() {
        return async;
    }

    public boolean isServerless() {
        return serverless;
    }

    public boolean isShadow(String variant) {
        return shadow.isPresent() && shadow.get().name().equals(variant);
    }

    public FleetPlan plan() {
        return plan;
    }

    /** A directory of its own, for files that do not outlive it. */
    public Path directory() {
        return directories.of(plan.id());
    }

    /** Whether another one is in its place, or none. */
    public boolean isRetired() {
        return retired;
    }

    /** Whether each variant has an instance that serves. */
    public boolean isServing() {
        return variants.values().stream().allMatch(Variant::isServing);
    }

    /** Waits until every instance has served. */
    public void awaitServing() throws ReplicaFailure, InterruptedException {
        Map<String, List<Document>> images = new LinkedHashMap<>();
        for (Variant variant : variants.values()) {
            variant.awaitServing();
            VariantSetup setup = setups.get(variant.name());
            if (setup != null && variant.plan().count() > 0 && !variant.plan().hasImages()) {
                images.put(variant.name(), setup.deployedImages(setup.get("")));
            }
        }
        plan = plan.withImages(images);
        apply(plan);
    }

    public Optional<Variant> variant(String name) {
        return Optional.ofNullable(variants.get(name));
    }

    /** The variant that is to get a copy of a request, if one is: by the share of its weight in the production variant's. */
    public Optional<Variant> chooseShadow() {
        if (shadow.isEmpty()) {
            return Optional.empty();
        }
        double drawn = ThreadLocalRandom.current().nextDouble()
                * inProduction.getFirst().weight();
        return shadow.filter(variant -> drawn < variant.weight());
    }

    /** A variant by the shares of their weights; empty if no weight is above 0. */
    public Optional<Variant> choose() {
        double total = 0;
        for (Variant variant : inProduction) {
            total += variant.weight();
        }
        double drawn = total == 0 ? 0 : ThreadLocalRandom.current().nextDouble(total);
        for (Variant variant : inProduction) {
            drawn -= variant.weight();
            if (drawn < 0) {
                return Optional.of(variant);
            }
        }
        return Optional.empty();
    }

    /**
     * Changes weights and numbers of instances while it serves; when an instance does not come up, nothing has changed.
     *
     * @param changed the plan with other weights and counts
     */
    public void scale(FleetPlan changed) throws ReplicaFailure, InterruptedException {
        List<Variant> grown = new ArrayList<>();
        try {
            for (VariantPlan wanted : changed.all()) {
                Variant variant = variants.get(wanted.name());
                if (variant != null && wanted.count() > variant.plan().count()) {
                    variant.growTo(wanted.count());
                    grown.add(variant);
                }
            }
        } catch (ReplicaFailure e) {
            for (Variant variant : grown) {
                variant.shrinkTo(variant.plan().count(), DRAIN);
            }
            throw e;
        }
        apply(changed);
        for (Variant variant : variants.values()) {
            variant.shrinkTo(variant.plan().count(), DRAIN);
        }
    }

    private void apply(FleetPlan changed) {
        UnaryOperator<VariantPlan> weightsAndCounts = own -> changed.variant(own.name())
                .map(wanted -> own.with(wanted.weight(), wanted.count()))
                .orElse(own);
        plan = plan.map(weightsAndCounts);
        plan.all().forEach(own -> {
            Variant variant = variants.get(own.name());
            if (variant != null) {
                variant.setPlan(own);
            }
        });
    }

    /** Lets the requests end that it has, then its containers; nothing of it is left. */
    public void retire() throws InterruptedException {
        retired = true;
        variants.values().forEach(Variant::closePool);
        try {
            for (Variant variant : variants.values()) {
                variant.retire(DRAIN);
            }
        } finally {
            close();
        }
        directories.remove(plan.id());
    }

    /** Ends its containers at once; it can be started again. */
    public void close() {
        retired = true;
        variants.values().forEach(Variant::close);
    }
}
