package io.slipway.emulator.endpoints.fleet;

import io.slipway.container.ContainerExit;
import io.slipway.emulator.serving.ContainerDefinition;
import io.slipway.emulator.serving.ModelDataException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the service says when a variant does not come up, and then what is known here. */
final class FailureReasons {

    private FailureReasons() {}

    /**
     * @param silent the containers that did not answer
     * @param details what is known of them
     */
    static ReplicaFailure noPing(String variant, List<ContainerDefinition> silent, String details) {
        String names = silent.stream().map(ContainerDefinition::name).collect(Collectors.joining(", "));
        return new ReplicaFailure("The " + names + (silent.size() == 1 ? " container" : " containers")
                + " for production variant " + variant
                + " did not pass the ping health check. Please check CloudWatch logs for this endpoint." + details);
    }

    /** @param lastWords the last line that the container printed */
    static String ending(String container, Optional<ContainerExit> exit, String lastWords) {
        String how = switch (exit.orElse(null)) {
            case ContainerExit.Exited(int code) -> "exited with code " + code;
            case ContainerExit.OutOfMemory memory -> "ran out of memory";
            case null, default -> "ended";
        };
        return " The container " + container + " " + how + (lastWords.isEmpty() ? "." : ": " + lastWords);
    }

    static ReplicaFailure noModelData(ContainerDefinition container, ModelDataException cause) {
        return noModelData(container, cause.url(), cause.reason());
    }

    static ReplicaFailure slowModelData(ContainerDefinition container, Duration limit) {
        return noModelData(
                container,
                Stream.concat(Stream.of(container.data()), container.additional().values().stream())
                        .flatMap(data -> data.location().stream())
                        .findFirst()
                        .orElse(""),
                "It was not there after the " + limit.toSeconds()
                        + " seconds that ModelDataDownloadTimeoutInSeconds gives.");
    }

    private static ReplicaFailure noModelData(ContainerDefinition container, String url, String reason) {
        return new ReplicaFailure("Failed to download model data for container \"" + container.hostname()
                + "\" from URL: \"" + url
                + "\". Please ensure that there is an object located at the URL and that the role passed to CreateModel has"
                + " permissions to download the object. " + reason);
    }

    static ReplicaFailure noImage(String variant, String reason) {
        return new ReplicaFailure(
                "Failed. Please make sure all images included in the model for the production variant "
                        + variant
                        + " exist, and that the execution role used to create the model has permissions to access them. "
                        + reason);
    }

    static ReplicaFailure noCapacity(String reason) {
        return new ReplicaFailure(io.slipway.emulator.job.FailureReasons.ofCapacity(reason));
    }

    static ReplicaFailure notStarted(String variant, String reason) {
        return new ReplicaFailure(
                "The containers for production variant " + variant + " could not be started: " + reason);
    }
}
