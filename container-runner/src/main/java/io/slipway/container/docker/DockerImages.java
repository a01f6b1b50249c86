package io.slipway.container.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.transport.DockerHttpClient;
import io.slipway.container.EngineException;
import io.slipway.container.ImageInfo;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Images of the engine. */
final class DockerImages {

    private final DockerConnection connection;

    DockerImages(DockerConnection connection) {
        this.connection = connection;
    }

    Optional<ImageInfo> find(ImageRef image) {
        return connection.call("look up the image " + image, () -> {
            try {
                return Optional.of(info(
                        image,
                        connection.client().inspectImageCmd(image.value()).exec()));
            } catch (NotFoundException | BadRequestException e) {
                return Optional.empty();
            }
        });
    }

    ImageInfo get(ImageRef image) {
        return find(image).orElseThrow(() -> new ImageNotFoundException(image, "Docker does not have it"));
    }

    private static ImageInfo info(ImageRef image, InspectImageResponse found) {
        var config = found.getConfig();
        Map<String, String> labels = config == null ? null : config.getLabels();
        return new ImageInfo(
                image,
                found.getId(),
                Objects.requireNonNullElse(found.getSize(), 0L),
                Objects.requireNonNullElse(labels, Map.of()));
    }

    ImageInfo pull(ImageRef image, Consumer<String> progress) throws InterruptedException {
        ImageName name = ImageName.of(image);
        var told = new PullProgress(progress);
        var answer = new Completion<PullResponseItem>(told::accept);
        try {
            connection
                    .client()
                    .pullImageCmd(name.repository())
                    .withTag(name.tag())
                    .exec(answer);
            answer.await();
        } catch (RuntimeException e) {
            throw pullFailure(image, e);
        }
        return get(image);
    }

    private EngineException pullFailure(ImageRef image, RuntimeException failure) {
        String reason = Reasons.of(failure);
        if (reason.contains("dial tcp") || reason.contains("i/o timeout") || reason.contains("Client.Timeout")) {
            return new ImageNotFoundException(image, "its registry cannot be reached (" + reason + ")");
        }
        if (failure instanceof NotFoundException || PullProgress.isRefusal(reason)) {
            return new ImageNotFoundException(image, "its registry does not give it (" + reason + ")");
        }
        return connection.failure("pull the image " + image, failure);
    }

    ImageInfo importRoot(ImageRef image, InputStream tar) {
        String what = "import the image " + image;
        ImageName name = ImageName.of(image);
        var request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.POST)
                .path("/images/create?fromSrc=-&repo=" + encoded(name.repository()) + "&tag=" + encoded(name.tag()))
                .body(tar)
                .build();
        connection.call(what, () -> {
            try (DockerHttpClient.Response response = connection.http().execute(request)) {
                String body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
                if (response.getStatusCode() != 200 || body.contains("\"errorDetail\"")) {
                    throw new EngineException("Docker could not " + what + ": " + Reasons.ofBody(body));
                }
                return body;
            } catch (IOException e) {
                throw connection.failure(what, e);
            }
        });
        return get(image);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
