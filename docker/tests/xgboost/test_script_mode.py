import json
import pickle
import unittest

import numpy as np
import xgboost

from container import Container
from workplace import regression

# As SageMaker's own examples of distributed training have it, and pandas, which the built-in algorithm does without.
TRAIN = """
    import argparse, json, os, pickle
    import pandas, xgboost
    from sagemaker_xgboost_container import distributed
    from sagemaker_xgboost_container.data_utils import get_content_type, get_dmatrix

    def train(params, dtrain, dval, num_boost_round, model_dir, is_master):
        booster = xgboost.train(
            params, dtrain, num_boost_round, evals=[(dtrain, "train"), (dval, "validation")], verbose_eval=True)
        if is_master:
            with open(os.path.join(model_dir, "xgboost-model"), "wb") as file:
                pickle.dump(booster, file)

    if __name__ == "__main__":
        parser = argparse.ArgumentParser()
        parser.add_argument("--max_depth", type=int)
        arguments = parser.parse_args()
        hosts, host = json.loads(os.environ["SM_HOSTS"]), os.environ["SM_CURRENT_HOST"]
        dtrain = get_dmatrix(os.environ["SM_CHANNEL_TRAIN"], get_content_type("text/csv; label_size=1"))
        dval = get_dmatrix(os.environ["SM_CHANNEL_VALIDATION"] + "/data.csv", "csv")
        distributed.rabit_run(
            exec_fun=train, include_in_training=dtrain is not None, hosts=hosts, current_host=host, update_rabit_args=True,
            args=dict(params={"max_depth": arguments.max_depth}, dtrain=dtrain, dval=dval, num_boost_round=3,
                      model_dir=os.environ["SM_MODEL_DIR"]))
"""

SERVE = """
    import json, os, pickle
    from sagemaker_xgboost_container import encoder

    def model_fn(directory):
        with open(os.path.join(directory, "xgboost-model"), "rb") as file:
            return pickle.load(file)

    def input_fn(body, content_type):
        return encoder.decode(body, content_type)

    def predict_fn(data, model):
        return model.predict(data, validate_features=False)

    def output_fn(prediction, accept):
        answer = {"predictions": [{"score": float(score)} for score in prediction]}
        return encoder.json_to_jsonlines(answer), "application/jsonlines"
"""


class ScriptModeTest(unittest.TestCase):
    def setUp(self):
        self.container = Container(self.addCleanup)

    def data(self, name, rows):
        directory = self.container.base / "input" / "data" / name
        directory.mkdir()
        np.savetxt(directory / "data.csv", rows, delimiter=",", fmt="%.6g")

    def test_programs_find_what_sagemakers_image_has(self):
        rows = regression(100)
        self.data("train", rows)
        self.data("validation", regression(20, seed=1))
        self.container.program("train.py", TRAIN)
        code, output, failure = self.container.train(channels=["train", "validation"], max_depth=3)
        self.assertEqual((0, None), (code, failure), output)
        self.assertRegex(output, r"\[2\]\ttrain-rmse:\d\.\d+\tvalidation-rmse:\d\.\d+")
        booster = pickle.loads((self.container.model / "xgboost-model").read_bytes())
        self.container.program("inference.py", SERVE, "model/code")
        server = self.container.serve(SAGEMAKER_MODEL_SERVER_WORKERS="1")
        lines = "\n".join(",".join(map(str, row)) for row in rows[:2, 1:])
        status, body, content_type = server.invoke(lines, "text/csv")
        self.assertEqual((200, "application/jsonlines"), (status, content_type), body)
        expected = booster.predict(xgboost.DMatrix(rows[:2, 1:])).tolist()
        self.assertEqual([{"score": score} for score in expected], [json.loads(line) for line in body.splitlines()])
        self.assertEqual(body, server.invoke("0:%s 1:%s 2:%s 3:%s\n0:%s 1:%s 2:%s 3:%s" % tuple(rows[:2, 1:].ravel()), "text/libsvm")[1])
