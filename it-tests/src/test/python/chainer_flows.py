"""Chainer's script mode and serving: SDK 1.72 and 2.x alike."""

import json

from sagemaker.chainer import Chainer

import data
import frameworks
from frameworks import Endpoint

TRAIN = """
    import argparse, os
    import chainer, numpy
    from chainer import links

    def network():
        model = links.Classifier(links.Linear(4, 1), lossfun=chainer.functions.mean_squared_error)
        model.compute_accuracy = False
        return model

    def model_fn(directory):
        model = network()
        chainer.serializers.load_npz(os.path.join(directory, "model.npz"), model)
        return model.predictor

    if __name__ == "__main__":
        parser = argparse.ArgumentParser()
        parser.add_argument("--epochs", type=int)
        arguments = parser.parse_args()
        table = numpy.loadtxt(os.path.join(os.environ["SM_CHANNEL_TRAIN"], "train.csv"), delimiter=",", dtype="float32")
        model = network()
        optimizer = chainer.optimizers.SGD(lr=0.2)
        optimizer.setup(model)
        for epoch in range(arguments.epochs):
            optimizer.update(model, table[:, 1:], table[:, :1])
        print("loss=", float(model.loss.array))
        chainer.serializers.save_npz(os.path.join(os.environ["SM_MODEL_DIR"], "model.npz"), model)
"""


def flow_a_script_trains_and_its_model_is_served():
    made = frameworks.estimator(
        Chainer, entry_point="train.py", source_dir=frameworks.source(train=TRAIN), framework_version="5.0.0",
        py_version="py3", hyperparameters={"epochs": 60}, metric_definitions=[{"Name": "loss", "Regex": "loss= ([0-9.]+)"}])
    job = frameworks.fit(made, {"train": f"s3://{data.BUCKET}/data/train"})
    assert job["FinalMetricDataList"][0]["Value"] < 1, job["FinalMetricDataList"]
    with Endpoint(made) as endpoint:
        (high,), (low,) = json.loads(endpoint.invoke("[[0.5, 0.1, -0.2, 0.3], [-0.5, 0.1, -0.2, 0.3]]"))
        assert 2 < high - low < 4, (high, low)
