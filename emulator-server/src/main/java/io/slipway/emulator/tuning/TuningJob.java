package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A tuning job, as its stored request says; see {@link TuningRequest} for how that is made from a client's.
 *
 * @param definitions at least one
 * @param maximumTrainingJobs how many there will be in all
 * @param seed of the optimizer's random choices
 */
record TuningJob(
        Arn arn,
        String strategy,
        List<TrainingDefinition> definitions,
        int parallelTrainingJobs,
        int maximumTrainingJobs,
        Optional<Instant> deadline,
        Criteria criteria,
        long seed,
        Document request) {
    static final String KIND = "hyper-parameter-tuning-job";

    /** A member that clients do not see: the seed when the request has none. */
    static final String STORED_SEED = "StudySeed";

    /** Where the service's quota ends what has no other end. */
    static final int MOST_TRAINING_JOBS = 750;

    /** What ends a tuning job before all its training jobs were launched; absent where the request says nothing. */
    record Criteria(OptionalDouble target, OptionalInt notImproving, boolean completeOnConvergence) {}

    static TuningJob of(Resource resource) {
        Document request = resource.request();
        List<TrainingDefinition> definitions = definitions(request);
        OptionalLong runtime = request.findLong("HyperParameterTuningJobConfig.ResourceLimits.MaxRuntimeInSeconds");
        return new TuningJob(
                resource.arn(),
                request.getString("HyperParameterTuningJobConfig.Strategy"),
                definitions,
                (int) request.getLong("HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs"),
                maximumTrainingJobs(request),
                runtime.isPresent()
                        ? Optional.of(resource.creationTime().plusSeconds(runtime.getAsLong()))
                        : Optional.empty(),
                criteria(request),
                resource.managed().getLong(STORED_SEED),
                request);
    }

    /** The definitions of a request in its stored form. */
    static List<TrainingDefinition> definitions(Document request) {
        Optional<Document> single = request.findDocument("TrainingJobDefinition");
        if (single.isPresent()) {
            Document config =
                    request.findDocument("HyperParameterTuningJobConfig").orElseThrow();
            return List.of(definition(
                    single.get(),
                    config.findDocument("HyperParameterTuningJobObjective").orElseThrow(),
                    config.findDocument("ParameterRanges").orElse(Document.EMPTY)));
        }
        List<TrainingDefinition> definitions = new ArrayList<>();
        for (Document document : request.documents("TrainingJobDefinitions")) {
            definitions.add(definition(
                    document,
                    document.findDocument("TuningObjective").orElseThrow(),
                    document.findDocument("HyperParameterRanges").orElse(Document.EMPTY)));
        }
        return definitions;
    }

    private static TrainingDefinition definition(Document document, Document objective, Document ranges) {
        return new TrainingDefinition(
                document.findString("DefinitionName"),
                Objective.of(objective),
                ParameterRanges.space(ranges),
                document);
    }

    /** How many training jobs a request in its stored form asks for: no more than there are combinations. */
    static int maximumTrainingJobs(Document request) {
        double combinations = definitions(request).stream()
                .mapToDouble(definition -> ParameterRanges.combinations(definition.space()))
                .sum();
        long wanted = request.findLong("HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs")
                .orElse(MOST_TRAINING_JOBS);
        return (int) Math.min((double) wanted, combinations);
    }

    private static Criteria criteria(Document request) {
        Document criteria = request.findDocument("HyperParameterTuningJobConfig.TuningJobCompletionCriteria")
                .orElse(Document.EMPTY);
        OptionalLong notImproving = criteria.findLong("BestObjectiveNotImproving.MaxNumberOfTrainingJobsNotImproving");
        return new Criteria(
                criteria.findDouble("TargetObjectiveMetricValue"),
                notImproving.isPresent() ? OptionalInt.of((int) notImproving.getAsLong()) : OptionalInt.empty(),
                criteria.findString("ConvergenceDetected.CompleteOnConvergence")
                        .orElse("Disabled")
                        .equals("Enabled"));
    }
}
