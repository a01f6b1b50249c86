"""Where a user's own serving program is, and what it needs to be installed.

https://sagemaker.readthedocs.io/en/stable/frameworks/mxnet/using_mxnet.html#serve-an-mxnet-model
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_DEFAULT_PROGRAM = "inference.py"


@dataclass(frozen=True)
class UserCode:
    """`program` is the name of a file in `directory`."""

    directory: Path
    program: str


def find(base):
    """The user's program, or None where there is none. What SAGEMAKER_SUBMIT_DIRECTORY names in S3 is fetched.

    Raises FileNotFoundError where SAGEMAKER_PROGRAM names a file that is not there.
    """
    named = os.environ.get("SAGEMAKER_PROGRAM")
    program = named or _DEFAULT_PROGRAM
    directory = _directory(base)
    if (directory / program).is_file():
        return UserCode(directory, program)
    if named:
        raise FileNotFoundError(f"SAGEMAKER_PROGRAM is {program}, but there is no such file in {directory}")
    return None


def install_requirements(code):
    """Installs the program's requirements, once for all server processes. Ends the process where that fails."""
    name = os.environ.get("SAGEMAKER_REQUIREMENTS") or "requirements.txt"
    requirements = code.directory / name
    if not requirements.is_file():
        return
    done = subprocess.run([sys.executable, "-m", "pip", "install", "-r", str(requirements)], check=False)
    if done.returncode != 0:
        sys.exit(f"The packages of {requirements} could not be installed: pip ended with {done.returncode}.")


def _directory(base):
    submitted = os.environ.get("SAGEMAKER_SUBMIT_DIRECTORY", "")
    packed = base / "model" / "code"
    if submitted.startswith("s3://"):
        if packed.is_dir():
            return packed
        fetched = base / "code"
        _fetch(submitted, fetched)
        return fetched
    local = Path(submitted.removeprefix("file://"))
    return local if submitted and local.is_dir() else packed


def _fetch(archive, directory):
    from sagemaker_training import files

    files.download_and_extract(archive, str(directory))
