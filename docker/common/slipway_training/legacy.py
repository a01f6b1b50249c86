"""The way of containers before script mode: the user's module is imported, and its functions are called."""

import contextlib
import importlib
import inspect
import subprocess
import sys
import traceback
from pathlib import Path

from sagemaker_training import environment, files

from slipway_training.errors import UserError


@contextlib.contextmanager
def failure_reported():
    """What the user's functions raise becomes the job's failure reason, in those containers' words."""
    try:
        yield
    except Exception as error:
        files.write_failure_file(f"uncaught exception during training: {error}\n{traceback.format_exc()}\n")
        raise


def user_module(job):
    """Fetches the user's code, installs what it requires, and imports it. `job` is the toolkit's environment."""
    directory = environment.code_dir
    files.download_and_extract(job.module_dir, directory)
    requirements = job.additional_framework_parameters.get("sagemaker_requirements")
    if requirements:
        _install(Path(directory) / requirements)
    sys.path.insert(0, directory)
    return importlib.import_module(job.module_name)


def call(function, **arguments):
    """Calls a function with those of the arguments that it has, all of them if it takes any."""
    signature = inspect.signature(function)
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in signature.parameters.values()):
        return function(**arguments)
    return function(**{name: value for name, value in arguments.items() if name in signature.parameters})


def _install(requirements):
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "-r", str(requirements)], check=False, stderr=subprocess.PIPE, text=True
    )
    sys.stderr.write(done.stderr)
    if done.returncode != 0:
        raise UserError(f"The packages of {requirements.name} could not be installed:\n{done.stderr.strip()}")
