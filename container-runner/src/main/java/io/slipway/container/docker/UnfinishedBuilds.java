package io.slipway.container.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import io.slipway.container.EngineException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What builds leave that did not come to their end, and stages that are only copied from. The engine keeps each step of a
 * build as an image; a label tells ours, and that no finished image is made of them tells those that nobody needs.
 */
final class UnfinishedBuilds {

    private static final Logger log = LoggerFactory.getLogger(UnfinishedBuilds.class);

    private static final String LABEL = "slipway.build";

    /** How long the engine may take to notice that nobody waits for a build any more. */
    private static final int PASSES = 50;

    private static final long PAUSE_MILLIS = 100;

    private final DockerConnection connection;
    private final String unfinished;
    private final String finished;

    /** @param owner whose builds these are */
    UnfinishedBuilds(DockerConnection connection, String owner) {
        this.connection = connection;
        this.unfinished = "unfinished-" + owner;
        this.finished = "finished-" + owner;
    }

    /** The Dockerfile, with the label on all that it makes. */
    String marked(String dockerfile) {
        return dockerfile
                .lines()
                .map(line -> line.matches("(?i)\\s*FROM\\s.*") ? line + "\nLABEL " + LABEL + "=" + unfinished : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The label of an image that is whole; it may lack its name yet. */
    Map<String, String> finished() {
        return Map.of(LABEL, finished);
    }

    /** To be called while nobody builds. What cannot be removed now is left for the next time. */
    void remove() {
        try {
            containers().forEach(container -> Containers.remove(connection, container.getId()));
            images(unfinished).forEach(image -> remove(image.getId()));
            images(finished).forEach(image -> remove(image.getId()));
        } catch (EngineException e) {
            log.debug("what unfinished builds left could not be removed", e);
        }
    }

    /** As {@link #remove()}, after a build was told to end, which the engine does in its own time. */
    void removeAtLast() {
        try {
            for (int pass = 0; pass < PASSES; pass++) {
                remove();
                Thread.sleep(PAUSE_MILLIS);
                if (containers().isEmpty() && images(unfinished).isEmpty()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Container> containers() {
        return connection.call(
                "list its containers",
                () -> connection
                        .client()
                        .listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(Map.of(LABEL, unfinished))
                        .exec());
    }

    /** Without a name, and nothing made of them. */
    private List<Image> images(String label) {
        return connection.call(
                "list its images",
                () -> connection
                        .client()
                        .listImagesCmd()
                        .withDanglingFilter(true)
                        .withLabelFilter(Map.of(LABEL, label))
                        .exec());
    }

    /** Takes the images of earlier steps along that nothing else is made of. */
    private void remove(String image) {
        connection.call("remove the image " + image, () -> {
            try {
                return connection.client().removeImageCmd(image).exec();
            } catch (NotFoundException | ConflictException e) {
                return null;
            }
        });
    }
}
