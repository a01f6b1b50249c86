package io.slipway.emulator.endpoints.fleet;

import io.slipway.emulator.wire.Document;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What an endpoint runs, or is to run: all that is needed to start it again though its configuration and models are deleted.
 *
 * @param id of the containers and directories that are made for it
 * @param config the endpoint configuration, whose variants are {@link VariantPlan} documents
 */
public record FleetPlan(String id, Document config) {

    private static final String VARIANTS = "ProductionVariants";
    private static final String SHADOWS = "ShadowProductionVariants";

    /**
     * @param config as it was created
     * @param models the description of a model, by its name
     */
    public static FleetPlan of(String id, Document config, Function<String, Document> models) {
        return new FleetPlan(id, config)
                .map(variant -> new VariantPlan(variant.document()
                        .with(VariantPlan.MODEL, models.apply(variant.document().getString("ModelName")))));
    }

    /** @param stored what {@link #toDocument} gave */
    public static FleetPlan parse(Document stored) {
        return new FleetPlan(
                stored.getString("Id"), stored.findDocument("Config").orElseThrow());
    }

    public Document toDocument() {
        return Document.EMPTY.with("Id", id).with("Config", config);
    }

    public String configName() {
        return config.getString("EndpointConfigName");
    }

    /** The production variants. */
    public List<VariantPlan> variants() {
        return variants(VARIANTS);
    }

    /** Variants that get copies of requests, and whose answers nobody gets. */
    public List<VariantPlan> shadows() {
        return variants(SHADOWS);
    }

    private List<VariantPlan> variants(String member) {
        return config.documents(member).stream().map(VariantPlan::new).toList();
    }

    /** Production variants and shadows. */
    public List<VariantPlan> all() {
        return Stream.concat(variants().stream(), shadows().stream()).toList();
    }

    /** Of all of them. */
    public Optional<VariantPlan> variant(String name) {
        return all().stream().filter(variant -> variant.name().equals(name)).findFirst();
    }

    /** The plan with its variants changed; the containers stay those of this one. */
    public FleetPlan map(UnaryOperator<VariantPlan> change) {
        Document changed = config;
        for (String member : List.of(VARIANTS, SHADOWS)) {
            if (config.has(member)) {
                changed = changed.with(
                        member,
                        variants(member).stream()
                                .map(change)
                                .map(VariantPlan::document)
                                .toList());
            }
        }
        return new FleetPlan(id, changed);
    }

    /** The plan with another part of its configuration, or without it. */
    public FleetPlan with(String member, Optional<Document> part) {
        return new FleetPlan(id, config.without(member).with(member, part));
    }

    FleetPlan withImages(Map<String, List<Document>> images) {
        return map(variant ->
                images.containsKey(variant.name()) ? variant.withImages(images.get(variant.name())) : variant);
    }

    public boolean isServerless() {
        return variants().stream().anyMatch(variant -> variant.serverless().isPresent());
    }

    public boolean isAsync() {
        return config.has("AsyncInferenceConfig");
    }
}
