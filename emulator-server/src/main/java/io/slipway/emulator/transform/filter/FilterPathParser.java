package io.slipway.emulator.transform.filter;

import io.slipway.emulator.transform.filter.FilterPath.Range;
import io.slipway.emulator.transform.filter.FilterPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a filter step by step. */
final class FilterPathParser {
    private static final Pattern NAME = Pattern.compile("\\.([\\w-]+)");
    private static final Pattern STAR = Pattern.compile("\\.\\*|\\[\\s*\\*\\s*]");
    private static final Pattern QUOTED = Pattern.compile("\\[\\s*('[^']*'\\s*(?:,\\s*'[^']*'\\s*)*)]");
    private static final Pattern PLACES = Pattern.compile("\\[([-\\d:,\\s]+)]");
    private static final Pattern QUOTED_NAME = Pattern.compile("'([^']*)'");
    private static final Pattern PLACE = Pattern.compile("-?\\d{1,9}");
    private static final Pattern SLICE = Pattern.compile("(-?\\d{1,9})?\\s*:\\s*(-?\\d{1,9})?");

    private final String text;
    private int position = 1;

    FilterPathParser(String text) {
        this.text = text;
    }

    List<Step> steps() {
        if (!text.startsWith("$")) {
            throw invalid("it must begin with $");
        }
        List<Step> steps = new ArrayList<>();
        while (position < text.length()) {
            steps.add(step());
        }
        return steps;
    }

    private Step step() {
        Optional<Matcher> star = accept(STAR);
        if (star.isPresent()) {
            return new Step.Everything();
        }
        Optional<Matcher> name = accept(NAME);
        if (name.isPresent()) {
            return new Step.Members(List.of(name.get().group(1)));
        }
        Optional<Matcher> quoted = accept(QUOTED);
        if (quoted.isPresent()) {
            return new Step.Members(QUOTED_NAME
                    .matcher(quoted.get().group(1))
                    .results()
                    .map(result -> result.group(1))
                    .toList());
        }
        Matcher places = accept(PLACES).orElseThrow(() -> invalid("unexpected \"" + text.substring(position) + "\""));
        return new Step.Elements(ranges(places.group(), places.group(1)));
    }

    private List<Range> ranges(String brackets, String list) {
        List<Range> ranges = new ArrayList<>();
        boolean sliced = false;
        for (String part : list.split(",", -1)) {
            String range = part.strip();
            Matcher slice = SLICE.matcher(range);
            if (PLACE.matcher(range).matches()) {
                ranges.add(new Range.Place(Integer.parseInt(range)));
            } else if (slice.matches() && !range.equals(":")) {
                if (sliced) {
                    throw invalid("only single range filters of format (eg: [1:5]) are supported. Format " + brackets
                            + " is not supported");
                }
                sliced = true;
                ranges.add(new Range.Slice(integer(slice, 1), integer(slice, 2)));
            } else {
                throw invalid("unexpected \"" + brackets + "\"");
            }
        }
        return ranges;
    }

    private static Optional<Integer> integer(Matcher matcher, int group) {
        return Optional.ofNullable(matcher.group(group)).map(Integer::valueOf);
    }

    private Optional<Matcher> accept(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        position = matcher.end();
        return Optional.of(matcher);
    }

    private IllegalArgumentException invalid(String reason) {
        return new IllegalArgumentException("Invalid JsonPath: " + text + ": " + reason);
    }
}
