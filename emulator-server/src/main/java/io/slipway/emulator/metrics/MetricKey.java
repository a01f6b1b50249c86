package io.slipway.emulator.metrics;

import io.slipway.emulator.wire.Document;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One metric: all of it together are its name.
 *
 * @param dimensions by name
 */
public record MetricKey(String region, String namespace, String name, SortedMap<String, String> dimensions) {

    public MetricKey(String region, String namespace, String name, Map<String, String> dimensions) {
        this(region, namespace, name, (SortedMap<String, String>) new TreeMap<>(dimensions));
    }

    static MetricKey of(String region, Document metric) {
        SortedMap<String, String> dimensions = new TreeMap<>();
        for (Document dimension : metric.documents("Dimensions")) {
            dimensions.put(dimension.getString("Name"), dimension.getString("Value"));
        }
        return new MetricKey(region, metric.getString("Namespace"), metric.getString("MetricName"), dimensions);
    }

    /** One text for equal dimensions. */
    String dimensionsText() {
        return Document.JSON.valueToTree(dimensions).toString();
    }
}
