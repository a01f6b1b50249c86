package io.slipway.container.docker;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.WaitResponse;
import io.slipway.container.ImageRef;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes root's files in a container of the image that wrote them, which the engine has. */
final class RootCleaner implements Scratch.Cleaner {

    private static final Logger log = LoggerFactory.getLogger(RootCleaner.class);

    private static final String INSIDE = "/slipway-scratch";

    private final DockerConnection connection;
    private final Map<String, String> labels;

    RootCleaner(DockerConnection connection, Map<String, String> labels) {
        this.connection = connection;
        this.labels = labels;
    }

    @Override
    public void delete(Path directory, ImageRef image) {
        try {
            remove(directory, image);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("{} could not be deleted: {}", directory, Reasons.of(e));
        }
    }

    private void remove(Path directory, ImageRef image) throws InterruptedException {
        Path parent = directory.toAbsolutePath().getParent();
        var client = connection.client();
        String id = client.createContainerCmd(image.value())
                .withEntrypoint("rm", "-rf", INSIDE + "/" + directory.getFileName())
                .withUser("0:0")
                .withLabels(labels)
                .withHostConfig(HostConfig.newHostConfig()
                        .withNetworkMode("none")
                        .withBinds(new Bind(String.valueOf(parent), new Volume(INSIDE))))
                .exec()
                .getId();
        try {
            client.startContainerCmd(id).exec();
            var ended = new Completion<WaitResponse>(response -> {
                if (response.getStatusCode() != 0) {
                    log.warn("{} could not be deleted by the engine either", directory);
                }
            });
            client.waitContainerCmd(id).exec(ended);
            ended.await();
        } finally {
            Shielded.run(() -> client.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec());
        }
    }
}
