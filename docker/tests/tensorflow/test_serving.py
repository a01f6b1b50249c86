import base64
import concurrent.futures
import json
import unittest

import tensorflow as tf
from container import Container

HANDLERS = """
    import json

    def input_handler(data, context):
        return json.dumps({"instances": [float(cell) for cell in data.read().decode().split(";")]})

    def output_handler(response, context):
        return "|".join(str(value) for value in response.json()["predictions"]), "text/x-bars"
"""


class Doubling(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def double(self, x):
        return {"doubled": 2 * x}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32), tf.TensorSpec([None], tf.string)])
    def both(self, number, text):
        return {"number": 2 * number, "text": text + b"!", "raw_bytes": text}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def regress(self, examples):
        features = tf.io.parse_example(examples, {"x": tf.io.FixedLenFeature([], tf.float32)})
        return {"outputs": 3 * features["x"]}


def save(directory):
    module = Doubling()
    signatures = {"serving_default": module.double, "both": module.both, "regress": module.regress}
    tf.saved_model.save(module, str(directory), signatures)


class ServingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.container = Container(cls.addClassCleanup)
        save(cls.container.model / "export" / "Servo" / "7")
        cls.server = cls.container.serve()

    def answer(self, request, content_type="application/json", attributes=""):
        status, body, _ = self.server.invoke(request, content_type, X_Amzn_SageMaker_Custom_Attributes=attributes)
        return status, json.loads(body)

    def test_rows_and_columns(self):
        self.assertEqual((200, {"predictions": [2.0, 0.2]}), self.answer('{"instances": [1, 0.1]}'))
        self.assertEqual((200, {"outputs": [2.0, 0.2]}), self.answer('{"inputs": {"x": [1, 0.1]}}'))

    def test_several_outputs_have_names_and_bytes_are_in_base64(self):
        text = base64.b64encode(b"b").decode()
        request = {"signature_name": "both", "instances": [{"number": 1, "text": {"b64": text}}]}
        self.assertEqual(
            (200, {"predictions": [{"number": 2.0, "text": "b!", "raw_bytes": {"b64": text}}]}),
            self.answer(json.dumps(request)),
        )

    def test_other_forms_become_instances(self):
        self.assertEqual((200, {"predictions": [2.0, 4.0]}), self.answer("1\n2\n", "text/csv"))
        self.assertEqual(200, self.answer("3")[0])
        self.assertEqual(415, self.answer("3", "image/png")[0])
        self.assertEqual("Unsupported Media Type: image/png", self.answer("3", "image/png")[1]["error"])

    def test_what_does_not_fit_is_400(self):
        self.assertEqual(400, self.answer('{"instances": [[1, 2]]}')[0])
        self.assertEqual(400, self.answer('{"instances": ')[0])
        status, body = self.answer('{"signature_name": "lost", "instances": [1]}')
        self.assertEqual((400, 'Serving signature name: "lost" not found in signature def'), (status, body["error"]))

    def test_no_request_of_two_hundred_at_once_is_lost(self):
        with concurrent.futures.ThreadPoolExecutor(200) as clients:
            answers = list(clients.map(lambda number: self.answer(f'{{"instances": [{number}]}}'), range(200)))
        self.assertEqual([(200, {"predictions": [2.0 * number]}) for number in range(200)], answers)

    def test_attributes_choose_model_version_and_method(self):
        request = '{"signature_name": "regress", "examples": [{"x": 2.0}]}'
        self.assertEqual((200, {"results": [6.0]}), self.answer(request, attributes="tfs-method=regress"))
        named = "tfs-model-name=Servo,tfs-model-version=7"
        self.assertEqual(200, self.answer('{"instances": [1]}', attributes=named)[0])
        self.assertEqual(404, self.answer('{"instances": [1]}', attributes="tfs-model-name=lost")[0])

    def test_handlers_of_the_user_stand_before_and_after_the_model(self):
        self.container.program("inference.py", HANDLERS, "model/code")
        server = self.container.serve()
        self.assertEqual((200, "2.0|5.0", "text/x-bars"), server.invoke("1;2.5", "text/x-semicolons"))
        status, body, _ = server.invoke("a", "text/x-semicolons")
        self.assertEqual((500, {"error": "could not convert string to float: 'a'"}), (status, json.loads(body)))

    def test_one_handler_may_do_all(self):
        self.container.program("own.py", "def handler(data, context): return data.read() * 2, context.accept_header", "model/code")
        server = self.container.serve(SAGEMAKER_PROGRAM="own.py")
        self.assertEqual((200, "abab", "text/x-own"), server.invoke("ab", "text/x-any", Accept="text/x-own"))

    def test_without_a_model_the_container_ends(self):
        code, output = Container(self.addCleanup).serve_to_the_end()
        self.assertNotEqual(0, code)
        self.assertIn("no SavedModel bundles found!", output)
