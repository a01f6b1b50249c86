package io.slipway.emulator.transform.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.emulator.transform.record.MalformedInputException;
import java.util.List;
import java.util.Optional;

/**
 * A filter: the part of JSONPath that batch transform knows.
 *
 * @param text as it was written
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html">JSONPath operators</a>
 */
public record FilterPath(String text, List<Step> steps) {
    public FilterPath {
        steps = List.copyOf(steps);
    }

    /** One level down. */
    sealed interface Step {
        /** A member, or several: then an object with these members only. */
        record Members(List<String> names) implements Step {
            public Members {
                names = List.copyOf(names);
            }
        }

        /** Elements of an array; one that is named alone stands for itself. */
        record Elements(List<Range> ranges) implements Step {
            public Elements {
                ranges = List.copyOf(ranges);
            }
        }

        record Everything() implements Step {}
    }

    /** Places in an array; negative ones count from its end. */
    sealed interface Range {
        record Place(int index) implements Range {}

        /** @param end exclusive */
        record Slice(Optional<Integer> start, Optional<Integer> end) implements Range {}
    }

    /** @throws IllegalArgumentException with the service's words if it is no path or uses what is not supported */
    public static FilterPath parse(String text) {
        return new FilterPath(text, new FilterPathParser(text).steps());
    }

    /** Whether it keeps everything. */
    public boolean isRoot() {
        return steps.isEmpty();
    }

    /** Whether it only speaks of places, as rows without names need. */
    boolean isOfPlaces() {
        return steps.size() <= 1 && steps.stream().allMatch(Step.Elements.class::isInstance);
    }

    JsonNode select(JsonNode root) throws MalformedInputException {
        return select(root, 0);
    }

    private JsonNode select(JsonNode node, int depth) throws MalformedInputException {
        if (depth == steps.size()) {
            return node;
        }
        return switch (steps.get(depth)) {
            case Step.Members(List<String> names)
            when names.size() == 1 -> select(member(node, names.getFirst()), depth + 1);
            case Step.Members(List<String> names) -> {
                ObjectNode some = JsonNodeFactory.instance.objectNode();
                for (String name : names) {
                    some.set(name, select(member(node, name), depth + 1));
                }
                yield some;
            }
            case Step.Elements(List<Range> ranges)
            when ranges.size() == 1 && ranges.getFirst() instanceof Range.Place(int index) ->
                select(element(array(node), index), depth + 1);
            case Step.Elements(List<Range> ranges) -> {
                ArrayNode some = JsonNodeFactory.instance.arrayNode();
                for (Range range : ranges) {
                    for (JsonNode element : elements(array(node), range)) {
                        some.add(select(element, depth + 1));
                    }
                }
                yield some;
            }
            case Step.Everything all -> {
                ArrayNode some = JsonNodeFactory.instance.arrayNode();
                for (JsonNode child : node) {
                    some.add(select(child, depth + 1));
                }
                yield some;
            }
        };
    }

    private JsonNode member(JsonNode node, String name) throws MalformedInputException {
        JsonNode member = node.get(name);
        if (member == null) {
            throw new MalformedInputException("No results for path: " + text);
        }
        return member;
    }

    private JsonNode array(JsonNode node) throws MalformedInputException {
        if (!node.isArray()) {
            throw new MalformedInputException("No results for path: " + text);
        }
        return node;
    }

    private JsonNode element(JsonNode array, int index) throws MalformedInputException {
        int place = index < 0 ? array.size() + index : index;
        if (place < 0 || place >= array.size()) {
            throw new MalformedInputException("Index out of bound for path: " + text);
        }
        return array.get(place);
    }

    private List<JsonNode> elements(JsonNode array, Range range) throws MalformedInputException {
        return switch (range) {
            case Range.Place(int index) -> List.of(element(array, index));
            case Range.Slice(Optional<Integer> start, Optional<Integer> end) -> {
                int from = bound(start.orElse(0), array.size());
                int to = bound(end.orElse(array.size()), array.size());
                var some = new java.util.ArrayList<JsonNode>();
                for (int i = from; i < to; i++) {
                    some.add(array.get(i));
                }
                yield some;
            }
        };
    }

    private static int bound(int index, int size) {
        return Math.clamp(index < 0 ? size + index : index, 0, size);
    }
}
