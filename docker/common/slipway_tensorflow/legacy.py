"""The legacy mode of versions up to 1.12: a user's module has functions that make an estimator and its data.

`estimator_fn`, `keras_model_fn` or `model_fn`; `train_input_fn`, `eval_input_fn`; `serving_input_fn`, without which no model is
saved. https://sagemaker.readthedocs.io/en/v1.72.0/frameworks/tensorflow/using_tf.html (legacy mode)
"""

import contextlib
import inspect
import json
import os
import sys

from sagemaker_training import environment, files

from slipway_tensorflow import cluster, meeting, tf1
from slipway_tensorflow.checkpoints import Checkpoints
from slipway_training import legacy

_ESTIMATOR_KEYS = (
    "save_summary_steps",
    "save_checkpoints_secs",
    "save_checkpoints_steps",
    "keep_checkpoint_max",
    "keep_checkpoint_every_n_hours",
    "log_step_count_steps",
)
_EVALUATION_KEYS = ("start_delay_secs", "throttle_secs")


def main():
    """What the toolkit calls once its environment is prepared."""
    job = environment.Environment()
    sys.modules.pop("tensorflow", None)
    tf1.install()
    with legacy.failure_reported(), _configured(job):
        module = legacy.user_module(job)
        with Checkpoints(job) as checkpoints:
            _train(module, job, checkpoints.directory)
            if job.current_host == job.hosts[0] and hasattr(module, "serving_input_fn"):
                checkpoints.export_model()


@contextlib.contextmanager
def _configured(job):
    """Variables are kept on the first host alone, which writes the checkpoints then, into its own directory.

    It saves the model, too: when it has ended, another one would wait for it to begin, without end.
    """
    if len(job.hosts) == 1:
        yield
        return
    with (
        cluster.parameter_servers(job.hosts, job.current_host, job.hosts[:1]) as configuration,
        meeting.until_the_first_is_done(job.hosts, job.current_host, _succeed),
    ):
        os.environ["TF_CONFIG"] = json.dumps(configuration)
        yield


def _succeed():
    print("The first host has ended, and this one with it.", flush=True)
    files.write_success_file()
    os._exit(0)


def _train(module, job, directory):
    import tensorflow as tf

    hyperparameters = {**job.hyperparameters}
    hyperparameters.setdefault("save_checkpoints_secs", 300)
    estimator = _estimator(tf, module, hyperparameters, directory)
    tf.estimator.train_and_evaluate(
        estimator, _train_spec(tf, module, job, hyperparameters), _evaluation_spec(tf, module, job, hyperparameters)
    )


def _estimator(tf, module, hyperparameters, directory):
    chosen = {name: hyperparameters[name] for name in _ESTIMATOR_KEYS if name in hyperparameters}
    configuration = tf.estimator.RunConfig(model_dir=directory, **chosen)
    if hasattr(module, "estimator_fn"):
        return module.estimator_fn(configuration, hyperparameters)
    if hasattr(module, "keras_model_fn"):
        model = module.keras_model_fn(hyperparameters)
        return tf.keras.estimator.model_to_estimator(keras_model=model, config=configuration)

    # By position, because the library would pass them by names of its own.
    def model_fn(features, labels, mode, params):
        return module.model_fn(features, labels, mode, params)

    return tf.estimator.Estimator(model_fn=model_fn, params=hyperparameters, config=configuration)


def _train_spec(tf, module, job, hyperparameters):
    return tf.estimator.TrainSpec(
        _input(module.train_input_fn, job, hyperparameters), max_steps=hyperparameters.get("training_steps", 1000)
    )


def _evaluation_spec(tf, module, job, hyperparameters):
    exporter = None
    if hasattr(module, "serving_input_fn"):
        exporter = tf.estimator.LatestExporter("Servo", lambda: module.serving_input_fn(hyperparameters))
    else:
        print("There is no serving_input_fn: the model is not saved, only its checkpoints are.", flush=True)
    return tf.estimator.EvalSpec(
        _input(module.eval_input_fn, job, hyperparameters),
        steps=hyperparameters.get("evaluation_steps", 100),
        exporters=exporter,
        **{name: hyperparameters[name] for name in _EVALUATION_KEYS if name in hyperparameters},
    )


def _input(function, job, hyperparameters):
    """The function without arguments; those it has are known by their names, the others are None."""
    channels = job.channel_input_dirs
    training = channels.get("training")
    known = {
        **dict.fromkeys(("training_dir", "dir"), training),
        **dict.fromkeys(("hyperparameters", "params"), hyperparameters),
        **dict.fromkeys(("input_channels", "channels"), channels),
    }
    arguments = {name: known.get(name) for name in inspect.signature(function).parameters}
    return lambda: function(**arguments)
