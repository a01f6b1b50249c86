"""Checkpoints: a model after each round, so that an interrupted job goes on where it was."""

import re

from slipway_training.errors import AlgorithmError
from slipway_xgboost import model_files

_NAME = "xgboost-checkpoint"
_KEPT = 5


class Checkpoints:
    """The files `xgboost-checkpoint.<round>` in a directory that the platform copies to and from S3."""

    def __init__(self, directory):
        self._directory = directory

    def latest(self):
        """The newest booster that can be read and the rounds it has had; (None, 0) at the first start."""
        for number, path in reversed(self._files()):
            try:
                booster = model_files.load(path)
            except AlgorithmError:
                continue
            print(f"Checkpoint loaded from {path}. Resuming from iteration {number + 1}", flush=True)
            return booster, number + 1
        return None, 0

    def save(self, booster, number):
        model_files.save(booster, self._directory / f"{_NAME}.{number}", pickled=False)
        for _, path in self._files()[:-_KEPT]:
            path.unlink(missing_ok=True)

    def _files(self):
        if not self._directory.exists():
            return []
        matches = [re.fullmatch(rf"{_NAME}\.(\d+)", path.name) for path in self._directory.iterdir()]
        return sorted((int(match[1]), self._directory / match[0]) for match in matches if match)
