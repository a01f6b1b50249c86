import json
import unittest

from container import Container

LEGACY = """
    import tensorflow as tf
    from tensorflow.python.estimator.model_fn import ModeKeys

    def model_fn(features, labels, mode, hyperparameters):
        predicted = tf.squeeze(tf.layers.dense(features["inputs"], 1), axis=1)
        if mode == ModeKeys.PREDICT:
            outputs = {"doubled": predicted}
            exported = {"predictions": tf.estimator.export.PredictOutput(outputs)}
            return tf.estimator.EstimatorSpec(mode, predictions=outputs, export_outputs=exported)
        loss = tf.losses.mean_squared_error(labels, predicted)
        optimizer = tf.train.GradientDescentOptimizer(hyperparameters["learning_rate"])
        train_op = optimizer.minimize(loss, tf.train.get_or_create_global_step())
        return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)

    def _input(rows):
        return {"inputs": tf.constant([[float(n % 5)] for n in range(rows)])}, tf.constant([2.0 * (n % 5) for n in range(rows)])

    def train_input_fn(training_dir, params):
        assert params["learning_rate"] == 0.05
        with open(training_dir + "/rows") as file:
            return _input(int(file.read()))

    def eval_input_fn(dir, nothing):
        assert nothing is None
        return _input(5)

    def serving_input_fn(params):
        inputs = {"inputs": tf.placeholder(tf.float32, [None, 1])}
        return tf.estimator.export.ServingInputReceiver(inputs, inputs)
"""

OTHER_FUNCTIONS = """
    import tensorflow as tf

    def keras_model_fn(hyperparameters):
        model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(1,), name="dense")])
        model.compile(tf.keras.optimizers.SGD(hyperparameters["learning_rate"]), "mean_squared_error")
        return model

    def estimator_fn(run_config, hyperparameters):
        assert run_config.save_checkpoints_steps == 50, run_config.save_checkpoints_steps
        column = tf.feature_column.numeric_column("dense_input")
        return tf.estimator.LinearRegressor([column], optimizer=tf.train.FtrlOptimizer(2.0), config=run_config)

    def train_input_fn(params):
        rows = tf.constant([[float(n % 5)] for n in range(20)])
        return {"dense_input": rows}, 2 * rows

    eval_input_fn = train_input_fn

    def serving_input_fn(params):
        inputs = {"dense_input": tf.placeholder(tf.float32, [None, 1])}
        return tf.estimator.export.ServingInputReceiver(inputs, inputs)
"""

FIRST = """
    import sys
    import tensorflow as tf
    from tensorflow.python.estimator.estimator import Estimator

    with tf.Session() as session:
        print("sum", session.run(tf.constant(40) + 2), Estimator.__name__, sys.argv[1:])
"""


class TrainingTest(unittest.TestCase):
    def legacy(self, **hyperparameters):
        container = Container(self.addCleanup, SLIPWAY_IMAGE_TAG="sagemaker-tensorflow:1.12.0-cpu-py2")
        container.program("train.py", LEGACY)
        training = container.base / "input" / "data" / "training"
        training.mkdir()
        (training / "rows").write_text("20")
        return container, container.train(
            channels=["training"], learning_rate=0.05, training_steps=300, evaluation_steps=1, **hyperparameters
        )

    def test_legacy_functions_train_print_the_loss_and_leave_a_model_that_is_served(self):
        container = Container(self.addCleanup)
        checkpoints = str(container.base / "checkpoints")
        container, (code, output, failure) = self.legacy(checkpoint_path=checkpoints)
        self.assertEqual((0, None), (code, failure), output)
        self.assertRegex(output, r"tensorflow +INFO +loss = [0-9.]+, step = ")
        self.assertRegex(output, r"Saving dict for global step 300: global_step = 300, loss = [0-9.e-]+")
        self.assertEqual(1, len(list((container.model / "export" / "Servo").glob("*/saved_model.pb"))))
        self.assertEqual([], list(container.model.glob("model.ckpt*")))
        for image, variables in (("sagemaker-tensorflow:1.12.0-cpu-py2", {"SAGEMAKER_PROGRAM": "train.py"}), ("", {})):
            variables["SAGEMAKER_SUBMIT_DIRECTORY"] = str(container.base / "code")
            server = container.serve(SLIPWAY_IMAGE_TAG=image, **variables)
            status, body, content_type = server.invoke("[[1.5], [3]]")
            self.assertEqual((200, "application/json"), (status, content_type), body)
            answered = json.loads(body)
            if image:
                tensor = answered["outputs"]["doubled"]
                self.assertEqual(("DT_FLOAT", {"dim": [{"size": "2"}]}), (tensor["dtype"], tensor["tensorShape"]))
                self.assertEqual("generic_model", answered["modelSpec"]["name"])
                predicted = tensor["floatVal"]
            else:
                predicted = answered["predictions"]
            self.assertAlmostEqual(3, predicted[0], delta=0.3)
            self.assertAlmostEqual(6, predicted[1], delta=0.3)
            server.stop()

    def test_keras_models_and_estimators_of_ones_own_train_in_legacy_mode(self):
        for left_out, signature in (("estimator_fn", "serving_default"), ("keras_model_fn", "predict")):
            container = Container(self.addCleanup, SLIPWAY_IMAGE_TAG="sagemaker-tensorflow:1.12.0-cpu-py2")
            container.program("train.py", OTHER_FUNCTIONS + f"\n    del {left_out}\n")
            code, output, failure = container.train(
                learning_rate=0.05, training_steps=200, evaluation_steps=1, save_checkpoints_steps=50, save_checkpoints_secs=None)
            self.assertEqual((0, None), (code, failure), output)
            self.assertRegex(output, r"Saving dict for global step 200: .*loss = [0-9.e-]+")
            server = container.serve(SLIPWAY_IMAGE_TAG="")
            request = json.dumps({"signature_name": signature, "instances": [{"dense_input": [1.5]}]})
            status, body, _ = server.invoke(request)
            server.stop()
            self.assertEqual(200, status, body)
            (predicted,) = json.loads(body)["predictions"]
            (value,) = next(iter(predicted.values())) if isinstance(predicted, dict) else predicted
            self.assertAlmostEqual(3, value, delta=0.5)

    def test_what_a_legacy_function_raises_is_the_reason_of_the_failure(self):
        container = Container(self.addCleanup)
        container.program("train.py", "def train_input_fn(): pass\nraise ValueError('no data')")
        code, _, failure = container.train(training_steps=1)
        self.assertEqual(1, code)
        self.assertTrue(failure.startswith("uncaught exception during training: no data\nTraceback"), failure)

    def test_a_script_of_the_first_version_runs_as_it_stands(self):
        container = Container(self.addCleanup, SLIPWAY_IMAGE_TAG="sagemaker-tensorflow-scriptmode:1.12.0-cpu-py3")
        container.program("train.py", FIRST)
        code, output, _ = container.train(model_dir="/opt/ml/model")
        self.assertEqual(0, code, output)
        self.assertIn("sum 42 Estimator ['--model_dir', '/opt/ml/model']", output.splitlines())

    def test_each_job_of_a_tuning_job_has_a_model_directory_of_its_own(self):
        container = Container(self.addCleanup, TRAINING_JOB_NAME="trial-3")
        container.program("train.py", "import sys; print('told', sys.argv[1:])")
        options = {"model_dir": "s3://bucket/tuning/model", "_tuning_objective_metric": "loss"}
        code, output, _ = container.train(**options)
        self.assertEqual(0, code, output)
        self.assertIn("told ['--model_dir', 's3://bucket/tuning/model/trial-3/model']", output.splitlines())
