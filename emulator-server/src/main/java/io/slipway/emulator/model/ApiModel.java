package io.slipway.emulator.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.emulator.aws.Service;
import io.slipway.emulator.model.Shape.StructureShape;
import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The model of one service: its operations and shapes. The text of it is read at once, a definition is parsed when it is
 * first asked for. Safe for use by many threads.
 */
public final class ApiModel {

    private static final Map<Service, ApiModel> LOADED = new ConcurrentHashMap<>();

    private final Map<String, String> operationLines = new TreeMap<>();
    private final Map<String, String> shapeLines = new HashMap<>();
    private final Map<String, OperationModel> operations = new ConcurrentHashMap<>();
    private final Map<String, Shape> shapes = new ConcurrentHashMap<>();
    private JsonNode metadata = Document.EMPTY.node();

    private ApiModel(String text) {
        for (String line : text.split("\n")) {
            String[] columns = line.split("\t", 3);
            switch (columns[0]) {
                case "metadata" -> metadata = parse(columns[2]);
                case "operation" -> operationLines.put(columns[1], columns[2]);
                case "shape" -> shapeLines.put(columns[1], columns[2]);
                default -> throw new IllegalStateException("unknown line in a service model: " + columns[0]);
            }
        }
    }

    /** The model of a service, read on the first call. */
    public static ApiModel of(Service service) {
        return LOADED.computeIfAbsent(service, ApiModel::load);
    }

    private static ApiModel load(Service service) {
        String resource = service.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".model";
        try (InputStream in = ApiModel.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the build has left out " + resource);
            }
            return new ApiModel(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the service is called in full. */
    public String fullName() {
        return metadata.path("serviceFullName").asText();
    }

    /** {@code json}, {@code query}, {@code rest-json} or {@code smithy-rpc-v2-cbor}. */
    public String protocol() {
        return metadata.path("protocol").asText();
    }

    /** Before the dot in {@code X-Amz-Target}. */
    public String targetPrefix() {
        return metadata.path("targetPrefix").asText();
    }

    /** Of the elements in the query protocol. */
    public String xmlNamespace() {
        return metadata.path("xmlNamespace").asText();
    }

    /** Whether the service spoke the query protocol before its present ones. */
    public boolean isQueryCompatible() {
        return metadata.has("awsQueryCompatible");
    }

    /** What the query protocol calls an error; its own name if that is no other. */
    public String queryErrorCode(String error) {
        return metadata.path("errorCodes").path(error).asText(error);
    }

    public Set<String> operationNames() {
        return Collections.unmodifiableSet(operationLines.keySet());
    }

    public Set<String> shapeNames() {
        return Collections.unmodifiableSet(shapeLines.keySet());
    }

    public Optional<OperationModel> findOperation(String name) {
        if (!operationLines.containsKey(name)) {
            return Optional.empty();
        }
        return Optional.of(operations.computeIfAbsent(name, this::parseOperation));
    }

    /** @throws IllegalArgumentException if the model has no such shape */
    public Shape getShape(String name) {
        Shape known = shapes.get(name);
        if (known != null) {
            return known;
        }
        String line = shapeLines.get(name);
        if (line == null) {
            throw new IllegalArgumentException("no shape " + name);
        }
        return shapes.computeIfAbsent(name, ignored -> ShapeParser.parse(this, name, parse(line)));
    }

    private OperationModel parseOperation(String name) {
        JsonNode line = parse(operationLines.getOrDefault(name, "{}"));
        List<String> errors = new ArrayList<>();
        line.path("errors").forEach(error -> errors.add(error.asText()));
        return new OperationModel(
                name,
                structure(line.path("input")),
                structure(line.path("output")),
                List.copyOf(errors),
                line.path("http").asText(),
                line.path("responseCode").asInt(200),
                Optional.ofNullable(line.get("resultWrapper")).map(JsonNode::asText));
    }

    private Optional<StructureShape> structure(JsonNode name) {
        return name.isTextual() ? Optional.of((StructureShape) getShape(name.asText())) : Optional.empty();
    }

    private static JsonNode parse(String json) {
        try {
            return Document.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a service model holds a bad definition", e);
        }
    }
}
