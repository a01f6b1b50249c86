import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

# A process of its own: the toolkit reads the environment when it is imported, and programs may import what they like.
CALLS = """
import json, sys
from slipway_serving.messages import Request
from sagemaker_inference.transformer import Transformer
from slipway_serving import handlers, user_code
from slipway_training import job
from slipway_xgboost.user_defaults import UserDefaults

base = job.load().base
invoke = handlers.load(base / "model", user_code.find(base), lambda: Transformer(UserDefaults()))
answers = [invoke(Request(body.encode(), content, accept)) for body, content, accept in json.loads(sys.argv[1])]
print(json.dumps([[answer.status, answer.body.decode(), answer.content_type] for answer in answers]))
"""

MODEL = """
import pandas
import xgboost

class Model:
    def predict(self, data, validate_features):
        return data.get_data().toarray().sum(axis=1)

def model_fn(directory):
    return Model()
"""

OWN = """
def model_fn(directory):
    return 3

def transform_fn(model, data, content_type, accept):
    if data == "bad":
        raise ValueError("cannot do " + data)
    return str(model * int(data)), "text/x-own"
"""


class UserCodeTest(unittest.TestCase):
    def call(self, program, *requests):
        with tempfile.TemporaryDirectory() as base:
            code = Path(base) / "model" / "code"
            code.mkdir(parents=True)
            (code / "inference.py").write_text(program)
            environment = {**os.environ, "SAGEMAKER_BASE_DIR": base, "SAGEMAKER_PROGRAM": "inference.py"}
            arguments = [sys.executable, "-c", CALLS, json.dumps(requests)]
            done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def test_the_image_decodes_predicts_and_encodes_where_the_user_does_not(self):
        ((status, body, content_type),) = self.call(MODEL, ["1,2\n3,4\n", "text/csv", "application/json"])
        self.assertEqual((200, [3.0, 7.0], "application/json"), (status, json.loads(body), content_type))

    def test_a_program_may_do_all_itself(self):
        good, bad = self.call(OWN, ["14", "text/csv", ""], ["bad", "text/csv", ""])
        self.assertEqual([200, "42", "text/x-own"], good)
        self.assertEqual(500, bad[0])
        self.assertTrue(bad[1].startswith("cannot do bad\nTraceback"))
