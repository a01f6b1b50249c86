import contextlib
import io
import pickle
import unittest
from unittest import mock

import numpy as np

from slipway_training.errors import UserError
from slipway_xgboost import training
from slipway_xgboost.library import xgboost
from slipway_xgboost.termination import Termination
from workplace import Workplace, classification, regression


class TrainingTest(unittest.TestCase):
    def setUp(self):
        self.workplace = Workplace(self)
        self.termination = Termination()

    def train(self, **hyperparameters):
        """What the job prints, metric lines only."""
        job = self.workplace.job(num_round="4", **hyperparameters)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            training.run(job, self.termination)
        return [line for line in printed.getvalue().splitlines() if line.startswith("[")]

    def model(self, name="xgboost-model"):
        return xgboost.Booster(model_file=bytearray((self.workplace.base / "model" / name).read_bytes()))

    def test_each_round_prints_the_metrics_of_both_channels(self):
        self.workplace.csv("train", regression(200))
        self.workplace.csv("validation", regression(50, seed=1))
        lines = self.train(_tuning_objective_metric="validation:rmse", precision_dtype="float32")
        self.assertEqual(4, len(lines))
        for number, line in enumerate(lines):
            self.assertRegex(line, rf"^\[{number}\]\ttrain-rmse:\d+\.\d{{5}}\tvalidation-rmse:\d+\.\d{{5}}$")
        self.assertEqual(4, self.model().num_boosted_rounds())

    def test_own_metrics_stand_beside_those_of_the_library(self):
        self.workplace.csv("train", classification(200, 2))
        line = self.train(objective="binary:logistic", eval_metric="f1,error@0.7")[-1]
        self.assertEqual(["train-error@0.7", "train-f1"], [part.split(":")[0] for part in line.split("\t")[1:]])

    def test_only_own_metrics_leave_the_default_one_out(self):
        self.workplace.csv("train", classification(200, 3))
        line = self.train(objective="multi:softmax", num_class="3", eval_metric="accuracy")[-1]
        self.assertRegex(line, r"^\[3\]\ttrain-accuracy:[01]\.\d{5}$")

    def test_training_stops_early_and_keeps_the_best_rounds(self):
        self.workplace.csv("train", regression(30))
        self.workplace.csv("validation", np.column_stack([regression(30, seed=1)[::-1, 0], regression(30)[:, 1:]]))
        lines = self.train(early_stopping_rounds="1", eta="1")
        self.assertLess(len(lines), 4)
        self.assertEqual(len(lines) - 1, self.model().num_boosted_rounds())

    def test_a_request_to_stop_ends_after_the_round_and_saves_the_model(self):
        self.workplace.csv("train", regression(200))
        self.termination.requested = True
        self.assertEqual(1, len(self.train()))
        self.assertEqual(1, self.model().num_boosted_rounds())

    def test_old_versions_pickle_the_model(self):
        self.workplace.csv("train", regression(200))
        for image in ("xgboost:latest", "sagemaker-xgboost:0.90-2-cpu-py3", "sagemaker-xgboost:1.2-1"):
            with self.subTest(image), mock.patch.dict("os.environ", SLIPWAY_IMAGE_TAG=image):
                self.train()
                content = (self.workplace.base / "model" / "xgboost-model").read_bytes()
                self.assertEqual(4, pickle.loads(content).num_boosted_rounds())

    def test_a_restart_goes_on_from_the_last_checkpoint(self):
        self.workplace.csv("train", regression(200))
        checkpoints = self.workplace.checkpoints()
        self.assertEqual(4, len(self.train()))
        (checkpoints / "xgboost-checkpoint.3").write_bytes(b"cut off")
        self.assertEqual(["[3]"], [line.split("\t")[0] for line in self.train()])
        self.assertEqual(4, self.model().num_boosted_rounds())

    def test_the_last_five_checkpoints_are_kept(self):
        self.workplace.csv("train", regression(200))
        checkpoints = self.workplace.checkpoints()
        job = self.workplace.job(num_round="12")
        with contextlib.redirect_stdout(io.StringIO()):
            training.run(job, self.termination)
        names = {path.name for path in checkpoints.iterdir()}
        self.assertEqual({f"xgboost-checkpoint.{number}" for number in range(7, 12)}, names)

    def test_cross_validation_leaves_a_model_a_fold_and_a_prediction_a_row(self):
        self.workplace.csv("train", regression(60))
        self.workplace.csv("validation", regression(30, seed=1))
        lines = self.train(_kfold="3", _num_cv_round="2")
        self.assertEqual(6 * 4 + 3, len(lines))
        self.assertRegex(lines[-1], r"^\[4\]\ttrain-rmse:\S+\tvalidation-rmse:\S+$")
        names = sorted(path.name for path in (self.workplace.base / "model").iterdir())
        self.assertEqual([f"xgboost-model-{number}" for number in range(6)], names)
        table = np.loadtxt(self.workplace.base / "output" / "data" / "predictions.csv", delimiter=",")
        self.assertEqual((90, 2), table.shape)
        self.assertGreater(np.corrcoef(table.T)[0, 1], 0.8)

    def test_cross_validation_of_classes_votes(self):
        self.workplace.csv("train", classification(90, 3))
        self.train(_kfold="3", objective="multi:softprob", num_class="3")
        table = np.loadtxt(self.workplace.base / "output" / "data" / "predictions.csv", delimiter=",")
        self.assertEqual((90, 3), table.shape)
        self.assertGreater(np.mean(table[:, 0] == table[:, 2]), 0.9)

    def test_missing_data_is_the_users_error(self):
        self.workplace.csv("train", regression(10))
        self.workplace.csv("validation", regression(0))
        with self.assertRaisesRegex(UserError, "No data in validation channel path .*/validation"):
            self.train()

    def test_labels_that_do_not_fit_the_objective_are_the_users_error(self):
        self.workplace.csv("train", regression(50))
        with self.assertRaises(UserError) as refused:
            self.train(objective="binary:logistic")
        self.assertNotIn("Stack trace", str(refused.exception))

    def test_linear_boosters_train(self):
        self.workplace.csv("train", regression(50))
        self.assertEqual(4, len(self.train(booster="gblinear", updater="coord_descent")))
