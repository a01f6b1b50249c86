"""The `/opt/ml` tree of a training job, as SageMaker lays it out before the container starts."""

import json
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class TrainingJob:
    """What one host of a training job was given. Paths follow SAGEMAKER_BASE_DIR, `/opt/ml` by default."""

    base: Path
    hyperparameters: dict
    channels: dict
    checkpoint_directory: Path
    hosts: list
    current_host: str
    network_interface: str = ""

    @property
    def model_directory(self):
        return self.base / "model"

    @property
    def output_data_directory(self):
        return self.base / "output" / "data"

    @property
    def failure_file(self):
        return self.base / "output" / "failure"

    def channel_path(self, name):
        return self.base / "input" / "data" / name


def load(base=None):
    """Reads the configuration files; those that are absent count as empty."""
    base = Path(base or os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml"))
    config = base / "input" / "config"
    resources = _read(config / "resourceconfig.json")
    checkpoints = _read(config / "checkpointconfig.json").get("LocalPath")
    return TrainingJob(
        base=base,
        hyperparameters={k: _plain(v) for k, v in _read(config / "hyperparameters.json").items()},
        channels=_read(config / "inputdataconfig.json"),
        checkpoint_directory=Path(checkpoints) if checkpoints else None,
        hosts=sorted(resources.get("hosts", ["algo-1"])),
        current_host=resources.get("current_host", "algo-1"),
        network_interface=resources.get("network_interface_name", ""),
    )


def _read(path):
    if not path.exists():
        return {}
    return json.loads(path.read_text(encoding="utf-8") or "{}")


def _plain(value):
    """Framework estimators of the SageMaker SDK send strings as JSON, with quotation marks."""
    if not isinstance(value, str):
        return str(value)
    if len(value) < 2 or value[0] != '"' or value[-1] != '"':
        return value
    try:
        decoded = json.loads(value)
    except ValueError:
        return value
    return decoded if isinstance(decoded, str) else value
