import json
import unittest

from container import Container

TRAIN = """
    import os
    import chainer, numpy
    from chainer import links

    if __name__ == "__main__":
        model = links.Classifier(links.Linear(1, 1), lossfun=chainer.functions.mean_squared_error)
        model.compute_accuracy = False
        optimizer = chainer.optimizers.SGD(lr=0.1)
        optimizer.setup(model)
        x = numpy.arange(10, dtype=numpy.float32).reshape(-1, 1) / 10
        for epoch in range(300):
            optimizer.update(model, x, 2 * x)
        print("loss", float(model.loss.array))
        chainer.serializers.save_npz(os.path.join(os.environ["SM_MODEL_DIR"], "model.npz"), model.predictor)

    def model_fn(directory):
        model = links.Linear(1, 1)
        chainer.serializers.load_npz(os.path.join(directory, "model.npz"), model)
        return model
"""


class ChainerTest(unittest.TestCase):
    def test_a_script_trains_and_serves(self):
        container = Container(self.addCleanup)
        container.program("train.py", TRAIN)
        code, output, failure = container.train()
        self.assertEqual((0, None), (code, failure), output)
        variables = {"SAGEMAKER_PROGRAM": "train.py", "SAGEMAKER_SUBMIT_DIRECTORY": str(container.base / "code")}
        status, body, _ = container.serve(SAGEMAKER_MODEL_SERVER_WORKERS="1", **variables).invoke("[[0.5], [0.0]]")
        self.assertEqual(200, status, body)
        (half,), (zero,) = json.loads(body)
        self.assertAlmostEqual(1, half - zero, delta=0.3)
