package io.slipway.emulator.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slipway.emulator.search.SearchableProperties.PropertyType;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.List;

/** A property that a request names, and how its values are found in a record. */
sealed interface Property {

    /** As the request names it. */
    String name();

    PropertyType type();

    /** The member of the top level that it is in. */
    String member();

    /** None if the record has no such property; several if it is in a list. */
    List<JsonNode> values(Document recorded);

    /** A member of the record, or of what it holds. */
    record Path(String name, PropertyType type, String path) implements Property {

        @Override
        public String member() {
            return path.split("\\.", 2)[0];
        }

        @Override
        public List<JsonNode> values(Document recorded) {
            List<JsonNode> values = new ArrayList<>();
            collect(recorded.node(), path, values);
            return values;
        }
    }

    /** {@code HyperParameters.eta}, or a parameter of a trial component: text that may be a number. */
    record Parameter(String name, String member, String key) implements Property {

        @Override
        public PropertyType type() {
            return PropertyType.TEXT;
        }

        @Override
        public List<JsonNode> values(Document recorded) {
            JsonNode value = recorded.node().path(member).path(key);
            JsonNode plain = value.isObject()
                    ? value.has("NumberValue") ? value.get("NumberValue") : value.path("StringValue")
                    : value;
            return plain.asText("").isEmpty() ? List.of() : List.of(plain);
        }
    }

    /** {@code Tags.team}. */
    record Tag(String name, String key) implements Property {

        @Override
        public PropertyType type() {
            return PropertyType.TEXT;
        }

        @Override
        public String member() {
            return "Tags";
        }

        @Override
        public List<JsonNode> values(Document recorded) {
            for (JsonNode tag : recorded.node().path("Tags")) {
                if (tag.path("Key").asText().equals(key)) {
                    return List.of(
                            JsonNodeFactory.instance.textNode(tag.path("Value").asText()));
                }
            }
            return List.of();
        }
    }

    /**
     * {@code Metrics.validation:rmse}: of a training job its last value, of a trial component the statistic that the name
     * ends with.
     */
    record Metric(String name, String member, String metric, String statistic) implements Property {

        @Override
        public PropertyType type() {
            return PropertyType.NUMBER;
        }

        @Override
        public List<JsonNode> values(Document recorded) {
            for (JsonNode value : recorded.node().path(member)) {
                if (value.path("MetricName").asText().equals(metric) && value.has(statistic)) {
                    return List.of(value.get(statistic));
                }
            }
            return List.of();
        }
    }

    /** @throws ApiException if the records of the type have no such property */
    static Property of(SearchableProperties known, String type, String member, String name) {
        boolean isPrefixed =
                name.startsWith(member + ".") && known.find(member, name).isEmpty();
        String path = isPrefixed ? name.substring(member.length() + 1) : name;
        if (path.startsWith("Tags.")) {
            return new Tag(name, path.substring("Tags.".length()));
        }
        boolean isComponent = member.equals("TrialComponent");
        if (path.startsWith("Metrics.") && (isComponent || type.equals("TrainingJob"))) {
            return metric(name, path.substring("Metrics.".length()), isComponent);
        }
        String parameters = isComponent ? "Parameters" : "HyperParameters";
        if (path.startsWith(parameters + ".") && (isComponent || type.equals("TrainingJob"))) {
            return new Parameter(name, parameters, path.substring(parameters.length() + 1));
        }
        for (String candidate : List.of(path, member + "." + path)) {
            var found = known.find(member, candidate);
            if (found.isPresent()) {
                return new Path(name, found.get(), candidate);
            }
        }
        throw ApiException.validation(
                "The property " + name + " is not a valid property of the resource " + type + ".");
    }

    private static Property metric(String name, String metric, boolean isComponent) {
        if (!isComponent) {
            return new Metric(name, "FinalMetricDataList", metric, "Value");
        }
        int dot = metric.lastIndexOf('.');
        String last = metric.substring(dot + 1);
        boolean isStatistic = dot > 0
                && List.of("Min", "Max", "Avg", "StdDev", "Last", "Count").contains(last);
        return isStatistic
                ? new Metric(name, "Metrics", metric.substring(0, dot), last)
                : new Metric(name, "Metrics", metric, "Last");
    }

    /** Names in maps may hold dots themselves. */
    static void collect(JsonNode node, String path, List<JsonNode> values) {
        if (node.isArray()) {
            node.forEach(element -> collect(element, path, values));
            return;
        }
        if (node.has(path)) {
            add(node.get(path), values);
            return;
        }
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            JsonNode next = node.get(path.substring(0, dot));
            if (next != null) {
                collect(next, path.substring(dot + 1), values);
            }
        }
    }

    private static void add(JsonNode value, List<JsonNode> values) {
        if (value.isArray()) {
            value.forEach(element -> add(element, values));
        } else if (!value.isNull()) {
            values.add(value);
        }
    }
}
