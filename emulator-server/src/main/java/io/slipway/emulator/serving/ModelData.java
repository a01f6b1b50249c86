package io.slipway.emulator.serving;

import io.slipway.emulator.wire.Document;
import java.util.Optional;

/** Where a container's model comes from. */
public sealed interface ModelData {

    record None() implements ModelData {}

    /** A {@code tar.gz}, unpacked into the model's directory. */
    record Archive(String url) implements ModelData {}

    /** All objects below a prefix, as they are. */
    record Tree(String url) implements ModelData {}

    /** One object, as it is. */
    record SingleObject(String url) implements ModelData {}

    /** A prefix below which there are archives, one a model: each is brought when it is first asked for. */
    record Library(String url) implements ModelData {}

    /** Where in S3, if anywhere. */
    default Optional<String> location() {
        return switch (this) {
            case None none -> Optional.empty();
            case Archive(String url) -> Optional.of(url);
            case Tree(String url) -> Optional.of(url);
            case SingleObject(String url) -> Optional.of(url);
            case Library(String url) -> Optional.of(url);
        };
    }

    /** @param container one definition of a model */
    static ModelData of(Document container) {
        Optional<String> url = container
                .findString("ModelDataUrl")
                .or(() -> container.findString("ModelDataSource.S3DataSource.S3Uri"))
                .filter(text -> !text.isEmpty());
        if (url.isEmpty()) {
            return new None();
        }
        if (container.findString("Mode").orElse("").equals("MultiModel")) {
            return new Library(url.get());
        }
        return container
                .findDocument("ModelDataSource.S3DataSource")
                .map(ModelData::ofSource)
                .orElseGet(() -> new Archive(url.get()));
    }

    /** @param source an {@code S3ModelDataSource} */
    static ModelData ofSource(Document source) {
        String url = source.getString("S3Uri");
        if (source.getString("CompressionType").equals("Gzip")) {
            return new Archive(url);
        }
        return source.getString("S3DataType").equals("S3Object") ? new SingleObject(url) : new Tree(url);
    }
}
