package io.slipway.emulator.registry;

import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectInfo;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a package holds, checked and completed: what its containers are of, as it is now. */
public final class PackageSpecification {

    private final ResourceStore store;
    private final ObjectStore objects;
    private final Predicate<String> acceptableImage;
    private final Function<String, Optional<String>> imageDigest;

    /**
     * @param acceptableImage whether a request may name an image at all
     * @param imageDigest {@code sha256:…} of an image, if it is known
     */
    public PackageSpecification(
            ResourceStore store,
            ObjectStore objects,
            Predicate<String> acceptableImage,
            Function<String, Optional<String>> imageDigest) {
        this.store = store;
        this.objects = objects;
        this.acceptableImage = acceptableImage;
        this.imageDigest = imageDigest;
    }

    /**
     * The specification of a request; empty if it has none.
     *
     * @throws ApiException if it names what does not exist
     */
    Optional<Document> of(RequestContext context, Document request) {
        boolean validated =
                request.findString("SkipModelValidation").filter("All"::equals).isEmpty();
        return request.findDocument("InferenceSpecification")
                .or(() -> request.documents("SourceAlgorithmSpecification.SourceAlgorithms").stream()
                        .findFirst()
                        .map(source -> ofAlgorithm(context, source)))
                .map(specification -> completed(specification, validated));
    }

    Document completed(Document specification, boolean validated) {
        return specification.with(
                "Containers",
                specification.documents("Containers").stream()
                        .map(container -> container(container, validated))
                        .toList());
    }

    private Document ofAlgorithm(RequestContext context, Document source) {
        String name = source.getString("AlgorithmName");
        Document algorithm = store.find(PackageName.algorithmArn(context, name))
                .orElseThrow(() -> ApiException.validation("Algorithm with name " + name + " does not exist."))
                .description();
        Document specification = algorithm
                .findDocument("InferenceSpecification")
                .orElseThrow(() -> ApiException.validation(
                        "The algorithm " + name + " has no inference specification to package."));
        List<Document> containers = specification.documents("Containers");
        if (containers.isEmpty()) {
            return specification;
        }
        Document first = containers.getFirst();
        for (String member : List.of("ModelDataUrl", "ModelDataSource")) {
            first = first.with(member, source.find(member));
        }
        containers.set(0, first);
        return specification.with("Containers", containers);
    }

    private Document container(Document container, boolean validated) {
        String image = container
                .findString("Image")
                .orElseThrow(() -> ApiException.validation(
                        "Image must be specified for each container of an inference specification."));
        if (!acceptableImage.test(image)) {
            throw ApiException.validation("Invalid image \"" + image
                    + "\". Please provide a valid Amazon Elastic Container Registry path of the Docker image to run.");
        }
        Document completed =
                container.has("ImageDigest") ? container : container.with("ImageDigest", imageDigest.apply(image));
        Optional<String> url = container.findString("ModelDataUrl");
        if (url.isEmpty() || !validated) {
            return completed;
        }
        return completed.with("ModelDataETag", modelData(url.get()).etag());
    }

    private ObjectInfo modelData(String url) {
        S3Uri uri = uri(url);
        try {
            return objects.find(uri).orElseThrow(() -> noModelData(uri));
        } catch (ObjectStoreException e) {
            throw noModelData(uri);
        }
    }

    private static S3Uri uri(String url) {
        try {
            return S3Uri.parse(url);
        } catch (IllegalArgumentException e) {
            throw ApiException.validation("Invalid model data URL: " + url);
        }
    }

    private static ApiException noModelData(S3Uri uri) {
        return ApiException.validation("Cannot find S3 object: " + uri.key() + " in bucket " + uri.bucket()
                + ". Please check if your S3 object exists and has proper permissions for SageMaker.");
    }
}
