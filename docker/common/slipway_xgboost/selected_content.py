"""The inference content a client can select for a classification or regression model.

https://docs.aws.amazon.com/sagemaker/latest/dg/xgboost.html (SAGEMAKER_INFERENCE_OUTPUT)
"""

import numpy as np

_LABEL = {"predicted_label", "labels"}
_PROBABILITY = {"probability", "probabilities"}
_RAW = {"raw_score", "raw_scores"}
_REGRESSION = {"predicted_score"}

_VALID = {
    "reg:squarederror": _REGRESSION,
    "reg:logistic": _REGRESSION,
    "reg:gamma": _REGRESSION,
    "reg:absoluteerror": _REGRESSION,
    "reg:tweedie": _REGRESSION,
    "binary:logistic": _LABEL | _PROBABILITY | _RAW,
    "binary:logitraw": _LABEL | _RAW,
    "binary:hinge": _LABEL | _RAW,
    "multi:softmax": _LABEL | _RAW,
    "multi:softprob": _LABEL | _PROBABILITY | _RAW,
}


def records(predictions, keys, objective, classes):
    """A dictionary a prediction; a key that the objective has no value for is NaN."""
    if objective not in _VALID:
        raise ValueError(f"Objective `{objective}` unsupported for selectable inference predictions.")
    valid = _VALID[objective]
    labels = list(range(classes)) if objective.startswith("multi:") else [0, 1]
    return [
        {key: _value(key, prediction, objective, labels) if key in valid else float("nan") for key in keys}
        for prediction in predictions
    ]


def _value(key, prediction, objective, labels):
    if key == "predicted_score":
        return prediction.item()
    if key == "labels":
        return labels
    if key == "predicted_label":
        return _predicted_label(prediction, objective)
    if key.endswith("s"):
        return prediction.tolist() if objective == "multi:softprob" else [1.0 - prediction.item(), prediction.item()]
    return prediction.max().item()


def _predicted_label(prediction, objective):
    if objective == "multi:softprob":
        return np.argmax(prediction).item()
    if objective == "binary:logistic":
        return int(prediction > 0.5)
    if objective == "binary:logitraw":
        return int(prediction > 0)
    return prediction.item()
