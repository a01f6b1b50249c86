package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import io.slipway.optimizer.Study;
import io.slipway.optimizer.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a tuning job learns from its parents: {@code WarmStartConfig}. */
final class WarmStart {
    private static final String PARENTS = "WarmStartConfig.ParentHyperParameterTuningJobs";

    private final ResourceStore store;

    WarmStart(ResourceStore store) {
        this.store = store;
    }

    static boolean isSameFunction(Document request) {
        return request.findString("WarmStartConfig.WarmStartType").orElse("").equals("IdenticalDataAndAlgorithm");
    }

    static List<Arn> parents(Arn job, Document request) {
        return request.documents(PARENTS).stream()
                .map(parent -> Arn.sageMaker(
                        job.region(), job.account(), TuningJob.KIND, parent.getString("HyperParameterTuningJobName")))
                .toList();
    }

    /** The parents' results in the child's space; a parent that was deleted meanwhile teaches nothing any more. */
    List<Study.Parent> studies(TuningJob job) {
        List<Study.Parent> studies = new ArrayList<>();
        for (Arn arn : parents(job.arn(), job.request())) {
            store.find(arn).ifPresent(parent -> studies.add(study(job, TuningJob.of(parent))));
        }
        return studies;
    }

    /** The best training job of this one and its parents. */
    Optional<Document> overallBest(TuningJob job, Optional<Document> own) {
        Objective objective = job.definitions().getFirst().objective();
        Optional<Document> best = own.map(summary -> named(summary, job.arn()));
        for (Arn arn : parents(job.arn(), job.request())) {
            Optional<Document> candidate = store.find(arn)
                    .map(Resource::managed)
                    .flatMap(managed -> managed.findDocument("BestTrainingJob"))
                    .map(summary -> named(summary, arn));
            if (candidate.isPresent()
                    && (best.isEmpty() || objective.isBetter(value(candidate.get()), value(best.get())))) {
                best = candidate;
            }
        }
        return best;
    }

    private Study.Parent study(TuningJob job, TuningJob parent) {
        boolean sameFunction = isSameFunction(job.request());
        TrainingDefinition ours = job.definitions().getFirst();
        TrainingDefinition theirs = parent.definitions().getFirst();
        List<Trial.Completed> results = new ArrayList<>();
        for (TuningTrial trial : new TrialStore(store).trials(parent.arn())) {
            OptionalDouble value = trial.outcome().map(TrialOutcome::objective).orElse(OptionalDouble.empty());
            if (value.isPresent()) {
                inOurs(ours, theirs, trial, sameFunction, value.getAsDouble()).ifPresent(results::add);
            }
        }
        return new Study.Parent(theirs.objective().goal(), results, sameFunction);
    }

    /** A parent's result counts only where what is fixed with us had that very value. */
    private static Optional<Trial.Completed> inOurs(
            TrainingDefinition ours, TrainingDefinition theirs, TuningTrial trial, boolean sameFunction, double value) {
        Map<String, String> values = new LinkedHashMap<>(theirs.document().stringMap("StaticHyperParameters"));
        values.putAll(trial.tuned());
        if (sameFunction) {
            Map<String, String> fixed = ours.document().stringMap("StaticHyperParameters");
            for (String tuned : trial.tuned().keySet()) {
                if (fixed.containsKey(tuned) && !fixed.get(tuned).equals(values.get(tuned))) {
                    return Optional.empty();
                }
            }
        }
        try {
            return Optional.of(new Trial.Completed(ParameterRanges.parse(ours.space(), values), value));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Document named(Document summary, Arn tuningJob) {
        return summary.with("TuningJobName", tuningJob.name());
    }

    private static double value(Document summary) {
        return summary.findDouble("FinalHyperParameterTuningJobObjectiveMetric.Value")
                .orElseThrow();
    }
}
