package io.slipway.emulator.logs;

import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which messages a client wants, by the terms in them: every plain term, no term after a minus, one of those after a question
 * mark if there are only such.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html">Filter pattern syntax</a>
 */
record FilterPattern(List<String> all, List<String> any, List<String> none) {

    private static final Pattern TERM = Pattern.compile("([-?]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+))");

    static FilterPattern parse(String text) {
        String pattern = text.strip();
        if (pattern.startsWith("{") || pattern.startsWith("[") || pattern.startsWith("%")) {
            throw new ApiException(
                    ApiError.INVALID_PARAMETER,
                    "Slipway filters by terms only, not by JSON, columns or regular expressions: " + pattern);
        }
        List<String> all = new ArrayList<>();
        List<String> any = new ArrayList<>();
        List<String> none = new ArrayList<>();
        Matcher matcher = TERM.matcher(pattern);
        while (matcher.find()) {
            String term = matcher.group(2) != null ? matcher.group(2).replace("\\\"", "\"") : matcher.group(3);
            switch (matcher.group(1)) {
                case "-" -> none.add(term);
                case "?" -> any.add(term);
                default -> all.add(term);
            }
        }
        return new FilterPattern(all, any, none);
    }

    boolean matches(String message) {
        boolean optional = any.isEmpty() || !all.isEmpty() || any.stream().anyMatch(message::contains);
        return optional
                && all.stream().allMatch(message::contains)
                && none.stream().noneMatch(message::contains);
    }
}
