package io.slipway.emulator.serving;

import io.slipway.container.InitialFile;
import io.slipway.container.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container's model data on this machine; several containers may be started with the same.
 *
 * @param model if there is any
 * @param additional by channel name
 */
public record ModelFiles(Optional<Path> model, Map<String, Path> additional) {

    private static final String MODEL = "/opt/ml/model";
    private static final String ADDITIONAL = "/opt/ml/additional-model-data-sources/";

    /** @param directory an existing one, for this container's data alone */
    public static ModelFiles fetch(ModelDownload download, ContainerDefinition container, Path directory)
            throws ModelDataException, InterruptedException {
        Optional<Path> model = download.fetch(container.data(), directory.resolve("model"));
        Map<String, Path> additional = new LinkedHashMap<>();
        for (Map.Entry<String, ModelData> source : container.additional().entrySet()) {
            String channel = source.getKey();
            download.fetch(source.getValue(), directory.resolve(folder(channel)))
                    .ifPresent(path -> additional.put(channel, path));
        }
        return new ModelFiles(model, additional);
    }

    /** What {@link #fetch} brought there before. */
    public static ModelFiles found(ContainerDefinition container, Path directory) {
        Map<String, Path> additional = new LinkedHashMap<>();
        container.additional().keySet().forEach(channel -> additional.put(channel, directory.resolve(folder(channel))));
        return new ModelFiles(Optional.of(directory.resolve("model")).filter(Files::isDirectory), additional);
    }

    private static String folder(String channel) {
        return "additional-" + channel;
    }

    List<Mount> mounts() {
        List<Mount> mounts = new ArrayList<>();
        model.ifPresent(path -> mounts.add(new Mount(path, MODEL, Mount.Mode.COPY_ON_WRITE)));
        additional.forEach(
                (channel, path) -> mounts.add(new Mount(path, ADDITIONAL + channel, Mount.Mode.COPY_ON_WRITE)));
        return mounts;
    }

    List<InitialFile> directories() {
        return model.isPresent() ? List.of() : List.of(new InitialFile.EmptyDirectory(MODEL));
    }
}
