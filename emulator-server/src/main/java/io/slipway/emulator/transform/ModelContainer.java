package io.slipway.emulator.transform;

import io.slipway.emulator.wire.Document;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The container of a model.
 *
 * @param modelDataUrl a {@code tar.gz} that is unpacked into {@code /opt/ml/model}
 * @param isolated whether it reaches no network
 */
record ModelContainer(String image, Optional<String> modelDataUrl, Map<String, String> environment, boolean isolated) {
    /** @param model its description */
    static ModelContainer of(Document model) {
        Document container = definitions(model).getFirst();
        return new ModelContainer(
                container.getString("Image"),
                modelData(container),
                container.stringMap("Environment"),
                model.isTrue("EnableNetworkIsolation"));
    }

    /** Why a model with these definitions cannot be run by a transform job, if so. */
    static Optional<String> obstacle(Document model) {
        List<Document> definitions = definitions(model);
        if (definitions.size() != 1) {
            return Optional.of("it has " + definitions.size() + " containers");
        }
        Document container = definitions.getFirst();
        if (!container.has("Image")) {
            return Optional.of("its container has no Image");
        }
        if (container.findString("Mode").orElse("SingleModel").equals("MultiModel")) {
            return Optional.of("it is a multi-model container");
        }
        if (!container.documents("AdditionalModelDataSources").isEmpty()) {
            return Optional.of("it has AdditionalModelDataSources");
        }
        boolean unpacked = container.has("ModelDataSource")
                && !container
                        .findString("ModelDataSource.S3DataSource.CompressionType")
                        .orElse("")
                        .equals("Gzip");
        return unpacked ? Optional.of("its ModelDataSource is not a tar.gz") : Optional.empty();
    }

    private static Optional<String> modelData(Document container) {
        return container
                .findString("ModelDataUrl")
                .or(() -> container.findString("ModelDataSource.S3DataSource.S3Uri"))
                .filter(url -> !url.isEmpty());
    }

    private static List<Document> definitions(Document model) {
        return model.findDocument("PrimaryContainer").map(List::of).orElseGet(() -> model.documents("Containers"));
    }
}
