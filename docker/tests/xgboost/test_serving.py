import io
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock
from wsgiref.util import setup_testing_defaults

import numpy as np

from sagemaker_training.record_pb2 import Record
from slipway_serving.application import application
from slipway_serving.messages import Request
from slipway_xgboost import model_files, serve
from slipway_xgboost.data import recordio
from slipway_xgboost.library import xgboost
from slipway_xgboost.predictor import Predictor
from workplace import classification, regression


def trained(rows, **parameters):
    return xgboost.train(parameters, xgboost.DMatrix(rows[:, 1:], label=rows[:, 0]), num_boost_round=3)


class Served:
    """The application around models as a client sees it."""

    def __init__(self, test, *boosters, pickled=False, **environment):
        directory = tempfile.TemporaryDirectory()
        test.addCleanup(directory.cleanup)
        patched = mock.patch.dict("os.environ", SAGEMAKER_BASE_DIR=directory.name, **environment)
        patched.start()
        test.addCleanup(patched.stop)
        for number, booster in enumerate(boosters):
            model_files.save(booster, Path(directory.name) / "model" / f"xgboost-model-{number}", pickled)
        self._application = serve.load()

    def call(self, path, body=None, content_type="text/csv", accept="", method=None):
        environ = {"PATH_INFO": path, "REQUEST_METHOD": method or ("GET" if body is None else "POST")}
        setup_testing_defaults(environ)
        if body is not None:
            environ.update(CONTENT_LENGTH=str(len(body)), CONTENT_TYPE=content_type, HTTP_ACCEPT=accept)
            environ["wsgi.input"] = io.BytesIO(body)
        started = []
        content = b"".join(self._application(environ, lambda status, headers: started.append((status, dict(headers)))))
        status, headers = started[0]
        return int(status.split()[0]), content.decode("utf-8", errors="replace"), headers["Content-Type"]

    def invoke(self, body, content_type="text/csv", accept=""):
        status, content, _ = self.call("/invocations", body, content_type, accept)
        return status, content


class ServingTest(unittest.TestCase):
    def setUp(self):
        self.rows = regression(100)
        self.booster = trained(self.rows)
        self.payload = "\n".join(",".join(map(str, row)) for row in self.rows[:3, 1:]).encode()
        self.expected = self.booster.predict(xgboost.DMatrix(self.rows[:3, 1:])).tolist()

    def test_health_and_parameters(self):
        served = Served(self, self.booster, SAGEMAKER_MODEL_SERVER_WORKERS="3")
        self.assertEqual(200, served.call("/ping")[0])
        status, content, _ = served.call("/execution-parameters")
        self.assertEqual(
            (200, {"MaxConcurrentTransforms": 3, "BatchStrategy": "MULTI_RECORD", "MaxPayloadInMB": 6}),
            (status, json.loads(content)),
        )
        self.assertEqual(404, served.call("/models")[0])
        self.assertEqual(405, served.call("/invocations")[0])

    def test_csv_is_answered_with_a_line_a_record(self):
        served = Served(self, self.booster)
        self.assertEqual((200, "".join(f"{score}\n" for score in self.expected)), served.invoke(self.payload))

    def test_early_versions_answer_on_one_line(self):
        served = Served(self, self.booster, pickled=True, SLIPWAY_IMAGE_TAG="xgboost:1")
        self.assertEqual(
            (200, ",".join(map(str, self.expected))), served.invoke(self.payload, accept="application/json")
        )

    def test_batches_are_answered_with_a_line_a_record_by_all_versions(self):
        for image in ("xgboost:latest", "sagemaker-xgboost:1.7-1"):
            served = Served(self, self.booster, SLIPWAY_IMAGE_TAG=image, SAGEMAKER_BATCH="true")
            self.assertEqual((200, "".join(f"{score}\n" for score in self.expected)), served.invoke(self.payload))

    def test_accept_chooses_the_form(self):
        served = Served(self, self.booster)
        scores = [{"score": score} for score in self.expected]
        status, content = served.invoke(self.payload, accept="application/json")
        self.assertEqual((200, {"predictions": scores}), (status, json.loads(content)))
        status, content = served.invoke(self.payload, accept="application/jsonlines")
        self.assertEqual(scores, [json.loads(line) for line in content.splitlines()])
        self.assertEqual("application/json", served.call("/invocations", self.payload, accept="application/json")[2])
        status, content = served.invoke(self.payload, accept="image/png")
        self.assertEqual(406, status)
        self.assertTrue(content.startswith("Accept type image/png is not supported. Please use supported accept types"))

    def test_records_come_back_as_protobuf(self):
        request = Request(self.payload, "text/csv", "application/x-recordio-protobuf")
        response = serve._invoke(Predictor([self.booster]), request)
        records = [Record.FromString(record) for record in recordio.split(response.body)]
        scores = [record.label["score"].float32_tensor.values[0] for record in records]
        np.testing.assert_allclose(self.expected, scores)

    def test_libsvm_and_recordio_give_the_same_as_csv(self):
        served = Served(self, self.booster)
        csv = served.invoke(self.payload)
        lines = [" ".join(f"{i}:{value}" for i, value in enumerate(row)) for row in self.rows[:3, 1:]]
        self.assertEqual(csv, served.invoke("\n".join(lines).encode(), "text/x-libsvm"))
        self.assertEqual(csv, served.invoke("\n".join(lines).encode(), ""))
        records = []
        for row in self.rows[:3, 1:]:
            record = Record()
            record.features["values"].float32_tensor.values.extend(row)
            records.append(record.SerializeToString())
        self.assertEqual(csv, served.invoke(recordio.join(records), "application/x-recordio-protobuf"))

    def test_what_cannot_be_read_is_415(self):
        served = Served(self, self.booster)
        status, content = served.invoke(b"a,b,c,d")
        self.assertEqual(415, status)
        self.assertTrue(
            content.startswith("Loading csv data failed with Exception, please ensure data is in csv format:")
        )
        self.assertEqual(415, served.invoke(b"{}", "application/json")[0])
        self.assertEqual(
            (415, "Content-type application/x-parquet is not supported."),
            served.invoke(b"PAR1", "application/x-parquet"),
        )

    def test_the_wrong_number_of_columns_is_400(self):
        self.assertEqual(
            (
                400,
                "Unable to evaluate payload provided: Feature size of csv inference data 2 is not consistent "
                "with feature size of trained model 4.",
            ),
            Served(self, self.booster).invoke(b"1,2\n"),
        )

    def test_empty_bodies_are_204_and_large_ones_413(self):
        served = Served(self, self.booster, MAX_CONTENT_LENGTH="100")
        self.assertEqual(204, served.invoke(b"")[0])
        self.assertEqual(413, served.invoke(b"1" * 101)[0])

    def test_several_models_are_averaged(self):
        other = trained(self.rows, max_depth=1)
        mean = np.mean([self.expected, other.predict(xgboost.DMatrix(self.rows[:3, 1:]))], axis=0)
        _, content = Served(self, self.booster, other).invoke(self.payload)
        np.testing.assert_allclose(mean, [float(line) for line in content.split()], rtol=1e-6)
        served = Served(self, self.booster, other, SAGEMAKER_INFERENCE_ENSEMBLE="false")
        self.assertEqual("".join(f"{score}\n" for score in self.expected), served.invoke(self.payload)[1])

    def test_classes_of_several_models_are_voted_on(self):
        rows = classification(100, 3)
        parameters = {"objective": "multi:softmax", "num_class": 3}
        boosters = [trained(rows, **parameters, max_depth=depth) for depth in (2, 3, 4)]
        payload = "\n".join(",".join(map(str, row)) for row in rows[:5, 1:]).encode()
        _, content = Served(self, *boosters).invoke(payload)
        self.assertEqual(list(rows[:5, 0]), [float(line) for line in content.split()])

    def test_probabilities_of_classes_are_a_row(self):
        rows = classification(100, 3)
        booster = trained(rows, objective="multi:softprob", num_class=3)
        payload = ",".join(map(str, rows[0, 1:])).encode()
        _, content = Served(self, booster).invoke(payload)
        self.assertAlmostEqual(1, sum(map(float, content.strip().split(","))), places=5)

    def test_selected_content(self):
        rows = classification(100, 2)
        booster = trained(rows, objective="binary:logistic")
        keys = "predicted_label, labels, probabilities, predicted_score"
        served = Served(self, booster, SAGEMAKER_INFERENCE_OUTPUT=keys)
        _, content = served.invoke(",".join(map(str, rows[0, 1:])).encode(), accept="application/json")
        (answer,) = json.loads(content)["predictions"]
        self.assertEqual((rows[0, 0], [0, 1]), (answer["predicted_label"], answer["labels"]))
        self.assertAlmostEqual(1, sum(answer["probabilities"]))
        self.assertTrue(np.isnan(answer["predicted_score"]))

    def test_linear_models_predict(self):
        booster = trained(self.rows, booster="gblinear")
        status, content = Served(self, booster).invoke(self.payload)
        self.assertEqual((200, 3), (status, len(content.split())))

    def test_a_model_that_cannot_be_loaded_ends_the_container(self):
        with self.assertRaises(FileNotFoundError), mock.patch.dict("os.environ", SAGEMAKER_BASE_DIR="/nowhere"):
            serve.load()

    def test_faults_are_500(self):
        def broken(request):
            raise KeyError("lost")

        statuses = []
        environ = {"PATH_INFO": "/invocations", "REQUEST_METHOD": "POST", "wsgi.input": io.BytesIO(b"x")}
        application(broken)(environ, lambda status, headers: statuses.append(status))
        self.assertEqual(["500 Internal Server Error"], statuses)
