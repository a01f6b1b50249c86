package io.slipway.emulator.models;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What the service's model of CreateModel cannot say. */
public final class ContainerRules {

    private final Predicate<String> acceptableImage;

    /** @param acceptableImage whether a request may name an image at all */
    public ContainerRules(Predicate<String> acceptableImage) {
        this.acceptableImage = acceptableImage;
    }

    void check(Document request) {
        boolean primary = request.has("PrimaryContainer");
        List<Document> containers = request.documents("Containers");
        if (primary && !containers.isEmpty()) {
            throw ApiException.validation("Only one of PrimaryContainer and Containers can be specified.");
        }
        if (!primary && containers.isEmpty()) {
            throw ApiException.validation("Either PrimaryContainer or Containers must be specified.");
        }
        request.findDocument("PrimaryContainer").ifPresent(this::checkContainer);
        containers.forEach(this::checkContainer);
        checkMode(request.findString("InferenceExecutionConfig.Mode").orElse("Serial"), containers);
        Set<String> hostnames = new HashSet<>();
        for (Document container : containers) {
            container
                    .findString("ContainerHostname")
                    .filter(name -> !hostnames.add(name))
                    .ifPresent(name -> {
                        throw ApiException.validation("Duplicate container hostname: " + name);
                    });
        }
    }

    private static void checkMode(String mode, List<Document> containers) {
        boolean direct = mode.equals("Direct");
        if (direct && !containers.stream().allMatch(container -> container.has("ContainerHostname"))) {
            throw ApiException.validation("ContainerHostname must be specified for every container of a model whose"
                    + " InferenceExecutionConfig has the mode Direct.");
        }
        if (!direct && containers.stream().filter(ContainerRules::isMultiModel).count() > 1) {
            throw ApiException.validation(
                    "More than one container in MultiModel mode is not supported with inference pipeline.");
        }
    }

    private static boolean isMultiModel(Document container) {
        return container.findString("Mode").filter("MultiModel"::equals).isPresent();
    }

    private void checkContainer(Document container) {
        if (container.has("ModelPackageName")) {
            if (container.has("Image") || container.has("ModelDataUrl") || container.has("ModelDataSource")) {
                throw ApiException.validation(
                        "ModelPackageName cannot be specified with Image, ModelDataUrl or ModelDataSource.");
            }
            return;
        }
        String image = container
                .findString("Image")
                .orElseThrow(() -> ApiException.validation("Either Image or ModelPackageName must be specified."));
        if (!acceptableImage.test(image)) {
            throw ApiException.validation("Invalid image \"" + image
                    + "\". Please provide a valid Amazon Elastic Container Registry path of the Docker image to run.");
        }
        if (container.has("ModelDataUrl") && container.has("ModelDataSource")) {
            throw ApiException.validation("Only one of ModelDataUrl and ModelDataSource can be specified.");
        }
        boolean multiModel = isMultiModel(container);
        if (multiModel && !container.has("ModelDataUrl") && !container.has("ModelDataSource")) {
            throw ApiException.validation("ModelDataUrl must be specified for a container in MultiModel mode.");
        }
        if (!multiModel && container.has("MultiModelConfig")) {
            throw ApiException.validation("MultiModelConfig can only be specified for a container in MultiModel mode.");
        }
    }
}
