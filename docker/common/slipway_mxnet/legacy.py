"""The images up to 1.2: a user's module has a function `train`, whose result a function `save`, or the image, saves.

https://sagemaker.readthedocs.io/en/v1.72.0/frameworks/mxnet/using_mxnet.html
"""

import json
import os
from pathlib import Path

from sagemaker_mxnet_container import training
from sagemaker_training import environment

from slipway_training import legacy

_PORT = 8000


def main():
    """What the toolkit calls once its environment is prepared."""
    job = environment.Environment()
    with legacy.failure_reported():
        if len(job.hosts) > 1:
            _start_servers(job)
        module = legacy.user_module(job)
        model = legacy.call(module.train, **_arguments(job))
        if model is None:
            return
        if hasattr(module, "save"):
            module.save(model, job.model_dir)
        elif job.current_host == job.hosts[0]:
            _save(model, Path(job.model_dir))


def _arguments(job):
    return {
        "hyperparameters": dict(job.hyperparameters),
        "input_data_config": dict(job.input_data_config),
        "channel_input_dirs": dict(job.channel_input_dirs),
        "output_data_dir": job.output_data_dir,
        "model_dir": job.model_dir,
        "num_gpus": job.num_gpus,
        "num_cpus": job.num_cpus,
        "hosts": list(job.hosts),
        "current_host": job.current_host,
    }


def _start_servers(job):
    """A parameter server a host, and the first host's scheduler; this process becomes a worker."""
    port = str(job.hyperparameters.get("_ps_port", _PORT))
    verbose = str(job.hyperparameters.get("_ps_verbose", 0))
    if training.scheduler_host(job.hosts) == job.current_host:
        training._run_mxnet_process("scheduler", job.hosts, port, verbose)
    training._run_mxnet_process("server", job.hosts, port, verbose)
    os.environ.update(training._env_vars_for_role("worker", job.hosts, port, verbose))


def _save(module, directory):
    """A Module's symbol, parameters and shapes, as the image's own `model_fn` reads them."""
    module.symbol.save(str(directory / "model-symbol.json"))
    module.save_params(str(directory / "model-0000.params"))
    shapes = [{"name": shape.name, "shape": list(shape.shape)} for shape in module.data_shapes]
    (directory / "model-shapes.json").write_text(json.dumps(shapes))
