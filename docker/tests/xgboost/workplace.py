"""A training job's `/opt/ml` in a temporary directory, with data that can be learned."""

import json
import tempfile
from pathlib import Path

import numpy as np

from slipway_training import job


class Workplace:
    def __init__(self, test):
        directory = tempfile.TemporaryDirectory()
        test.addCleanup(directory.cleanup)
        self.base = Path(directory.name)
        self.configuration = self.base / "input" / "config"
        self.configuration.mkdir(parents=True)
        self.channels = {}

    def job(self, **hyperparameters):
        self.write("hyperparameters.json", hyperparameters)
        self.write("inputdataconfig.json", self.channels)
        return job.load(self.base)

    def checkpoints(self):
        directory = self.base / "checkpoints"
        self.write("checkpointconfig.json", {"LocalPath": str(directory)})
        return directory

    def csv(self, name, rows):
        self.channels[name] = {
            "ContentType": "text/csv",
            "TrainingInputMode": "File",
            "S3DistributionType": "FullyReplicated",
        }
        directory = self.base / "input" / "data" / name
        directory.mkdir(parents=True)
        np.savetxt(directory / "data.csv", rows, delimiter=",", fmt="%.6g")

    def write(self, name, content):
        (self.configuration / name).write_text(json.dumps(content))


def regression(rows, seed=0):
    """Target first: three times the first of four features, and noise."""
    random = np.random.default_rng(seed)
    features = random.normal(size=(rows, 4))
    return np.column_stack([3 * features[:, 0] + random.normal(scale=0.1, size=rows), features])


def classification(rows, classes, seed=0):
    """Class first, told by the first of four features."""
    features = np.random.default_rng(seed).uniform(size=(rows, 4))
    return np.column_stack([np.floor(features[:, 0] * classes), features])
