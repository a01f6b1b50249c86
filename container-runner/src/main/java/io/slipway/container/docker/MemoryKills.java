package io.slipway.container.docker;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the kernel killed something in a container for want of memory. The engine keeps that with the container only if
 * it heard of it before it heard of the end; of what it heard afterwards there is an event.
 */
final class MemoryKills {

    /** The word of a kill may follow that of the end by so much. */
    private static final Duration LATE = Duration.ofMillis(300);

    private final DockerConnection connection;

    MemoryKills(DockerConnection connection) {
        this.connection = connection;
    }

    /** @param state of a container that has ended */
    boolean happened(String container, ContainerState state) throws InterruptedException {
        if (Boolean.TRUE.equals(state.getOOMKilled())) {
            return true;
        }
        var heard = new AtomicBoolean();
        // Both times are the engine's own, so a clock that differs does no harm.
        Instant since = Instant.parse(String.valueOf(state.getStartedAt()));
        Instant until = Instant.parse(String.valueOf(state.getFinishedAt())).plus(LATE);
        try (var events = new Completion<Event>(event -> heard.set(true))) {
            connection
                    .client()
                    .eventsCmd()
                    .withContainerFilter(container)
                    .withEventFilter("oom")
                    .withSince(seconds(since))
                    .withUntil(seconds(until))
                    .exec(events);
            events.await();
        } catch (RuntimeException e) {
            throw connection.failure("tell what happened to the container", e);
        }
        return heard.get();
    }

    private static String seconds(Instant time) {
        return "%d.%09d".formatted(time.getEpochSecond(), time.getNano());
    }
}
