package io.slipway.emulator.serving;

import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model: its containers, and how a request goes through them.
 *
 * @param direct whether a request goes to one container of its choice, in place of one after the other
 * @param isolated whether they reach no network
 */
public record ModelDefinition(List<ContainerDefinition> containers, boolean direct, boolean isolated) {

    public ModelDefinition {
        containers = List.copyOf(containers);
    }

    /** @param model its description; every container of it must have an image */
    public static ModelDefinition of(Document model) {
        List<Document> definitions = definitions(model);
        List<ContainerDefinition> containers = new ArrayList<>();
        for (int i = 0; i < definitions.size(); i++) {
            containers.add(ContainerDefinition.of(definitions.get(i), i, definitions.size() == 1));
        }
        return new ModelDefinition(
                containers,
                model.findString("InferenceExecutionConfig.Mode").orElse("").equals("Direct"),
                model.isTrue("EnableNetworkIsolation"));
    }

    /** Why containers cannot be run for a model with this description, if so. */
    public static Optional<String> obstacle(Document model) {
        return definitions(model).stream().allMatch(container -> container.has("Image"))
                ? Optional.empty()
                : Optional.of("a container of it has no Image");
    }

    public boolean isMultiModel() {
        return containers.stream().anyMatch(ContainerDefinition::isMultiModel);
    }

    private static List<Document> definitions(Document model) {
        return model.findDocument("PrimaryContainer").map(List::of).orElseGet(() -> model.documents("Containers"));
    }
}
