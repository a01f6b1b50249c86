package io.slipway.container.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import io.slipway.container.CommandException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What failures say, for people. */
final class Reasons {

    private static final Pattern STATUS = Pattern.compile("Status \\d+: ");
    private static final int NOT_FOUND = 127;
    private static final int NOT_EXECUTABLE = 126;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Reasons() {}

    static String of(Throwable failure) {
        String message = Objects.requireNonNullElse(failure.getMessage(), "");
        if (failure instanceof DockerException) {
            Matcher status = STATUS.matcher(message);
            return ofBody(status.lookingAt() ? message.substring(status.end()) : message);
        }
        Throwable cause = failure.getCause();
        if (cause != null) {
            return of(cause);
        }
        return message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    /** If the engine could not run a container's command, and not for want of something of its own. */
    static Optional<CommandException> ofCommand(DockerException failure) {
        String reason = of(failure);
        boolean command = reason.contains("exec: \"");
        boolean absent = reason.contains("executable file not found") || reason.contains("no such file or directory");
        boolean refused = reason.contains("permission denied") || reason.contains("exec format error");
        return command && (absent || refused)
                ? Optional.of(new CommandException(
                        "the command cannot be run: " + reason.substring(reason.indexOf("exec: \"")),
                        absent ? NOT_FOUND : NOT_EXECUTABLE,
                        failure))
                : Optional.empty();
    }

    /** The engine's errors come as {@code {"message": …}}. */
    static String ofBody(String body) {
        try {
            JsonNode message = JSON.readTree(body).path("message");
            return message.isTextual() ? message.textValue().strip() : body.strip();
        } catch (JsonProcessingException e) {
            return body.strip();
        }
    }
}
