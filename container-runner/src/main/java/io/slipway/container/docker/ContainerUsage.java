package io.slipway.container.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Statistics;
import io.slipway.container.Usage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Asks what a container uses. */
final class ContainerUsage {

    private final DockerConnection connection;
    private final String id;
    private final boolean hasGpus;
    private final Sparingly<OptionalLong> writtenBytes;

    /**
     * @param hasGpus whether it was given NVIDIA devices; only then it is asked for them
     * @param scratch a directory of this machine with what it writes to its initial directories and over its mounts
     */
    ContainerUsage(DockerConnection connection, String id, boolean hasGpus, Optional<Path> scratch) {
        this.connection = connection;
        this.id = id;
        this.hasGpus = hasGpus;
        // Counting goes through every file, of which there may be millions.
        this.writtenBytes = new Sparingly<>(() -> countWrittenBytes(scratch), System::nanoTime);
    }

    Optional<Usage> read() throws InterruptedException {
        var last = new AtomicReference<@Nullable Statistics>();
        try (var answer = new Completion<Statistics>(last::set)) {
            connection.client().statsCmd(id).withNoStream(true).exec(answer);
            answer.await();
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw connection.failure("look at what the container uses", e);
        }
        Optional<Usage> usage = Optional.ofNullable(last.get()).flatMap(UsageReading::of);
        return usage.isEmpty() ? usage : Optional.of(whole(usage.get()));
    }

    private Usage whole(Usage usage) throws InterruptedException {
        return usage.withWrittenBytes(writtenBytes.get()).withGpus(hasGpus ? gpus() : Optional.empty());
    }

    private OptionalLong countWrittenBytes(Optional<Path> scratch) {
        List<Container> found = connection.call(
                "look at the size of the container",
                () -> connection
                        .client()
                        .listContainersCmd()
                        .withShowSize(true)
                        .withIdFilter(List.of(id))
                        .exec());
        if (found.isEmpty() || found.getFirst().getSizeRw() == null) {
            return OptionalLong.empty();
        }
        long here = scratch.map(DirectorySize::of).orElse(0L);
        return OptionalLong.of(found.getFirst().getSizeRw() + here);
    }

    /** The tool comes with the devices: the engine's NVIDIA runtime puts it into the container. */
    Optional<Usage.Gpus> gpus() throws InterruptedException {
        var output = new ByteArrayOutputStream();
        try (var answer = new Completion<Frame>(frame -> output.writeBytes(frame.getPayload()))) {
            String command = connection
                    .client()
                    .execCreateCmd(id)
                    .withCmd(GpuReading.COMMAND.toArray(String[]::new))
                    .withAttachStdout(true)
                    .exec()
                    .getId();
            connection.client().execStartCmd(command).exec(answer);
            answer.await();
        } catch (NotFoundException | ConflictException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw connection.failure("look at the devices of the container", e);
        }
        return GpuReading.of(output.toString(StandardCharsets.UTF_8));
    }
}
