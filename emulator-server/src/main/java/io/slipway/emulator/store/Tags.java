package io.slipway.emulator.store;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tags of a resource, in the order they came; at most fifty, with different keys.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AddTags.html">AddTags</a>
 */
public record Tags(Map<String, String> byKey) {

    public static final int MAXIMUM = 50;
    public static final Tags NONE = new Tags(Map.of());

    private static final String RESERVED = "aws:";

    public Tags {
        byKey = new LinkedHashMap<>(byKey);
    }

    /** The {@code Tags} of a request, whose shapes are already checked. */
    public static Tags of(Document request) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Document tag : request.documents("Tags")) {
            String key = tag.getString("Key");
            if (key.toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
                throw ApiException.validation("aws: prefixed tag key names are not allowed for external use: " + key);
            }
            if (tags.put(key, tag.getString("Value")) != null) {
                throw ApiException.validation("Duplicate tag keys found: " + key);
            }
        }
        return checked(new Tags(tags));
    }

    /** These with others added or put in place of those with the same keys. */
    public Tags withAll(Tags others) {
        Map<String, String> all = new LinkedHashMap<>(byKey);
        all.putAll(others.byKey);
        return checked(new Tags(all));
    }

    public Tags without(Collection<String> keys) {
        Map<String, String> rest = new LinkedHashMap<>(byKey);
        rest.keySet().removeAll(keys);
        return new Tags(rest);
    }

    /** As responses carry them. */
    public List<Document> documents() {
        return byKey.entrySet().stream()
                .map(tag -> Document.EMPTY.with("Key", tag.getKey()).with("Value", tag.getValue()))
                .toList();
    }

    private static Tags checked(Tags tags) {
        if (tags.byKey.size() > MAXIMUM) {
            throw ApiException.validation(
                    "A resource can have at most " + MAXIMUM + " tags; this one would have " + tags.byKey.size());
        }
        return tags;
    }
}
