import unittest

from slipway_training.errors import UserError
from slipway_xgboost import booster_parameters, hyperparameters


class HyperparametersTest(unittest.TestCase):
    def assert_refused(self, text, **given):
        with self.assertRaises(UserError) as refused:
            hyperparameters.validate({"num_round": "5", **given})
        self.assertEqual(text, str(refused.exception))

    def test_values_get_the_type_of_the_table(self):
        values = hyperparameters.validate(
            {
                "num_round": "5",
                "alpha": "1000",
                "max_depth": "0",
                "max_delta_step": "3",
                "eval_metric": "rmse, mae",
                "monotone_constraints": "(1,0,-1)",
                "interaction_constraints": "[[1,2],[3,4]]",
                "tree_method": "hist",
            }
        )
        self.assertEqual(
            {
                "num_round": 5,
                "alpha": 1000.0,
                "max_depth": 0,
                "max_delta_step": 3.0,
                "eval_metric": ["rmse", "mae"],
                "monotone_constraints": (1, 0, -1),
                "interaction_constraints": [[1, 2], [3, 4]],
                "tree_method": "hist",
            },
            values,
        )

    def test_num_round_is_required(self):
        with self.assertRaises(UserError) as refused:
            hyperparameters.validate({"eta": "0.1"})
        self.assertEqual("Missing required hyperparameter: num_round", str(refused.exception))

    def test_unknown_names_are_refused(self):
        self.assert_refused("Extraneous hyperparameter found: etaa", etaa="1")

    def test_text_that_is_no_number_is_refused(self):
        self.assert_refused("Hyperparameter eta: could not parse value", eta="much")
        self.assert_refused("Hyperparameter max_depth: could not parse value", max_depth="2.5")
        self.assert_refused(
            "Hyperparameter interaction_constraints: could not parse value",
            interaction_constraints="[[1,",
            tree_method="hist",
        )

    def test_ranges_are_named_in_interval_notation(self):
        self.assert_refused("Hyperparameter eta: 1.5 is not in [0, 1]", eta="1.5")
        self.assert_refused("Hyperparameter subsample: 0.0 is not in (0, 1]", subsample="0")
        self.assert_refused("Hyperparameter gamma: -1.0 is not in [0, +inf)", gamma="-1")
        self.assert_refused("Hyperparameter gamma: nan is not in [0, +inf)", gamma="nan")
        self.assert_refused("Hyperparameter tweedie_variance_power: 2.0 is not in (1, 2)", tweedie_variance_power="2")
        self.assert_refused("Hyperparameter booster: x is not in ['gbtree', 'gblinear', 'dart']", booster="x")

    def test_aliases_stand_for_the_names_of_the_table(self):
        values = hyperparameters.validate({"num_round": "1", "learning_rate": "0.2", "reg_alpha": "3"})
        self.assertEqual({"num_round": 1, "eta": 0.2, "alpha": 3.0}, values)

    def test_multiclass_needs_the_number_of_classes_and_nothing_else_takes_it(self):
        self.assert_refused(
            "Require input for parameter 'num_class' for multi-classification", objective="multi:softmax"
        )
        self.assert_refused(
            "Do not need to setup parameter 'num_class' for learning task other than multi-classification.",
            objective="binary:logistic",
            num_class="3",
        )

    def test_metrics_must_fit_the_objective(self):
        self.assert_refused(
            "Metric 'auc' can only be applied for classification and ranking problems.", eval_metric="auc"
        )
        self.assert_refused(
            "Threshold value 't' in 'error@t' expects float input.",
            objective="binary:logistic",
            eval_metric="error@high",
        )
        values = hyperparameters.validate({"num_round": "1", "eval_metric": "ndcg@5-", "objective": "rank:ndcg"})
        self.assertEqual(["ndcg@5-"], values["eval_metric"])

    def test_only_one_updater_grows_trees(self):
        self.assert_refused(
            "process_type 'update' can only be used with updater 'refresh' and 'prune'",
            process_type="update",
            updater="grow_colmaker",
        )
        self.assert_refused(
            "Linear updater should be one of these options: 'shotgun', 'coord_descent'.",
            booster="gblinear",
            updater="prune",
        )

    def test_settings_of_old_versions_are_taken_and_not_handed_on(self):
        values = hyperparameters.validate(
            {"num_round": "1", "precision_dtype": "float32", "silent": "1", "objective": "reg:linear"}
        )
        self.assertEqual({"objective": "reg:squarederror"}, booster_parameters.from_hyperparameters(values))

    def test_settings_of_the_platform_are_left_out(self):
        self.assertEqual(
            {"num_round": 1}, hyperparameters.validate({"num_round": "1", "sagemaker_region": "us-west-2"})
        )
