"""Training in algorithm mode: from the configuration files to the model file."""

from slipway_training.errors import AlgorithmError, UserError
from slipway_xgboost import booster_parameters, channels, cross_validation, hyperparameters, image_version, metrics
from slipway_xgboost import metric_names, model_files, training_data
from slipway_xgboost.callbacks import InOrder, PrintMetrics, SaveCheckpoint, StopOnTermination
from slipway_xgboost.checkpoints import Checkpoints
from slipway_xgboost.cluster import Cluster
from slipway_xgboost.library import xgboost


def run(job, termination):
    """Trains on this host's data, together with the other hosts if there are any, and saves the model."""
    values = hyperparameters.validate(job.hyperparameters)
    data_channels = channels.validate(job.channels)
    matrices = {
        name: training_data.load(job.channel_path(name), channel, values.get("csv_weights") == 1)
        for name, channel in sorted(data_channels.items())
    }
    termination.training = True
    if len(job.hosts) > 1:
        Cluster(job.hosts, job.current_host).run(
            has_data=all(matrix is not None for matrix in matrices.values()),
            work=lambda: _train(job, values, matrices, termination),
        )
        return
    _require_data(job, matrices)
    _train(job, values, matrices, termination)


def _require_data(job, matrices):
    for name, matrix in matrices.items():
        if matrix is None:
            kind = "training" if name == "train" else name
            raise UserError(f"No data in {kind} channel path {job.channel_path(name)}")


def _train(job, values, matrices, termination):
    print(f"Train matrix has {matrices['train'].num_row()} rows and {matrices['train'].num_col()} columns", flush=True)
    if "validation" in matrices:
        print(f"Validation matrix has {matrices['validation'].num_row()} rows", flush=True)
    try:
        boosters = _boosters(job, values, matrices, termination)
    except (xgboost.core.XGBoostError, ValueError) as error:
        raise _failure(error) from None
    if xgboost.collective.get_rank() != 0:
        return
    pickled = image_version.current().pickled_model
    for name, booster in boosters.items():
        model_files.save(booster, job.model_directory / name, pickled)


def _boosters(job, values, matrices, termination):
    """Models by file name: one, or one a fold."""
    if "_kfold" in values:
        folds = cross_validation.run(values, matrices, termination, job.output_data_directory, boost)
        return {f"{model_files.MODEL_NAME}-{number}": booster for number, booster in enumerate(folds)}
    checkpoints = Checkpoints(job.checkpoint_directory) if job.checkpoint_directory else None
    return {model_files.MODEL_NAME: boost(values, matrices, termination, checkpoints)}


def boost(values, matrices, termination, checkpoints=None, history=None):
    """One booster trained on `matrices["train"]`; the metrics of all rounds are left in `history`."""
    parameters = booster_parameters.from_hyperparameters(values)
    names = metrics.requested(values)
    own = metrics.own(names)
    parameters["eval_metric"] = [name for name in names if name not in own]
    if own and not parameters["eval_metric"]:
        parameters["disable_default_eval_metric"] = True
    start, done = checkpoints.latest() if checkpoints else (None, 0)
    callbacks = [PrintMetrics(done), StopOnTermination(termination)]
    if checkpoints:
        callbacks.append(SaveCheckpoint(checkpoints, done))
    if "early_stopping_rounds" in values and "validation" in matrices:
        callbacks.append(_early_stopping(values, names))
    return xgboost.train(
        parameters,
        matrices["train"],
        num_boost_round=max(0, values["num_round"] - done),
        evals=[(matrix, name) for name, matrix in matrices.items()],
        custom_metric=metrics.evaluator(own, parameters["objective"]),
        callbacks=[InOrder(callbacks)],
        evals_result=history,
        xgb_model=start,
        verbose_eval=False,
    )


def _early_stopping(values, names):
    metric = metrics.tuning_objective(values) or (names[-1] if names else None)
    return xgboost.callback.EarlyStopping(
        rounds=values["early_stopping_rounds"],
        data_name="validation",
        metric_name=metric,
        maximize=metric_names.is_maximized(metric) if metric else None,
        save_best=values.get("booster") != "gblinear",
    )


def _failure(error):
    """The library's message without its C++ stack. Complaints about data or parameters are the user's to mend."""
    message = str(error).partition("Stack trace:")[0].strip()
    complaints = ("must be in", "must be nonnegative", "should be", "Check failed", "Invalid", "Unknown", "mismatch")
    if any(complaint in message for complaint in complaints):
        return UserError(message)
    return AlgorithmError(f"XGB train call failed with exception:\n {message}")
