import unittest

import numpy as np

from slipway_training.errors import UserError
from slipway_xgboost import metrics


class Labels:
    """Stands for a matrix: metrics ask for nothing but its labels."""

    def __init__(self, labels):
        self._labels = np.array(labels, dtype=np.float32)

    def get_label(self):
        return self._labels


def evaluate(names, labels, predictions, objective):
    values = metrics.evaluator(names, objective)(np.array(predictions, dtype=np.float32), Labels(labels))
    return {name: round(value, 5) for name, value in values}


class MetricsTest(unittest.TestCase):
    """Expected values are scikit-learn's."""

    def test_binary_classification(self):
        names = ["accuracy", "balanced_accuracy", "f1_binary", "f1_macro", "precision", "recall"]
        expected = [0.6, 0.58333, 0.66667, 0.58333, 0.66667, 0.66667]
        labels = [0, 0, 1, 1, 1]
        for objective, predictions in (
            ("binary:logistic", [0.1, 0.6, 0.7, 0.9, 0.4]),
            ("binary:logitraw", [-1, 0.1, 2, 3, -0.1]),
            ("binary:hinge", [0, 1, 1, 1, 0]),
        ):
            with self.subTest(objective):
                self.assertEqual(dict(zip(names, expected)), evaluate(names, labels, predictions, objective))

    def test_multiclass_counts_classes_that_were_only_predicted(self):
        names = ["accuracy", "balanced_accuracy", "f1", "precision_macro", "recall_macro", "precision_micro"]
        expected = [0.57143, 0.61111, 0.45, 0.54167, 0.45833, 0.57143]
        labels, predictions = [0, 0, 1, 1, 2, 2, 2], [0, 1, 1, 1, 2, 0, 3]
        self.assertEqual(dict(zip(names, expected)), evaluate(names, labels, predictions, "multi:softmax"))
        self.assertEqual(dict(zip(names, expected)), evaluate(names, labels, np.eye(4)[predictions], "multi:softprob"))

    def test_regression(self):
        self.assertEqual({"r2": 0.6, "mse": 0.5}, evaluate(["r2", "mse"], [1, 2, 3, 4], [1, 2, 2, 5], "reg:linear"))

    def test_binary_metrics_refuse_more_classes(self):
        with self.assertRaisesRegex(UserError, "Target is multiclass but average='binary'"):
            evaluate(["precision"], [0, 1, 2], [0, 1, 2], "multi:softmax")

    def test_the_tuning_objective_is_printed_too(self):
        self.assertEqual(
            ["mae", "rmse"], metrics.requested({"_tuning_objective_metric": "validation:mae", "eval_metric": ["rmse"]})
        )
        self.assertEqual(
            ["rmse", "mae"],
            metrics.requested({"_tuning_objective_metric": "validation:mae", "eval_metric": ["rmse", "mae"]}),
        )
        self.assertEqual([], metrics.requested({}))
