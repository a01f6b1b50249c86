package io.slipway.emulator.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One way in which a document breaks its shape.
 *
 * @param value as messages quote it: {@code '5'}, or {@code null} without quotes, or empty text for what they keep quiet
 * @param path {@code inputDataConfig.2.member.channelName}
 * @param constraint the sentence
 */
public record Violation(String value, String path, String constraint) {

    @Override
    public String toString() {
        String quoted = value.isEmpty() ? "Value at '" : "Value " + value + " at '";
        return quoted + path + "' failed to satisfy constraint: " + constraint;
    }

    /** The text of the service's {@code ValidationException}. */
    static String message(List<Violation> violations) {
        String head = violations.size() == 1
                ? "1 validation error detected: "
                : violations.size() + " validation errors detected: ";
        return violations.stream().map(Violation::toString).collect(Collectors.joining("; ", head, ""));
    }
}
