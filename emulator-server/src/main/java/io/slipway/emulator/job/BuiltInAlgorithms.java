package io.slipway.emulator.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The algorithms that are part of the service, known by the repository of their image, and the metrics that it defines for
 * them.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/xgboost-tuning.html">XGBoost's metrics</a>
 */
public final class BuiltInAlgorithms {

    private static final Pattern IMAGE =
            Pattern.compile("\\d{12}\\.dkr\\.ecr[^/]*/(?<repository>[^:@]+)(?<reference>[:@].*)?");

    private static final Set<String> REPOSITORIES = Set.of(
            "xgboost",
            "sagemaker-xgboost",
            "blazingtext",
            "image-classification",
            "object-detection",
            "semantic-segmentation",
            "seq2seq",
            "pca",
            "kmeans",
            "linear-learner",
            "factorization-machines",
            "ntm",
            "randomcutforest",
            "knn",
            "object2vec",
            "ipinsights",
            "lda",
            "forecasting-deepar");

    private static final List<String> XGBOOST_VALIDATION = List.of(
            "accuracy",
            "aft-nloglik",
            "auc",
            "aucpr",
            "balanced_accuracy",
            "cox-nloglik",
            "error",
            "f1",
            "f1_binary",
            "f1_macro",
            "gamma-deviance",
            "gamma-nloglik",
            "interval-regression-accuracy",
            "logloss",
            "mae",
            "map",
            "mape",
            "merror",
            "mlogloss",
            "mphe",
            "mse",
            "ndcg",
            "poisson-nloglik",
            "precision",
            "precision_macro",
            "precision_micro",
            "r2",
            "recall",
            "recall_macro",
            "recall_micro",
            "rmse",
            "rmsle",
            "tweedie-nloglik");

    /** Of the others too there are regexes, but a job has at most 40 metrics, and a tuning job adds its objective. */
    private static final List<String> XGBOOST_TRAIN = List.of("auc", "error", "logloss", "merror", "mlogloss", "rmse");

    private static final List<String> XGBOOST_072_VALIDATION =
            List.of("auc", "error", "logloss", "mae", "map", "merror", "mlogloss", "ndcg", "rmse");

    private BuiltInAlgorithms() {}

    /** Whether the image, as a client names it, is one of the service's own algorithms. */
    public static boolean isBuiltIn(String image) {
        Matcher matcher = IMAGE.matcher(image);
        return matcher.matches() && REPOSITORIES.contains(matcher.group("repository"));
    }

    /** What the service defines for the image; nothing for one that is not its own. */
    public static List<MetricDefinition> metricDefinitions(String image) {
        Matcher matcher = IMAGE.matcher(image);
        if (!matcher.matches()) {
            return List.of();
        }
        List<MetricDefinition> definitions = new ArrayList<>();
        switch (matcher.group("repository")) {
            case "xgboost" -> XGBOOST_072_VALIDATION.forEach(metric -> definitions.add(xgboost("validation", metric)));
            case "sagemaker-xgboost" -> {
                XGBOOST_VALIDATION.forEach(metric -> definitions.add(xgboost("validation", metric)));
                XGBOOST_TRAIN.forEach(metric -> definitions.add(xgboost("train", metric)));
            }
            default -> {}
        }
        return definitions;
    }

    /** The definitions sent, after those of the service that they do not replace. */
    public static List<MetricDefinition> withOwn(String image, List<MetricDefinition> sent) {
        Map<String, MetricDefinition> byName = new LinkedHashMap<>();
        metricDefinitions(image).forEach(definition -> byName.put(definition.name(), definition));
        sent.forEach(definition -> byName.put(definition.name(), definition));
        return List.copyOf(byName.values());
    }

    private static MetricDefinition xgboost(String data, String metric) {
        return new MetricDefinition(
                data + ":" + metric,
                ".*\\[[0-9]+\\].*#011" + data + "-" + metric + ":([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?).*");
    }
}
