package io.slipway.emulator.tuning;

import io.slipway.emulator.job.ImageResolver;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import io.slipway.optimizer.Parameter;
import io.slipway.optimizer.SearchSpace;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What CreateHyperParameterTuningJob demands beyond its model. The first rule that is broken is the answer. */
public final class TuningRules {
    private static final int MOST_HYPERPARAMETERS = 100;

    private final ImageResolver images;

    public TuningRules(ImageResolver images) {
        this.images = images;
    }

    /** Of the request as it was sent: which members go together. */
    void checkForm(Document request) {
        boolean single = request.has("TrainingJobDefinition");
        List<Document> several = request.documents("TrainingJobDefinitions");
        refuse(
                single && !several.isEmpty(),
                "Only one of TrainingJobDefinition and TrainingJobDefinitions can be specified.");
        refuse(
                !single && several.isEmpty(),
                "Either TrainingJobDefinition or TrainingJobDefinitions must be specified.");
        Document config = request.findDocument("HyperParameterTuningJobConfig").orElseThrow();
        checkStrategy(config, request);
        if (single) {
            checkSingle(request, config);
        } else {
            checkSeveral(request, config, several);
        }
        checkLimits(request, config);
    }

    /** Of the request in its stored form. */
    void checkContent(Document request) {
        List<TrainingDefinition> definitions = TuningJob.definitions(request);
        double combinations = 0;
        for (TrainingDefinition definition : definitions) {
            checkHyperparameters(definition);
            combinations += ParameterRanges.combinations(definition.space());
        }
        OptionalLong maximum = request.findLong("HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs");
        if (request.getString("HyperParameterTuningJobConfig.Strategy").equals("Grid")) {
            definitions.forEach(definition -> checkGrid(definition.space()));
            refuse(
                    maximum.isPresent() && maximum.getAsLong() != combinations,
                    "The value of MaxNumberOfTrainingJobs, [" + maximum.orElse(0)
                            + "], must be equal to the number of hyperparameter combinations, [" + (long) combinations
                            + "], for the Grid strategy. Leave it out, or correct it.");
        }
        refuse(
                maximum.isPresent() && combinations < maximum.getAsLong(),
                "You don't have enough combinations of hyperparameter ranges. The total number of hyperparameter"
                        + " combinations for the provided ranges [" + combinations
                        + "] must be equal or greater than the value of MaxNumberOfJobs, [" + maximum.orElse(0)
                        + "]. Provide additional ranges.");
    }

    private static void checkStrategy(Document config, Document request) {
        boolean hyperband = config.getString("Strategy").equals(HyperbandResources.STRATEGY);
        boolean earlyStopping =
                config.findString("TrainingJobEarlyStoppingType").orElse("Off").equals("Auto");
        refuse(
                config.has("StrategyConfig.HyperbandStrategyConfig") && !hyperband,
                "HyperbandStrategyConfig can only be specified for the Hyperband strategy.");
        refuse(
                earlyStopping && request.documents("TrainingJobDefinitions").size() > 1,
                "TrainingJobEarlyStoppingType Auto is not available with several training job definitions.");
        if (hyperband) {
            refuse(
                    earlyStopping,
                    "TrainingJobEarlyStoppingType must be Off for the Hyperband strategy, which stops training jobs"
                            + " itself.");
            HyperbandResources.of(request);
        }
    }

    private void checkSingle(Document request, Document config) {
        Document definition = request.findDocument("TrainingJobDefinition").orElseThrow();
        refuse(
                !config.has("HyperParameterTuningJobObjective"),
                "HyperParameterTuningJobObjective must be specified with TrainingJobDefinition.");
        refuse(!config.has("ParameterRanges"), "ParameterRanges must be specified with TrainingJobDefinition.");
        refuse(
                config.has("ParameterRanges.AutoParameters") && !request.has("Autotune"),
                "AutoParameters can only be specified with Autotune.");
        refuse(
                definition.has("TuningObjective") || definition.has("HyperParameterRanges"),
                "TuningObjective and HyperParameterRanges can only be specified in TrainingJobDefinitions.");
        checkDefinition(definition);
    }

    private void checkSeveral(Document request, Document config, List<Document> definitions) {
        refuse(
                config.has("HyperParameterTuningJobObjective") || config.has("ParameterRanges"),
                "With TrainingJobDefinitions, the objective and the ranges must be specified in each definition, as"
                        + " TuningObjective and HyperParameterRanges, and not in HyperParameterTuningJobConfig.");
        refuse(
                request.has("WarmStartConfig") && definitions.size() > 1,
                "WarmStartConfig is not available with several training job definitions.");
        Set<String> names = new HashSet<>();
        Set<String> goals = new HashSet<>();
        for (Document definition : definitions) {
            refuse(!definition.has("DefinitionName"), "Each of TrainingJobDefinitions must have a DefinitionName.");
            String name = definition.getString("DefinitionName");
            refuse(!names.add(name), "The DefinitionName [" + name + "] is used more than once.");
            refuse(
                    !definition.has("TuningObjective") || !definition.has("HyperParameterRanges"),
                    "The definition [" + name + "] must have TuningObjective and HyperParameterRanges.");
            refuse(
                    definition.has("HyperParameterRanges.AutoParameters") && !request.has("Autotune"),
                    "AutoParameters can only be specified with Autotune.");
            goals.add(definition.getString("TuningObjective.Type"));
            checkDefinition(definition);
        }
        refuse(goals.size() > 1, "All of TrainingJobDefinitions must have the same TuningObjective Type.");
    }

    private void checkDefinition(Document definition) {
        boolean image = definition.has("AlgorithmSpecification.TrainingImage");
        boolean algorithm = definition.has("AlgorithmSpecification.AlgorithmName");
        refuse(image && algorithm, "Only one of TrainingImage and AlgorithmName can be specified.");
        refuse(!image && !algorithm, "Either TrainingImage or AlgorithmName must be specified.");
        refuse(
                image && !images.isAcceptable(definition.getString("AlgorithmSpecification.TrainingImage")),
                "Invalid training image. Please provide a valid Amazon Elastic Container Registry path of the Docker image"
                        + " to run.");
        boolean ordinary = definition.has("ResourceConfig");
        boolean own = definition.has("HyperParameterTuningResourceConfig");
        refuse(ordinary && own, "Only one of ResourceConfig and HyperParameterTuningResourceConfig can be specified.");
        refuse(!ordinary && !own, "Either ResourceConfig or HyperParameterTuningResourceConfig must be specified.");
        definition.findDocument("HyperParameterTuningResourceConfig").ifPresent(TuningRules::checkResources);
    }

    private static void checkResources(Document resources) {
        boolean several = !resources.documents("InstanceConfigs").isEmpty();
        boolean one = resources.has("InstanceType") || resources.has("InstanceCount");
        refuse(
                several && one,
                "InstanceType or InstanceCount cannot be specified with InstanceConfigs in"
                        + " HyperParameterTuningResourceConfig.");
        refuse(
                !several && !(resources.has("InstanceType") && resources.has("InstanceCount")),
                "HyperParameterTuningResourceConfig must have InstanceType and InstanceCount, or InstanceConfigs.");
    }

    private static void checkLimits(Document request, Document config) {
        OptionalLong maximum = config.findLong("ResourceLimits.MaxNumberOfTrainingJobs");
        long parallel = config.getLong("ResourceLimits.MaxParallelTrainingJobs");
        refuse(
                maximum.isPresent() && parallel > maximum.getAsLong(),
                "The value of MaxParallelTrainingJobs, [" + parallel
                        + "], must be less than or equal to the value of MaxNumberOfTrainingJobs, ["
                        + maximum.orElse(0) + "].");
        boolean ends = config.getString("Strategy").equals("Grid")
                || config.has("ResourceLimits.MaxRuntimeInSeconds")
                || config.has("TuningJobCompletionCriteria")
                || request.has("Autotune");
        refuse(
                maximum.isEmpty() && !ends,
                "MaxNumberOfTrainingJobs must be specified, unless the Grid strategy, MaxRuntimeInSeconds or"
                        + " TuningJobCompletionCriteria end the hyperparameter tuning job.");
    }

    private static void checkHyperparameters(TrainingDefinition definition) {
        Map<String, String> fixed = definition.document().stringMap("StaticHyperParameters");
        for (Parameter parameter : definition.space().parameters()) {
            refuse(
                    fixed.containsKey(parameter.name()),
                    "The hyperparameter [" + parameter.name()
                            + "] is in both the parameter ranges and the static hyperparameters. Specify it in one of"
                            + " them.");
        }
        int total = fixed.size() + definition.space().parameters().size();
        refuse(
                total > MOST_HYPERPARAMETERS,
                "The total number of static and tunable hyperparameters, [" + total + "], must not be greater than "
                        + MOST_HYPERPARAMETERS + ".");
    }

    private static void checkGrid(SearchSpace space) {
        refuse(
                !space.parameters().stream().allMatch(Parameter.Categorical.class::isInstance),
                "The Grid strategy supports categorical hyperparameter ranges only.");
    }

    private static void refuse(boolean broken, String message) {
        if (broken) {
            throw ApiException.validation(message);
        }
    }
}
