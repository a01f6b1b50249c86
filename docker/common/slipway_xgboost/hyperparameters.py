"""The hyperparameters of the algorithm: names, types, ranges, and how they depend on each other.

https://docs.aws.amazon.com/sagemaker/latest/dg/xgboost_hyperparameters.html
"""

from slipway_training.errors import UserError
from slipway_xgboost import metric_names
from slipway_xgboost.hyperparameter_types import (
    above,
    above_up_to,
    at_least,
    between,
    categorical,
    comma_separated,
    continuous,
    free_text,
    inside,
    integer,
    nested_list,
    sequence,
)

TREE_UPDATERS = (
    "grow_colmaker",
    "distcol",
    "grow_histmaker",
    "grow_skmaker",
    "grow_quantile_histmaker",
    "sync",
    "refresh",
    "prune",
)
GROWING_UPDATERS = ("grow_colmaker", "distcol", "grow_histmaker", "grow_skmaker", "grow_quantile_histmaker")
UPDATING_UPDATERS = ("refresh", "prune")
LINEAR_UPDATERS = ("shotgun", "coord_descent")

OBJECTIVES = [
    "aft_loss_distribution",
    "binary:hinge",
    "binary:logistic",
    "binary:logitraw",
    "count:poisson",
    "multi:softmax",
    "multi:softprob",
    "rank:map",
    "rank:ndcg",
    "rank:pairwise",
    "reg:absoluteerror",
    "reg:gamma",
    "reg:linear",
    "reg:logistic",
    "reg:pseudohubererror",
    "reg:squarederror",
    "reg:squaredlogerror",
    "reg:tweedie",
    "survival:aft",
    "survival:cox",
]

DEFAULT_OBJECTIVE = "reg:squarederror"

ALIASES = {"learning_rate": "eta", "min_split_loss": "gamma", "reg_lambda": "lambda", "reg_alpha": "alpha"}


class _EvaluationMetrics:
    """The values `eval_metric` takes, thresholds such as `error@0.7` included."""

    def __contains__(self, metric):
        if "<function" in metric:
            raise UserError(f"User defined evaluation metric {metric} is not supported yet.")
        name, at, threshold = metric.partition("@")
        if not at:
            return metric in metric_names.ALL
        if name.strip() not in metric_names.WITH_THRESHOLD:
            raise UserError(
                f"Metric '{metric}' is not supported. Parameter 'eval_metric' with customized threshold should "
                "be one of these options: 'error', 'ndcg', 'map'."
            )
        try:
            float(threshold.strip().rstrip("-"))
        except ValueError:
            raise UserError(f"Threshold value 't' in '{name.strip()}@t' expects float input.") from None
        return True

    def __str__(self):
        return str(metric_names.ALL)


class _ObjectiveMetrics:
    """The values `_tuning_objective_metric` takes: `validation:<metric>`, or the metric alone."""

    def __contains__(self, metric):
        return metric.rpartition(":")[2].partition("@")[0] in metric_names.ALL

    def __str__(self):
        return str([f"validation:{metric}" for metric in metric_names.ALL])


_TABLE = [
    integer("num_round", at_least(1), required=True),
    integer("csv_weights", between(0, 1)),
    integer("early_stopping_rounds", at_least(1)),
    categorical("booster", ["gbtree", "gblinear", "dart"]),
    integer("silent", between(0, 1)),
    integer("verbosity", between(0, 3)),
    integer("nthread", at_least(1)),
    continuous("eta", between(0, 1)),
    continuous("gamma", at_least(0)),
    integer("max_depth", at_least(0)),
    continuous("min_child_weight", at_least(0)),
    continuous("max_delta_step", at_least(0)),
    continuous("subsample", above_up_to(0, 1)),
    continuous("colsample_bytree", above_up_to(0, 1)),
    continuous("colsample_bylevel", above_up_to(0, 1)),
    continuous("colsample_bynode", above_up_to(0, 1)),
    continuous("lambda", at_least(0)),
    continuous("alpha", at_least(0)),
    categorical("tree_method", ["auto", "exact", "approx", "hist", "gpu_hist"]),
    continuous("sketch_eps", inside(0, 1)),
    continuous("scale_pos_weight", above(0)),
    comma_separated("updater", TREE_UPDATERS + LINEAR_UPDATERS),
    categorical("dsplit", ["row", "col"]),
    integer("refresh_leaf", between(0, 1)),
    categorical("process_type", ["default", "update"]),
    categorical("grow_policy", ["depthwise", "lossguide"]),
    integer("max_leaves", at_least(0)),
    integer("max_bin", at_least(0)),
    categorical("predictor", ["auto", "cpu_predictor", "gpu_predictor"]),
    sequence("monotone_constraints", [-1, 0, 1]),
    nested_list("interaction_constraints", at_least(1)),
    categorical("sample_type", ["uniform", "weighted"]),
    categorical("normalize_type", ["tree", "forest"]),
    continuous("rate_drop", between(0, 1)),
    integer("one_drop", between(0, 1)),
    continuous("skip_drop", between(0, 1)),
    continuous("lambda_bias", between(0, 1)),
    continuous("tweedie_variance_power", inside(1, 2)),
    categorical("objective", OBJECTIVES),
    integer("num_class", at_least(2)),
    continuous("base_score", at_least(0)),
    integer("_kfold", at_least(2)),
    integer("_num_cv_round", at_least(1)),
    categorical("_tuning_objective_metric", _ObjectiveMetrics()),
    comma_separated("eval_metric", _EvaluationMetrics()),
    integer("seed", inside(-(2**31), 2**31 - 1)),
    integer("num_parallel_tree", at_least(1)),
    categorical("save_model_on_termination", ["true", "false"]),
    categorical("aft_loss_distribution", ["normal", "logistic", "extreme"]),
    continuous("aft_loss_distribution_scale", at_least(0)),
    categorical("deterministic_histogram", ["true", "false"]),
    categorical("sampling_method", ["uniform", "gradient_based"]),
    integer("prob_buffer_row", above(1.0)),
    categorical("use_dask_gpu_training", ["true", "false"]),
    # Only the first version (`xgboost:1`, `xgboost:latest`) knew it.
    free_text("precision_dtype"),
]


def validate(texts):
    """Turns the strings of a request into values. Raises UserError naming the first that is wrong.

    Names that start with `sagemaker_` belong to the platform and are left out.
    """
    given = {ALIASES.get(name, name): text for name, text in texts.items() if not name.startswith("sagemaker_")}
    known = {hyperparameter.name: hyperparameter for hyperparameter in _TABLE}
    for hyperparameter in _TABLE:
        if hyperparameter.required and hyperparameter.name not in given:
            raise UserError(f"Missing required hyperparameter: {hyperparameter.name}")
    for name in given:
        if name not in known:
            raise UserError(f"Extraneous hyperparameter found: {name}")
    values = {name: known[name].read(text) for name, text in given.items()}
    _check_together(values)
    return values


def _check_together(values):
    _check_updater(values)
    objective = values.get("objective", DEFAULT_OBJECTIVE)
    multiclass = objective.startswith("multi:")
    if multiclass and "num_class" not in values:
        raise UserError("Require input for parameter 'num_class' for multi-classification")
    if not multiclass and "num_class" in values:
        raise UserError("Do not need to setup parameter 'num_class' for learning task other than multi-classification.")
    metrics = values.get("eval_metric", [])
    if "auc" in metrics and not objective.startswith(("binary:", "rank:", "multi:")):
        raise UserError("Metric 'auc' can only be applied for classification and ranking problems.")
    if "aft-nloglik" in metrics and objective != "survival:aft":
        raise UserError("Metric 'aft-nloglik' can only be applied for 'survival:aft' objective.")
    tree_method = values.get("tree_method")
    if "monotone_constraints" in values and tree_method not in ("exact", "hist"):
        raise UserError(
            "monotone_constraints can be used only when the tree_method parameter is set to either 'exact' or 'hist'."
        )
    if "interaction_constraints" in values and tree_method not in ("exact", "hist", "approx"):
        raise UserError(
            "interaction_constraints can be used only when the tree_method parameter is set to "
            "either 'exact', 'hist' or 'approx'."
        )


def _check_updater(values):
    updaters = values.get("updater")
    if updaters is None:
        return
    if values.get("booster") == "gblinear":
        if len(updaters) != 1 or updaters[0] not in LINEAR_UPDATERS:
            raise UserError("Linear updater should be one of these options: 'shotgun', 'coord_descent'.")
        return
    if values.get("process_type") == "update":
        if not set(updaters) <= set(UPDATING_UPDATERS):
            raise UserError("process_type 'update' can only be used with updater 'refresh' and 'prune'")
        return
    if not set(updaters) <= set(TREE_UPDATERS):
        options = ", ".join(f"'{updater}'" for updater in TREE_UPDATERS)
        raise UserError(f"Tree updater should be selected from these options: {options}.")
    if sum(updater in GROWING_UPDATERS for updater in updaters) > 1:
        options = ", ".join(f"'{updater}'" for updater in GROWING_UPDATERS)
        raise UserError(f"Only one tree grow plugin can be selected. Choose one from the following: {options}")
