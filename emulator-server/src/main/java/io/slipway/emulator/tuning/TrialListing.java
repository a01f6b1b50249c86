package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.PageToken;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** ListTrainingJobsForHyperParameterTuningJob: the trials of one tuning job, sorted as only they can be. */
final class TrialListing {
    private static final int DEFAULT_LIMIT = 10;
    private static final String OBJECTIVE = "FinalHyperParameterTuningJobObjectiveMetric.Value";

    private final ResourceStore store;

    TrialListing(ResourceStore store) {
        this.store = store;
    }

    Document list(TuningJob job, Document request) {
        String sortBy = request.findString("SortBy").orElse("Name");
        boolean descending = request.findString("SortOrder").orElse("Ascending").equals("Descending");
        Optional<String> status = request.findString("StatusEquals");
        Comparator<Document> order = order(sortBy);
        List<Document> sorted = summaries(job).stream()
                .filter(summary -> status.isEmpty()
                        || summary.getString("TrainingJobStatus").equals(status.get()))
                .filter(summary -> !sortBy.equals("FinalObjectiveMetricValue") || summary.has(OBJECTIVE))
                .sorted(descending ? order.reversed() : order)
                .toList();
        int from = request.findString("NextToken")
                .map(token -> after(token, sortBy, descending, sorted))
                .orElse(0);
        int to = Math.min(
                sorted.size(), from + (int) request.findLong("MaxResults").orElse(DEFAULT_LIMIT));
        List<Document> page = sorted.subList(from, to);
        return Document.EMPTY
                .with("TrainingJobSummaries", page)
                .with(
                        "NextToken",
                        to < sorted.size() ? Optional.of(token(page.getLast(), sortBy, descending)) : Optional.empty());
    }

    private List<Document> summaries(TuningJob job) {
        return new CurrentTrials(store)
                .of(job).stream().map(CurrentTrials.Entry::summary).toList();
    }

    private static Comparator<Document> order(String sortBy) {
        Comparator<Document> byName = Comparator.comparing(summary -> summary.getString("TrainingJobName"));
        return switch (sortBy) {
            case "CreationTime" ->
                Comparator.<Document, Instant>comparing(
                                summary -> summary.findTime("CreationTime").orElseThrow())
                        .thenComparing(byName);
            case "Status" ->
                Comparator.<Document, String>comparing(summary -> summary.getString("TrainingJobStatus"))
                        .thenComparing(byName);
            case "FinalObjectiveMetricValue" ->
                Comparator.<Document>comparingDouble(
                                summary -> summary.findDouble(OBJECTIVE).orElseThrow())
                        .thenComparing(byName);
            default -> byName;
        };
    }

    /** All that orders: the training job itself may have changed, or have left the list, before the next page is asked for. */
    private static String token(Document last, String sortBy, boolean descending) {
        Document key = Document.EMPTY;
        for (String member : List.of(
                "TrainingJobName",
                "CreationTime",
                "TrainingJobStatus",
                "FinalHyperParameterTuningJobObjectiveMetric")) {
            key = key.with(member, last.find(member));
        }
        return PageToken.encode(List.of(sortBy, Boolean.toString(descending), key.toJson()));
    }

    private static int after(String token, String sortBy, boolean descending, List<Document> sorted) {
        List<String> parts = PageToken.decode(token)
                .filter(found -> found.size() == 3
                        && found.get(0).equals(sortBy)
                        && found.get(1).equals(Boolean.toString(descending)))
                .orElseThrow(() -> ApiException.validation("Invalid NextToken"));
        Document last = Document.parse(parts.get(2));
        Comparator<Document> order = descending ? order(sortBy).reversed() : order(sortBy);
        return (int) sorted.stream()
                .takeWhile(summary -> order.compare(summary, last) <= 0)
                .count();
    }
}
