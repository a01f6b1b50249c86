package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a request; of several with one name the first counts. */
final class Query {

    private final Map<String, String> parameters = new LinkedHashMap<>();

    Query(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return;
        }
        for (String parameter : raw.split("&")) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            parameters.putIfAbsent(Percent.decode(name, true), Percent.decode(value, true));
        }
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    String get(String name) {
        return parameters.getOrDefault(name, "");
    }

    Map<String, String> all() {
        return Map.copyOf(parameters);
    }

    /** A number from 0 up to a limit, to which larger ones are cut. */
    int number(String name, int otherwise, int limit) {
        Optional<String> value = find(name).filter(text -> !text.isEmpty());
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.get());
            if (number < 0 || number > Integer.MAX_VALUE) {
                throw new ObjectStoreException(
                        "InvalidArgument", "Argument " + name + " must be an integer between 0 and 2147483647");
            }
            return (int) Math.min(number, limit);
        } catch (NumberFormatException e) {
            throw new ObjectStoreException("InvalidArgument", "Provided " + name + " not an integer", e);
        }
    }
}
