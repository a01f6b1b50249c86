"""Script mode as the README of the SageMaker Python SDK shows it, with scikit-learn and XGBoost: SDK 1.72 and 2.x alike."""

import json
import os
import tarfile
import tempfile

from sagemaker.estimator import Estimator
from sagemaker.model import Model
from sagemaker.pipeline import PipelineModel
from sagemaker.sklearn.estimator import SKLearn
from sagemaker.sklearn.model import SKLearnModel
from sagemaker.xgboost.estimator import XGBoost

import data
import frameworks
from frameworks import Endpoint, V1, session

TRAIN = """
    import argparse, os, tarfile
    import joblib, numpy
    from sklearn.linear_model import SGDRegressor
    from helper import columns

    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int)
    arguments = parser.parse_args()
    y, x = columns(os.path.join(os.environ["SM_CHANNEL_TRAIN"], "train.csv"))
    model = SGDRegressor(random_state=0)
    before = os.environ.get("SM_CHANNEL_PRETRAINED")
    if before:
        with tarfile.open(os.path.join(before, "model.tar.gz")) as archive:
            archive.extract("model.joblib", "/tmp")
        model = joblib.load("/tmp/model.joblib")
        print("goes on from", model.t_)
    for epoch in range(arguments.rounds):
        model.partial_fit(x, y)
        print(f"epoch={epoch} mse={numpy.mean((model.predict(x) - y) ** 2):.4f}")
    joblib.dump(model, os.path.join(os.environ["SM_MODEL_DIR"], "model.joblib"))
"""

HELPER = """
    import numpy

    def columns(path):
        table = numpy.loadtxt(path, delimiter=",")
        return table[:, 0], table[:, 1:]
"""

SERVE = """
    import os, joblib

    def model_fn(directory):
        return joblib.load(os.path.join(directory, "model.joblib"))
"""

# A model that the image cannot load by itself.
OWN = """
    import json, os
    import numpy

    class Weighing:
        def __init__(self, weights):
            self._weights = numpy.array(weights, dtype=float)

        def predict(self, rows):
            return rows @ self._weights

    def model_fn(directory):
        with open(os.path.join(directory, "weights.json")) as file:
            return Weighing(json.load(file))
"""

XGBOOST = """
    import argparse, json, os, pickle
    import numpy, xgboost
    from sagemaker_xgboost_container import distributed

    def model_fn(directory):
        with open(os.path.join(directory, "booster.pkl"), "rb") as file:
            return pickle.load(file)

    def train(matrix, parameters, is_master):
        print("of", xgboost.collective.get_world_size(), "this is", xgboost.collective.get_rank())
        booster = xgboost.train(parameters, matrix, 10)
        if is_master:
            with open(os.path.join(os.environ["SM_MODEL_DIR"], "booster.pkl"), "wb") as file:
                pickle.dump(booster, file)

    if __name__ == "__main__":
        parser = argparse.ArgumentParser()
        parser.add_argument("--max_depth", type=int)
        arguments = parser.parse_args()
        table = numpy.loadtxt(os.path.join(os.environ["SM_CHANNEL_TRAIN"], "train.csv"), delimiter=",")
        matrix = xgboost.DMatrix(table[:, 1:], label=table[:, 0])
        distributed.rabit_run(
            train, dict(matrix=matrix, parameters={"max_depth": arguments.max_depth}), True,
            json.loads(os.environ["SM_HOSTS"]), os.environ["SM_CURRENT_HOST"], update_rabit_args=True)
"""

code = frameworks.source(train=TRAIN, helper=HELPER, inference=SERVE)
inputs = {"train": f"s3://{data.BUCKET}/data/train"}
# An image of the user's own with AWS's training toolkit, and a program in it, which prints what it got.
TOOLKIT_IMAGE = "slipway-it/toolkit:1"
rows = [[0.5, 0.1, -0.2, 0.3], [-0.5, 0.1, -0.2, 0.3]]
state = {}


def sklearn(rounds, **more):
    version = "0.20.0" if V1 else "1.2-1"
    return frameworks.estimator(
        SKLearn, entry_point="train.py", source_dir=code, framework_version=version, py_version="py3",
        hyperparameters={"rounds": rounds},
        metric_definitions=[{"Name": "mse", "Regex": "mse=([0-9.]+)"}], **more)


def flow_a_script_trains_on_local_files_and_its_metrics_are_read():
    directory = tempfile.mkdtemp()
    with open(os.path.join(directory, "train.csv"), "w") as file:
        file.write(data.rows(300, 1))
    state["first"] = sklearn(5)
    job = frameworks.fit(state["first"], {"train": session.upload_data(directory, key_prefix=data.unique("local"))})
    assert [metric["MetricName"] for metric in job["FinalMetricDataList"]] == ["mse"], job
    assert job["FinalMetricDataList"][0]["Value"] < 20, job["FinalMetricDataList"]


def flow_training_goes_on_from_the_model_of_another_job():
    model = state["first"].model_data
    state["second"] = sklearn(40, model_uri=model, model_channel_name="pretrained")
    job = frameworks.fit(state["second"], inputs)
    assert any(line.startswith("goes on from 1501") for line in frameworks.log(job["TrainingJobName"]))
    assert job["FinalMetricDataList"][0]["Value"] < 1, job["FinalMetricDataList"]


def flow_what_was_trained_is_deployed():
    with Endpoint(state["second"], entry_point="inference.py", source_dir=code) as endpoint:
        high, low = json.loads(endpoint.invoke(json.dumps(rows)))
        assert 2 < high - low < 4, (high, low)


def flow_a_model_of_ones_own_in_a_pipeline():
    version = "0.20.0" if V1 else "1.2-1"
    model = SKLearnModel(
        own_model(), data.ROLE, "inference.py", source_dir=frameworks.source(inference=OWN), framework_version=version,
        sagemaker_session=session)
    image = "slipway-it/serve:2"
    last = Model(**{"image" if V1 else "image_uri": image}, role=data.ROLE, sagemaker_session=session, env={"WORD": "is "},
                 **({"model_data": None} if V1 else {}))
    name = data.unique("pipeline")
    pipeline = PipelineModel(models=[model, last], role=data.ROLE, name=name, sagemaker_session=session)
    with Endpoint(pipeline) as endpoint:
        assert endpoint.invoke("[[1, 2, 3, 4], [5, 6, 7, 8]]") == "is ([20.0, 48.0])"


def own_model():
    """What was made elsewhere: files in an archive that is uploaded."""
    directory = tempfile.mkdtemp()
    with open(os.path.join(directory, "weights.json"), "w") as file:
        json.dump([0, 2, 4, 1], file)
    with tarfile.open(os.path.join(directory, "model.tar.gz"), "w:gz") as archive:
        archive.add(file.name, "weights.json")
    return session.upload_data(archive.name, key_prefix=data.unique("own"))


def flow_xgboost_in_script_mode_on_two_hosts():
    made = frameworks.estimator(
        XGBoost, instances=2, entry_point="own.py", source_dir=frameworks.source(own=XGBOOST),
        framework_version="1.0-1" if V1 else "1.7-1", py_version="py3", hyperparameters={"max_depth": 3})
    job = frameworks.fit(made, inputs)
    said = sorted(line for line in frameworks.log(job["TrainingJobName"]) if line.startswith("of "))
    assert said == ["of 2 this is 0", "of 2 this is 1"], said
    with Endpoint(made) as endpoint:
        text = "\n".join(",".join(map(str, row)) for row in rows)
        high, low = json.loads(endpoint.invoke(text, "text/csv"))
        assert 2 < high - low < 4, (high, low)


def flow_an_image_of_ones_own_with_the_training_toolkit():
    image = {"image_name" if V1 else "image_uri": TOOLKIT_IMAGE}
    job = frameworks.fit(frameworks.estimator(Estimator, hyperparameters={"rounds": 3, "name": "a"}, **image), inputs)
    said = frameworks.log(job["TrainingJobName"])
    assert "arguments ['--name', 'a', '--rounds', '3'] [\"train\"]" in said, said


if not V1:

    def flow_what_a_script_raises_is_the_reason_of_the_jobs_failure():
        failing = frameworks.source(train="print('so far')\nraise ValueError('no such column')\n")
        made = frameworks.estimator(
            SKLearn, entry_point="train.py", source_dir=failing, framework_version="1.2-1", py_version="py3")
        reason = frameworks.fit(made, inputs, status="Failed")["FailureReason"]
        assert reason.startswith("AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "), reason
        assert "ValueError: no such column" in reason, reason
        assert reason.endswith('Command "/usr/bin/python3 train.py", exit code: 1'), reason
