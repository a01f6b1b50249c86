package io.slipway.emulator.metrics;

import io.slipway.emulator.wire.Document;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
    private String dimensionsText() {
        return Document.JSON.valueToTree(dimensions).toString();
    }

    /** Sets the first four parameters of a statement: region, namespace, dimensions, name. */
    void bind(PreparedStatement statement) throws SQLException {
        statement.setString(1, region);
        statement.setString(2, namespace);
        statement.setString(3, dimensionsText());
        statement.setString(4, name);
    }
}
