package io.slipway.emulator.transform.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.emulator.wire.Document;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a container asks for at {@code /execution-parameters}; absent what it does not say or says wrongly.
 *
 * @param multiRecord its {@code BatchStrategy}
 */
public record ExecutionParameters(
        OptionalInt maxConcurrentTransforms, Optional<Boolean> multiRecord, OptionalInt maxPayloadInMb) {
    public static final ExecutionParameters NONE =
            new ExecutionParameters(OptionalInt.empty(), Optional.empty(), OptionalInt.empty());

    private static final int MOST_TRANSFORMS = 100;

    public static ExecutionParameters parse(byte[] json) {
        try {
            JsonNode node = Document.JSON.readTree(json);
            return new ExecutionParameters(
                    integer(node, "MaxConcurrentTransforms", 1, MOST_TRANSFORMS),
                    strategy(node.path("BatchStrategy").asText()),
                    integer(node, "MaxPayloadInMB", 0, Integer.MAX_VALUE));
        } catch (JsonProcessingException e) {
            return NONE;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static OptionalInt integer(JsonNode node, String name, int least, int most) {
        JsonNode value = node.path(name);
        boolean usable = value.canConvertToInt() && value.asInt() >= least && value.asInt() <= most;
        return usable ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
    }

    private static Optional<Boolean> strategy(String name) {
        return switch (name) {
            case "MULTI_RECORD", "MultiRecord" -> Optional.of(true);
            case "SINGLE_RECORD", "SingleRecord" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
