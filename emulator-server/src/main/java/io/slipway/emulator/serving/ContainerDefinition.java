package io.slipway.emulator.serving;

import io.slipway.emulator.wire.Document;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One container of a model.
 *
 * @param hostname the request's own, else {@code container-1} and so on
 * @param name what messages call it: {@code primary} where it is the only one and has no name
 * @param additional further model data by channel name
 * @param keepsModels whether a multi-model container keeps what it has loaded
 */
public record ContainerDefinition(
        String image,
        ModelData data,
        Map<String, ModelData> additional,
        Map<String, String> environment,
        String hostname,
        String name,
        boolean keepsModels) {

    static ContainerDefinition of(Document container, int index, boolean only) {
        Optional<String> hostname = container.findString("ContainerHostname");
        String standard = "container-" + (index + 1);
        Map<String, ModelData> additional = new LinkedHashMap<>();
        for (Document source : container.documents("AdditionalModelDataSources")) {
            source.findDocument("S3DataSource")
                    .ifPresent(s3 -> additional.put(source.getString("ChannelName"), ModelData.ofSource(s3)));
        }
        return new ContainerDefinition(
                container.getString("Image"),
                ModelData.of(container),
                additional,
                container.stringMap("Environment"),
                hostname.orElse(standard),
                hostname.orElse(only ? "primary" : standard),
                !container
                        .findString("MultiModelConfig.ModelCacheSetting")
                        .orElse("Enabled")
                        .equals("Disabled"));
    }

    public boolean isMultiModel() {
        return data instanceof ModelData.Library;
    }
}
