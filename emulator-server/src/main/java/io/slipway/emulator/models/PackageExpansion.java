package io.slipway.emulator.models;

import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the containers of a model package where a model names the package: a model never changes, whatever becomes of the
 * package.
 */
final class PackageExpansion {

    private static final String PACKAGE = "ModelPackageName";

    private final PackagedContainers packages;

    PackageExpansion(PackagedContainers packages) {
        this.packages = packages;
    }

    Document expand(RequestContext context, Document request) {
        Optional<Document> primary = request.findDocument("PrimaryContainer");
        if (primary.isPresent()) {
            List<Document> containers = expandContainer(context, primary.get());
            return containers.size() == 1
                    ? request.with("PrimaryContainer", containers.getFirst())
                    : request.without("PrimaryContainer").with("Containers", containers);
        }
        List<Document> containers = new ArrayList<>();
        request.documents("Containers").forEach(container -> containers.addAll(expandContainer(context, container)));
        return request.with("Containers", containers);
    }

    private List<Document> expandContainer(RequestContext context, Document container) {
        Optional<String> name = container.findString(PACKAGE);
        if (name.isEmpty()) {
            return List.of(container);
        }
        return packages.of(context, name.get(), container.findString("InferenceSpecificationName")).stream()
                .map(packaged -> merge(packaged, container))
                .toList();
    }

    /** What the model says of its container goes before what the package says. */
    private static Document merge(Document packaged, Document container) {
        Map<String, String> environment = packaged.stringMap("Environment");
        environment.putAll(container.stringMap("Environment"));
        Document merged = packaged.withAll(container);
        return environment.isEmpty() ? merged : merged.with("Environment", environment);
    }
}
