package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.BuiltInAlgorithms;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import java.util.List;
import java.util.Optional;

/**
 * The warm start tuners that the SDK makes of a tuner lack its metric definitions, without which no image of one's own can be
 * tuned; they are those of the first parent then.
 */
record InheritedMetrics(ResourceStore store) {

    /** The request with its parent's metric definitions where it has parents and no definitions of its own. */
    Document metrics(Arn job, Document request) {
        Optional<Document> parent = WarmStart.parents(job, request).stream()
                .findFirst()
                .flatMap(store::find)
                .map(Resource::request)
                .flatMap(InheritedMetrics::only);
        Optional<Document> child = only(request);
        if (parent.isEmpty() || child.isEmpty()) {
            return request;
        }
        Document algorithm = child.get().findDocument("AlgorithmSpecification").orElseThrow();
        List<Document> known = parent.get().documents("AlgorithmSpecification.MetricDefinitions");
        boolean builtIn = BuiltInAlgorithms.isBuiltIn(
                algorithm.findString("TrainingImage").orElse(""));
        if (builtIn
                || algorithm.has("AlgorithmName")
                || known.isEmpty()
                || !algorithm.documents("MetricDefinitions").isEmpty()) {
            return request;
        }
        Document filled = child.get().with("AlgorithmSpecification", algorithm.with("MetricDefinitions", known));
        return request.has("TrainingJobDefinition")
                ? request.with("TrainingJobDefinition", filled)
                : request.with("TrainingJobDefinitions", List.of(filled));
    }

    private static Optional<Document> only(Document request) {
        List<Document> definitions = TuningRequest.sentDefinitions(request);
        return definitions.size() == 1 ? Optional.of(definitions.getFirst()) : Optional.empty();
    }
}
