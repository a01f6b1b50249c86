"""Models on disk: what training leaves in `/opt/ml/model` and serving reads from there."""

import os
import pickle

from slipway_training.errors import AlgorithmError
from slipway_xgboost.library import xgboost

MODEL_NAME = "xgboost-model"

# The platform does not upload files that end so.
_UNFINISHED = ".sagemaker-ignore"


def save(booster, path, pickled):
    """Writes a whole file or none: the platform may take the directory at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = pickle.dumps(booster) if pickled else bytes(booster.save_raw("json"))
    unfinished = path.with_name(path.name + _UNFINISHED)
    unfinished.write_bytes(content)
    os.replace(unfinished, path)


def load(path):
    """A booster from a pickle or from the library's own formats, whichever the file is."""
    content = path.read_bytes()
    try:
        booster = pickle.loads(content)
        if isinstance(booster, xgboost.Booster):
            return booster
        pickle_problem = f"a {type(booster).__name__}, not a Booster"
    except Exception as error:
        pickle_problem = error
    try:
        # One thread: the library's thread pool would not survive the fork of a serving process.
        return xgboost.Booster({"nthread": 1}, model_file=bytearray(content))
    except xgboost.core.XGBoostError as error:
        raise AlgorithmError(
            f"Model {path} cannot be loaded:\nPickle load error={pickle_problem}\nXGB load model error={error}"
        ) from None
