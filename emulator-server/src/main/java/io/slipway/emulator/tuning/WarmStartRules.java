package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import io.slipway.optimizer.Parameter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From which tuning jobs another one may learn.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-warm-start.html">Warm start</a>
 */
final class WarmStartRules {
    private static final Set<String> ENDED = Set.of("Completed", "Stopped", "Failed");
    private static final int MOST_CHANGES = 10;

    private final ResourceStore store;

    WarmStartRules(ResourceStore store) {
        this.store = store;
    }

    /** @param request in its stored form */
    void check(Arn job, Document request) {
        if (!request.has("WarmStartConfig")) {
            return;
        }
        List<TrainingDefinition> definitions = TuningJob.definitions(request);
        refuse(definitions.size() > 1, "WarmStartConfig is not available with several training job definitions.");
        String strategy = request.getString("HyperParameterTuningJobConfig.Strategy");
        refuse(
                !strategy.equals("Bayesian") && !strategy.equals("Random"),
                "WarmStartConfig is available with the Bayesian and the Random strategy only.");
        Set<Arn> parents = new HashSet<>();
        for (Arn arn : WarmStart.parents(job, request)) {
            refuse(!parents.add(arn), "The parent tuning job [" + arn.name() + "] is given more than once.");
            Resource parent = store.find(arn)
                    .orElseThrow(() -> ApiException.validation(
                            "Amazon SageMaker can't find a tuning job called " + arn.name() + ". Type another name."));
            checkParent(definitions.getFirst(), parent, request);
        }
    }

    private static void checkParent(TrainingDefinition child, Resource resource, Document request) {
        String name = resource.name();
        refuse(
                !ENDED.contains(resource.status()),
                "The parent tuning job [" + name + "] is in status " + resource.status()
                        + ". Parents must be Completed, Stopped or Failed.");
        List<TrainingDefinition> definitions = TuningJob.definitions(resource.request());
        refuse(
                definitions.size() > 1,
                "The parent tuning job [" + name
                        + "] has several training job definitions, from which warm start does not" + " learn.");
        TrainingDefinition parent = definitions.getFirst();
        refuse(
                !parent.objective().equals(child.objective()),
                "The objective metric of the tuning job must be that of its parent tuning job [" + name + "], ["
                        + parent.objective().metric() + "].");
        Map<String, String> before = kinds(parent);
        Map<String, String> after = kinds(child);
        refuse(
                !before.keySet().equals(after.keySet()),
                "The hyperparameters of the tuning job must be those of its parent tuning job [" + name
                        + "], static and tunable ones together.");
        checkChanges(name, before, after);
        boolean identical = WarmStart.isSameFunction(request);
        for (String member : List.of(
                "InputDataConfig", "AlgorithmSpecification.TrainingImage", "AlgorithmSpecification.AlgorithmName")) {
            refuse(
                    identical
                            && !parent.document()
                                    .find(member)
                                    .equals(child.document().find(member)),
                    member + " must be that of the parent tuning job [" + name
                            + "] for the warm start type IdenticalDataAndAlgorithm.");
        }
    }

    private static void checkChanges(String name, Map<String, String> before, Map<String, String> after) {
        int changes = 0;
        for (Map.Entry<String, String> entry : before.entrySet()) {
            String was = entry.getValue();
            String is = after.getOrDefault(entry.getKey(), "");
            boolean bothTunable = !was.startsWith("=") && !is.startsWith("=");
            refuse(
                    bothTunable && !was.equals(is),
                    "The type of the hyperparameter [" + entry.getKey()
                            + "] differs from that in the parent tuning job [" + name + "].");
            changes += was.equals(is) ? 0 : 1;
        }
        refuse(
                changes > MOST_CHANGES,
                "The tuning job differs from its parent tuning job [" + name + "] in " + changes
                        + " hyperparameters; at most " + MOST_CHANGES + " may change.");
    }

    /** The type of each tunable hyperparameter, and an equals sign with the value of each static one. */
    private static Map<String, String> kinds(TrainingDefinition definition) {
        Map<String, String> kinds = new HashMap<>();
        definition.document().stringMap("StaticHyperParameters").forEach((name, value) -> kinds.put(name, "=" + value));
        for (Parameter parameter : definition.space().parameters()) {
            kinds.put(parameter.name(), parameter.getClass().getSimpleName());
        }
        return kinds;
    }

    private static void refuse(boolean broken, String message) {
        if (broken) {
            throw ApiException.validation(message);
        }
    }
}
