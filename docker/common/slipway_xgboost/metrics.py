"""Which metrics a training run prints, and the ones XGBoost itself does not have."""

import numpy as np

from slipway_training.errors import UserError


def requested(values):
    """The metrics of `eval_metric` and of the tuning objective, sorted so that all hosts agree; may be empty."""
    names = list(values.get("eval_metric", []))
    objective = tuning_objective(values)
    if objective is None or objective in names:
        return names
    return sorted([*names, objective])


def tuning_objective(values):
    """`validation:rmse` is the metric `rmse` of the channel `validation`."""
    name = values.get("_tuning_objective_metric")
    return None if name is None else name.rpartition(":")[2]


def own(names):
    """Those of `names` that are computed here."""
    return [name for name in names if name in _OWN]


def evaluator(names, objective):
    """A `custom_metric` for `xgboost.train`; None when there is nothing to compute."""
    if not names:
        return None

    def evaluate(predictions, data):
        labels = data.get_label()
        return [(name, float(_OWN[name](labels, predictions, objective))) for name in names]

    return evaluate


def predicted_classes(predictions, objective):
    """XGBoost hands transformed predictions to metrics: probabilities, except for raw and hard objectives."""
    if predictions.ndim > 1:
        return np.argmax(predictions, axis=1)
    if objective == "multi:softmax":
        return predictions.astype(int)
    return (predictions > (0.0 if objective == "binary:logitraw" else 0.5)).astype(int)


def _of_classes(metric):
    def compute(labels, predictions, objective):
        return metric(_Confusion(labels, predicted_classes(predictions, objective)))

    return compute


def _of_values(metric):
    return lambda labels, predictions, objective: metric(labels.astype(float), predictions.astype(float))


class _Confusion:
    """Counts by class, over the classes that occur in labels or predictions."""

    def __init__(self, labels, predictions):
        self.classes, codes = np.unique(np.concatenate([labels, predictions]), return_inverse=True)
        true, predicted = codes[: len(labels)], codes[len(labels) :]
        size = len(self.classes)
        self.actual = np.bincount(true, minlength=size)
        self.predicted = np.bincount(predicted, minlength=size)
        self.hits = np.bincount(true[true == predicted], minlength=size)

    def precision(self):
        return _ratio(self.hits, self.predicted)

    def recall(self):
        return _ratio(self.hits, self.actual)

    def f1(self):
        return _ratio(2 * self.hits, self.predicted + self.actual)

    def accuracy(self):
        return self.hits.sum() / max(self.actual.sum(), 1)

    def balanced_accuracy(self):
        return self.recall()[self.actual > 0].mean()

    def of_positive_class(self, values):
        if not set(self.classes) <= {0, 1}:
            raise UserError(
                "Target is multiclass but average='binary'. Please choose another average setting, one of "
                "[None, 'micro', 'macro', 'weighted']."
            )
        return values[self.classes == 1].sum()


def _ratio(part, whole):
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


def _mean_squared_error(labels, predictions):
    return np.mean((labels - predictions) ** 2)


def _r2(labels, predictions):
    spread = np.sum((labels - labels.mean()) ** 2)
    return 0.0 if spread == 0 else 1 - np.sum((labels - predictions) ** 2) / spread


_OWN = {
    "accuracy": _of_classes(lambda counts: counts.accuracy()),
    "balanced_accuracy": _of_classes(lambda counts: counts.balanced_accuracy()),
    "f1": _of_classes(lambda counts: counts.f1().mean()),
    "f1_binary": _of_classes(lambda counts: counts.of_positive_class(counts.f1())),
    "f1_macro": _of_classes(lambda counts: counts.f1().mean()),
    "mse": _of_values(_mean_squared_error),
    "precision": _of_classes(lambda counts: counts.of_positive_class(counts.precision())),
    "precision_macro": _of_classes(lambda counts: counts.precision().mean()),
    "precision_micro": _of_classes(lambda counts: counts.accuracy()),
    "r2": _of_values(_r2),
    "recall": _of_classes(lambda counts: counts.of_positive_class(counts.recall())),
    "recall_macro": _of_classes(lambda counts: counts.recall().mean()),
    "recall_micro": _of_classes(lambda counts: counts.accuracy()),
}
