package io.slipway.emulator.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.store.ResourceScan;
import io.slipway.emulator.wire.Document;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of hyperparameters, tags and metrics that the resources of a type have.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_GetSearchSuggestions.html">
 *     GetSearchSuggestions</a>
 */
record Suggestions(ResourceScan store, List<SearchSource> sources) {

    private static final int MOST = 100;

    Document suggest(RequestContext context, Document request) {
        String type = request.getString("Resource");
        String hint = request.findString("SuggestionQuery.PropertyNameQuery.PropertyNameHint")
                .orElse("")
                .toLowerCase(Locale.ROOT);
        Set<String> names = new TreeSet<>();
        for (SearchSource source : sources) {
            if (source.type().equals(type)) {
                var members = source.needed(Set.of("HyperParameters", "FinalMetricDataList"));
                store.scan(source.kind(), context.region(), members, (resource, tags) -> {
                    Document recorded = source.view().apply(source.outline(resource));
                    tags.byKey().keySet().forEach(key -> names.add("Tags." + key));
                    addNames(names, recorded, "HyperParameters");
                    addNames(names, recorded, "Parameters");
                    addMetrics(names, recorded);
                });
            }
        }
        return Document.EMPTY.with(
                "PropertyNameSuggestions",
                names.stream()
                        .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(hint))
                        .limit(MOST)
                        .map(name -> Document.EMPTY.with("PropertyName", name))
                        .toList());
    }

    private static void addNames(Set<String> names, Document recorded, String member) {
        recorded.find(member)
                .filter(JsonNode::isObject)
                .ifPresent(map -> map.fieldNames().forEachRemaining(name -> names.add(member + "." + name)));
    }

    private static void addMetrics(Set<String> names, Document recorded) {
        for (String member : List.of("FinalMetricDataList", "Metrics")) {
            Optional<JsonNode> metrics = recorded.find(member);
            metrics.ifPresent(list -> list.forEach(
                    metric -> names.add("Metrics." + metric.path("MetricName").asText())));
        }
    }
}
