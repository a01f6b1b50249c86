"""From validated hyperparameters to the parameters the installed library takes."""

from slipway_xgboost.hyperparameters import DEFAULT_OBJECTIVE

# Read by the training itself, or settings of old versions that the library no longer has.
_NOT_FOR_THE_LIBRARY = {
    "_kfold",
    "_num_cv_round",
    "_tuning_objective_metric",
    "csv_weights",
    "dsplit",
    "early_stopping_rounds",
    "eval_metric",
    "num_round",
    "precision_dtype",
    "predictor",
    "prob_buffer_row",
    "save_model_on_termination",
    "silent",
    "sketch_eps",
    "use_dask_gpu_training",
}

_RENAMED_OBJECTIVES = {"reg:linear": "reg:squarederror"}
_RENAMED_UPDATERS = {"grow_skmaker": "grow_histmaker", "distcol": "grow_colmaker"}


def from_hyperparameters(values):
    """`values` as `hyperparameters.validate` returns them."""
    parameters = {name: value for name, value in values.items() if name not in _NOT_FOR_THE_LIBRARY}
    objective = values.get("objective", DEFAULT_OBJECTIVE)
    parameters["objective"] = _RENAMED_OBJECTIVES.get(objective, objective)
    if "updater" in parameters:
        parameters["updater"] = ",".join(_RENAMED_UPDATERS.get(name, name) for name in parameters["updater"])
    if parameters.get("tree_method") == "gpu_hist":
        print("The image has no GPU support: tree_method gpu_hist runs as hist.", flush=True)
        parameters["tree_method"] = "hist"
    return parameters
