package io.slipway.s3.transfer;

import io.slipway.s3.S3Uri;
import java.util.List;

/** Where the objects of a channel, a transform input or a model are: SageMaker's {@code S3DataSource}. */
public sealed interface S3Source {

    S3Uri uri();

    /** {@code S3Prefix}: every object whose key begins with the URI's key, as a plain string. */
    record Prefix(S3Uri uri) implements S3Source {}

    /** {@code ManifestFile}: the objects that a JSON object in S3 names. */
    record Manifest(S3Uri uri) implements S3Source {}

    /**
     * {@code AugmentedManifestFile}: what the JSON lines of an object hold or name. As plain objects it is that object alone.
     *
     * @param attributeNames the members of each line to take, in this order; those ending in {@code -ref} name objects
     */
    record AugmentedManifest(S3Uri uri, List<String> attributeNames) implements S3Source {

        public AugmentedManifest {
            attributeNames = List.copyOf(attributeNames);
        }
    }

    /**
     * From a request's members.
     *
     * @param dataType {@code S3Prefix} or {@code ManifestFile}
     * @throws IllegalArgumentException for another type or a URI that is not one
     */
    static S3Source of(String dataType, String uri) {
        return switch (dataType) {
            case "S3Prefix" -> new Prefix(S3Uri.parse(uri));
            case "ManifestFile" -> new Manifest(S3Uri.parse(uri));
            default -> throw new IllegalArgumentException("not a source of plain objects: " + dataType);
        };
    }
}
