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
                .map(token -> after(token, sorted))
                .orElse(0);
        int to = Math.min(
                sorted.size(), from + (int) request.findLong("MaxResults").orElse(DEFAULT_LIMIT));
        List<Document> page = sorted.subList(from, to);
        return Document.EMPTY
                .with("TrainingJobSummaries", page)
                .with("NextToken", to < sorted.size() ? Optional.of(token(page.getLast())) : Optional.empty());
    }

    private List<Document> summaries(TuningJob job) {
        return new TrialStore(store)
                .entries(job.arn()).stream()
                        .map(entry -> entry.summary().orElseGet(() -> running(job, entry.trial())))
                        .toList();
    }

    private Document running(TuningJob job, TuningTrial trial) {
        return store.find(TrialSummary.trainingJob(job.arn(), trial))
                .map(trainingJob -> TrialSummary.of(job, trial, trainingJob))
                .orElseGet(() -> TrialSummary.ofChosen(job, trial));
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

    /** The name stays what it is, whatever the state of the training job becomes between two pages. */
    private static String token(Document last) {
        return PageToken.encode(List.of(last.getString("TrainingJobName")));
    }

    private static int after(String token, List<Document> sorted) {
        String name = PageToken.decode(token)
                .filter(parts -> parts.size() == 1)
                .orElseThrow(() -> ApiException.validation("Invalid NextToken"))
                .getFirst();
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i).getString("TrainingJobName").equals(name)) {
                return i + 1;
            }
        }
        return 0;
    }
}
