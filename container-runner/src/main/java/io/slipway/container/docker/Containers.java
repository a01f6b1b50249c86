package io.slipway.container.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;

/** Removing containers. */
final class Containers {

    private Containers() {}

    /** Kills it if it runs; its anonymous volumes go with it. */
    static void remove(DockerConnection connection, String id) {
        connection.call("remove the container", () -> {
            try {
                return connection
                        .client()
                        .removeContainerCmd(id)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException e) {
                return null;
            } catch (ConflictException e) {
                if (Reasons.of(e).contains("already in progress")) {
                    return null;
                }
                throw e;
            }
        });
    }
}
