import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Runs in the build: makes of each service model a compact text that holds names and limits and no prose. One line each:
 * {@code metadata}, {@code operation} or {@code shape}, its name, and its definition as JSON, separated by tabs, so that
 * the server can look a definition up and parse it only when a request needs it.
 *
 * <p>Arguments: the folder of the published models, the folder of additions, the folder to write to. An addition replaces
 * the operations and shapes of the same name: the published models have stood still since 2025, the services have not.
 */
public final class SlimModels {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Published model to the name that the server knows it by. */
    private static final Map<String, String> MODELS = Map.of(
            "api.sagemaker-2017-07-24", "sagemaker",
            "runtime.sagemaker-2017-05-13", "sagemaker-runtime",
            "sagemaker-metrics-2022-09-30", "sagemaker-metrics",
            "logs-2014-03-28", "logs",
            "monitoring-2010-08-01", "cloudwatch",
            "sts-2011-06-15", "sts",
            "iam-2010-05-08", "iam");

    private static final List<String> METADATA = List.of(
            "apiVersion", "jsonVersion", "protocol", "serviceFullName", "targetPrefix", "xmlNamespace", "signingName",
            "awsQueryCompatible");

    private static final List<String> CONSTRAINTS =
            List.of("type", "min", "max", "pattern", "enum", "required", "sensitive", "exception", "payload");

    private static final List<String> PLACES = List.of("location", "locationName", "jsonvalue", "streaming");

    private SlimModels() {}

    public static void main(String[] arguments) throws IOException {
        Path published = Path.of(arguments[0]);
        Path additions = Path.of(arguments[1]);
        Path target = Files.createDirectories(Path.of(arguments[2]));
        for (Map.Entry<String, String> model : MODELS.entrySet()) {
            ObjectNode source = read(published.resolve(model.getKey() + "-model.json"));
            Path addition = additions.resolve(model.getValue() + ".json");
            if (Files.exists(addition)) {
                ObjectNode added = read(addition);
                source.withObject("/operations").setAll(added.withObject("/operations"));
                source.withObject("/shapes").setAll(added.withObject("/shapes"));
            }
            Files.writeString(target.resolve(model.getValue() + ".model"), slim(source));
        }
    }

    private static String slim(ObjectNode source) {
        StringBuilder lines = new StringBuilder();
        ObjectNode metadata = pick((ObjectNode) source.get("metadata"), METADATA);
        ObjectNode errorCodes = metadata.putObject("errorCodes");
        source.get("shapes").properties().forEach(shape -> {
            JsonNode code = shape.getValue().path("error").path("code");
            if (code.isTextual() && !code.asText().equals(shape.getKey())) {
                errorCodes.set(shape.getKey(), code);
            }
        });
        line(lines, "metadata", "", metadata);
        Deque<String> reached = new ArrayDeque<>();
        source.get("operations").properties().forEach(operation -> {
            ObjectNode slim = JSON.createObjectNode();
            for (String side : List.of("input", "output")) {
                JsonNode shape = operation.getValue().path(side).path("shape");
                if (shape.isTextual()) {
                    slim.set(side, shape);
                    reached.add(shape.asText());
                }
            }
            JsonNode wrapper = operation.getValue().path("output").path("resultWrapper");
            if (wrapper.isTextual()) {
                slim.set("resultWrapper", wrapper);
            }
            ArrayNode errors = JSON.createArrayNode();
            operation.getValue().path("errors").forEach(error -> errors.add(error.get("shape")));
            slim.set("errors", errors);
            JsonNode http = operation.getValue().path("http");
            slim.put("http", http.path("method").asText("POST") + " " + http.path("requestUri").asText("/"));
            if (http.has("responseCode")) {
                slim.set("responseCode", http.get("responseCode"));
            }
            line(lines, "operation", operation.getKey(), slim);
        });
        TreeSet<String> names = new TreeSet<>();
        JsonNode shapes = source.get("shapes");
        while (!reached.isEmpty()) {
            String name = reached.remove();
            if (names.add(name)) {
                JsonNode shape = shapes.path(name);
                shape.path("members").forEach(member -> reached.add(member.get("shape").asText()));
                for (String part : List.of("member", "key", "value")) {
                    if (shape.has(part)) {
                        reached.add(shape.get(part).get("shape").asText());
                    }
                }
            }
        }
        for (String name : names) {
            JsonNode shape = shapes.get(name);
            if (shape == null) {
                throw new IllegalStateException("no shape " + name);
            }
            line(lines, "shape", name, shape((ObjectNode) shape));
        }
        return lines.toString();
    }

    private static ObjectNode shape(ObjectNode shape) {
        ObjectNode slim = pick(shape, CONSTRAINTS);
        boolean counted = List.of("string", "list", "map").contains(shape.path("type").asText());
        if (counted && shape.has("max") && !shape.has("min")) {
            slim.put("min", 0);
        }
        if (shape.has("pattern")) {
            slim.put("pattern", withoutAnchors(shape.get("pattern").asText()));
        }
        if (shape.has("members")) {
            ObjectNode members = slim.putObject("members");
            shape.get("members").properties().forEach(member -> {
                ObjectNode places = pick((ObjectNode) member.getValue(), PLACES);
                if (places.isEmpty()) {
                    members.set(member.getKey(), member.getValue().get("shape"));
                } else {
                    members.set(member.getKey(), places.set("shape", member.getValue().get("shape")));
                }
            });
        }
        for (String part : List.of("member", "key", "value")) {
            if (shape.has(part)) {
                slim.set(part, shape.get(part).get("shape"));
            }
        }
        return slim;
    }

    /** Patterns always match the whole text, and the service's messages quote them without anchors. */
    private static String withoutAnchors(String pattern) {
        if (hasTopLevelAlternative(pattern)) {
            return pattern;
        }
        String head = pattern.startsWith("^") ? pattern.substring(1) : pattern;
        return head.endsWith("$") && !head.endsWith("\\$") ? head.substring(0, head.length() - 1) : head;
    }

    private static boolean hasTopLevelAlternative(String pattern) {
        int depth = 0;
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (inClass) {
                inClass = c != ']';
            } else if (c == '[') {
                inClass = true;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '|' && depth == 0) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode pick(ObjectNode source, List<String> names) {
        ObjectNode picked = JSON.createObjectNode();
        for (String name : names) {
            JsonNode value = source.get(name);
            if (value != null) {
                picked.set(name, value);
            }
        }
        return picked;
    }

    private static void line(StringBuilder lines, String kind, String name, ObjectNode definition) {
        lines.append(kind).append('\t').append(name).append('\t').append(definition).append('\n');
    }

    private static ObjectNode read(Path file) throws IOException {
        return (ObjectNode) JSON.readTree(Files.readAllBytes(file));
    }
}
