package io.slipway.s3.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.s3.ObjectStoreException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a form may upload: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html */
final class PostPolicy {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FREE =
            Set.of("awsaccesskeyid", "x-amz-signature", "signature", "policy", "file", "bucket");

    private final JsonNode policy;

    private PostPolicy(JsonNode policy) {
        this.policy = policy;
    }

    /** @param encoded in Base64, as the form has it */
    static PostPolicy parse(String encoded) {
        try {
            return new PostPolicy(JSON.readTree(Base64.getMimeDecoder().decode(encoded)));
        } catch (JsonProcessingException e) {
            throw invalid("Invalid JSON.");
        } catch (IOException | IllegalArgumentException e) {
            throw invalid("The policy is not Base64.");
        }
    }

    /** @param fields of the form by lower-case name, the bucket among them */
    void check(Map<String, String> fields, Instant now) {
        try {
            if (now.isAfter(Instant.parse(policy.path("expiration").asText()))) {
                throw denied("Policy expired.");
            }
        } catch (DateTimeException e) {
            throw invalid("Invalid 'expiration' value.");
        }
        Set<String> covered = new HashSet<>(FREE);
        for (JsonNode condition : policy.path("conditions")) {
            if (condition.isArray()) {
                check(condition, fields, covered);
            } else {
                condition
                        .properties()
                        .forEach(entry -> equal(entry.getKey(), entry.getValue().asText(), condition, fields, covered));
            }
        }
        for (String name : fields.keySet()) {
            if (!covered.contains(name) && !name.startsWith("x-ignore-")) {
                throw denied("Extra input fields: " + name);
            }
        }
    }

    private static void check(JsonNode condition, Map<String, String> fields, Set<String> covered) {
        String name = condition.path(1).asText();
        switch (condition.path(0).asText().toLowerCase(Locale.ROOT)) {
            case "eq" -> equal(withoutDollar(name), condition.path(2).asText(), condition, fields, covered);
            case "starts-with" -> {
                String field = withoutDollar(name);
                covered.add(field);
                if (!fields.getOrDefault(field, "").startsWith(condition.path(2).asText())) {
                    throw failed(condition);
                }
            }
            case "content-length-range" -> {
                // Known only when the file is read.
            }
            default -> throw invalid("Invalid condition: " + condition);
        }
    }

    private static void equal(
            String name, String value, JsonNode condition, Map<String, String> fields, Set<String> covered) {
        String field = name.toLowerCase(Locale.ROOT);
        covered.add(field);
        if (!value.equals(fields.get(field))) {
            throw failed(condition);
        }
    }

    void checkLength(long length) {
        for (JsonNode condition : policy.path("conditions")) {
            if (!condition.path(0).asText().equalsIgnoreCase("content-length-range")) {
                continue;
            }
            if (length < condition.path(1).asLong()) {
                throw new ObjectStoreException(
                        "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
            }
            if (length > condition.path(2).asLong()) {
                throw new ObjectStoreException(
                        "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
            }
        }
    }

    private static String withoutDollar(String name) {
        return (name.startsWith("$") ? name.substring(1) : name).toLowerCase(Locale.ROOT);
    }

    private static ObjectStoreException failed(JsonNode condition) {
        return denied("Policy Condition failed: " + condition);
    }

    private static ObjectStoreException denied(String message) {
        return new ObjectStoreException("AccessDenied", "Invalid according to Policy: " + message);
    }

    private static ObjectStoreException invalid(String message) {
        return new ObjectStoreException("InvalidPolicyDocument", "Invalid Policy: " + message);
    }
}
