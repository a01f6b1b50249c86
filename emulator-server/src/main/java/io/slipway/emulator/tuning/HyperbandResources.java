package io.slipway.emulator.tuning;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import io.slipway.optimizer.Hyperband;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the Hyperband strategy of a request works with.
 *
 * @param jobsEndThere whether the training jobs end by themselves at the most resource, and are better not stopped then
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-how-it-works.html">Hyperband</a>
 */
record HyperbandResources(Hyperband hyperband, boolean jobsEndThere) {
    static final String STRATEGY = "Hyperband";

    private static final String CONFIG = "HyperParameterTuningJobConfig.StrategyConfig.HyperbandStrategyConfig.";
    /** Not among those from which the service infers the most resource, but jobs end there all the same. */
    private static final String XGBOOST_ROUNDS = "num_round";

    private static final List<String> EPOCHS = List.of("epochs", "numepochs", "n-epochs", "n_epochs", "num_epochs");

    /**
     * For each definition of the request.
     *
     * @throws ApiException if it does not say how many epochs there are
     */
    static List<HyperbandResources> of(Document request) {
        return TuningRequest.sentDefinitions(request).stream()
                .map(definition -> of(request, definition))
                .toList();
    }

    private static HyperbandResources of(Document request, Document definition) {
        OptionalLong given = request.findLong(CONFIG + "MaxResource");
        Optional<Long> epochs = epochs(definition);
        if (given.isEmpty() && epochs.isEmpty()) {
            throw ApiException.validation(
                    "MaxResource parameter is not provided and could not be inferred from provided"
                            + " static hyperparameters of TrainingJobDefinition.");
        }
        long most = given.orElseGet(epochs::orElseThrow);
        long least = request.findLong(CONFIG + "MinResource").orElse(1);
        if (least > most) {
            throw ApiException.validation("The value of MinResource, [" + least
                    + "], must be less than or equal to the value of MaxResource, [" + most + "].");
        }
        Optional<Long> end = epochs.or(() -> first(definition, List.of(XGBOOST_ROUNDS)));
        return new HyperbandResources(new Hyperband((int) least, (int) most), end.isPresent() && end.get() <= most);
    }

    private static Optional<Long> epochs(Document definition) {
        return first(definition, EPOCHS);
    }

    private static Optional<Long> first(Document definition, List<String> names) {
        Map<String, String> values = definition.stringMap("StaticHyperParameters");
        return names.stream()
                .filter(values::containsKey)
                .findFirst()
                .map(values::get)
                .flatMap(HyperbandResources::positive);
    }

    /** Framework estimators of the SDK quote their numbers' JSON texts. */
    private static Optional<Long> positive(String text) {
        try {
            int value = Integer.parseInt(text.replace("\"", "").strip());
            return value > 0 ? Optional.of((long) value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
