package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.store.ListParameters;
import io.slipway.emulator.store.Page;
import io.slipway.emulator.store.PageRequest.SortBy;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The trials of tuning jobs on disk. A trial is kept apart from its training job: it is there before, and it stays when the
 * training job is deleted.
 */
final class TrialStore {
    static final String KIND = "tuning-trial";

    private static final String RUNNING = "InProgress";
    private static final int ALL = 1_000_000;

    private final ResourceStore store;

    /** @param summary of its training job, if it has ended */
    record Entry(TuningTrial trial, Optional<Document> summary) {}

    TrialStore(ResourceStore store) {
        this.store = store;
    }

    /** @return false if the name is taken */
    boolean insert(Arn tuningJob, TuningTrial trial) {
        Document chosen = Document.EMPTY
                .with("Index", trial.index())
                .with("Definition", trial.definition())
                .with("TunedHyperParameters", trial.tuned());
        return store.insertIfAbsent(new Resource(
                arn(tuningJob, trial.name()),
                RUNNING,
                Optional.of(tuningJob),
                trial.chosenAt(),
                trial.chosenAt(),
                chosen,
                Document.EMPTY));
    }

    /**
     * @param summary of its training job, as lists show it from now on
     * @param curve the values of the objective that it reported
     */
    void end(Arn tuningJob, TuningTrial trial, Document summary, List<Double> curve) {
        TrialOutcome outcome = trial.outcome().orElseThrow();
        Document managed = Document.EMPTY
                .with("Order", outcome.order())
                .with("Objective", boxed(outcome.objective()))
                .with("Summary", summary)
                .with("Curve", curve);
        store.update(
                arn(tuningJob, trial.name()),
                stored -> stored.withManaged(managed).withStatus(outcome.end().name()));
    }

    /** In the order of choice. */
    List<TuningTrial> trials(Arn tuningJob) {
        return resources(tuningJob).stream().map(TrialStore::trial).toList();
    }

    /** All trials with the summaries of those that have ended. */
    List<Entry> entries(Arn tuningJob) {
        return resources(tuningJob).stream()
                .map(resource -> new Entry(trial(resource), resource.managed().findDocument("Summary")))
                .toList();
    }

    /** What ended trials reported while they ran. */
    Curves curves(Arn tuningJob) {
        var curves = new Curves();
        for (Resource resource : resources(tuningJob)) {
            List<Double> values = new ArrayList<>();
            resource.managed().find("Curve").ifPresent(curve -> curve.forEach(value -> values.add(value.asDouble())));
            curves.put((int) resource.request().getLong("Index"), values);
        }
        return curves;
    }

    /** The summary of an ended trial's training job. */
    Optional<Document> summary(Arn tuningJob, TuningTrial trial) {
        return store.find(arn(tuningJob, trial.name()))
                .flatMap(resource -> resource.managed().findDocument("Summary"));
    }

    void deleteAll(Arn tuningJob) {
        resources(tuningJob).forEach(trial -> store.delete(trial.arn()));
    }

    private List<Resource> resources(Arn tuningJob) {
        Page all = store.page(new ListParameters(Document.EMPTY.with("MaxResults", ALL))
                .page(KIND, tuningJob.region(), Optional.of(tuningJob), SortBy.NAME, false));
        return all.resources().stream()
                .sorted(Comparator.comparingLong(child -> child.request().getLong("Index")))
                .toList();
    }

    private static TuningTrial trial(Resource resource) {
        Document chosen = resource.request();
        return new TuningTrial(
                (int) chosen.getLong("Index"),
                resource.name(),
                (int) chosen.getLong("Definition"),
                resource.creationTime(),
                chosen.stringMap("TunedHyperParameters"),
                outcome(resource));
    }

    private static Optional<TrialOutcome> outcome(Resource resource) {
        if (resource.status().equals(RUNNING)) {
            return Optional.empty();
        }
        return Optional.of(new TrialOutcome(
                resource.managed().getLong("Order"),
                TrialOutcome.End.valueOf(resource.status()),
                resource.managed().findDouble("Objective")));
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private static Arn arn(Arn tuningJob, String name) {
        return Arn.sageMaker(tuningJob.region(), tuningJob.account(), KIND, name);
    }
}
