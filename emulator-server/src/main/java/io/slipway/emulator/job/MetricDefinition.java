package io.slipway.emulator.job;

import io.slipway.emulator.wire.Document;
import java.util.List;

/**
 * What to look for in a job's log.
 *
 * @param regex whose first group is the value
 */
public record MetricDefinition(String name, String regex) {

    /** Those of an {@code AlgorithmSpecification}. */
    public static List<MetricDefinition> of(Document algorithmSpecification) {
        return algorithmSpecification.documents("MetricDefinitions").stream()
                .map(definition -> new MetricDefinition(definition.getString("Name"), definition.getString("Regex")))
                .toList();
    }

    public Document document() {
        return Document.EMPTY.with("Name", name).with("Regex", regex);
    }
}
