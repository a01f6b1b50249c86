"""The loaded model, or models: several files are an ensemble."""

import json
import os

import numpy as np

from slipway_serving.messages import Refused
from slipway_xgboost import content_types, model_files
from slipway_xgboost.library import xgboost

_VOTING = ("multi:softmax", "binary:hinge")


class Predictor:
    def __init__(self, boosters):
        self._boosters = boosters
        self._features = boosters[0].num_features()
        learner = json.loads(boosters[0].save_config())["learner"]
        self.objective = learner["objective"]["name"]
        self.classes = int(learner["learner_model_param"]["num_class"])
        self._linear = learner["gradient_booster"]["name"] == "gblinear"

    @classmethod
    def load(cls, directory):
        """All models of a directory; only the first without SAGEMAKER_INFERENCE_ENSEMBLE."""
        paths = sorted(path for path in directory.iterdir() if path.is_file() and not path.name.startswith("."))
        if not paths:
            raise FileNotFoundError(f"No model found in {directory}")
        if os.environ.get("SAGEMAKER_INFERENCE_ENSEMBLE", "true").lower() != "true":
            paths = paths[:1]
        return cls([model_files.load(path) for path in paths])

    def predict(self, features, data_format):
        """A prediction a row, itself a row of numbers for `multi:softprob`. Raises Refused for the wrong width."""
        features = self._fitted(features, data_format)
        answers = [self._predict(booster, features) for booster in self._boosters]
        if len(answers) == 1:
            return answers[0]
        if self.objective in _VOTING:
            return np.array([np.bincount(votes).argmax() for votes in np.array(answers, dtype=int).T], dtype=np.float32)
        return np.mean(answers, axis=0)

    def _predict(self, booster, features):
        if self._linear:
            return booster.predict(xgboost.DMatrix(features), validate_features=False)
        return booster.inplace_predict(features, validate_features=False)

    def _fitted(self, features, data_format):
        """A payload may lack the last column: in sparse formats a file's last one can be empty."""
        width, trained = features.shape[1], self._features
        if width == trained:
            return features
        if data_format == content_types.LIBSVM:
            if width > trained + 1:
                raise _bad_width(f"Feature size of libsvm inference data {width} is larger than", trained)
        elif width != trained - 1:
            raise _bad_width(f"Feature size of {data_format} inference data {width} is not consistent with", trained)
        if isinstance(features, np.ndarray):
            return np.pad(features, ((0, 0), (0, trained - width)), constant_values=np.nan)
        resized = features.copy() if width <= trained else features[:, :trained]
        resized.resize((features.shape[0], trained))
        return resized


def _bad_width(text, trained):
    return Refused(400, f"Unable to evaluate payload provided: {text} feature size of trained model {trained}.")
