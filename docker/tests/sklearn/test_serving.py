import concurrent.futures
import contextlib
import io
import json
import time
import unittest

import numpy
from container import Container

MODEL = """
    import os

    class Doubling:
        def predict(self, rows):
            return rows.sum(axis=1) * 2

    def model_fn(directory):
        assert os.path.isfile(os.path.join(directory, "code", "inference.py"))
        return Doubling()
"""


class ServingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        container = Container(cls.addClassCleanup)
        container.program("inference.py", MODEL, "model/code")
        cls.server = container.serve(SAGEMAKER_MODEL_SERVER_WORKERS="2", SAGEMAKER_MAX_PAYLOAD_IN_MB="1")

    def test_the_image_reads_and_writes_json_csv_and_npy(self):
        self.assertEqual((200, "[6.0, 14.0]", "application/json"), self.server.invoke("[[1, 2], [3, 4]]"))
        self.assertEqual((200, "[6.0, 14.0]"), self.server.invoke("1,2\n3,4\n", "text/csv")[:2])
        self.assertEqual(
            (200, "6.0\n14.0\n", "text/csv"), self.server.invoke("[[1, 2], [3, 4]]", Accept="text/csv")
        )
        array = io.BytesIO()
        numpy.save(array, numpy.array([[1, 2]]))
        self.assertEqual((200, "[6]"), self.server.invoke(array.getvalue(), "application/x-npy")[:2])

    def test_a_content_type_that_nobody_reads_is_the_toolkits_500(self):
        status, body, _ = self.server.invoke("x", "image/png")
        self.assertEqual(500, status)
        self.assertTrue(body.startswith("Content type image/png is not supported by this framework.\n\n"), body)

    def test_broken_json_is_500_with_its_trace(self):
        status, body, _ = self.server.invoke("[1,")
        self.assertEqual(500, status)
        self.assertIn("Traceback (most recent call last)", body)
        self.assertIn("JSONDecodeError", body)

    def test_parameters_name_the_processes(self):
        status, body, _ = self.server.call("GET", "/execution-parameters")
        expected = {"MaxConcurrentTransforms": 2, "BatchStrategy": "MULTI_RECORD", "MaxPayloadInMB": 1}
        self.assertEqual((200, expected), (status, json.loads(body)))

    def test_a_connection_takes_one_request_after_the_other(self):
        with self.server.connect() as connection:
            for number in range(3):
                connection.request("POST", "/invocations", f"[[{number}]]", {"Content-Type": "application/json"})
                self.assertEqual(f"[{number * 2.0}]".encode(), connection.getresponse().read())
                self.assertIsNotNone(connection.sock, "closed by the server")

    def test_kept_connections_keep_no_other_waiting(self):
        with contextlib.ExitStack() as clients:
            for _ in range(5):
                connection = clients.enter_context(self.server.connect())
                connection.request("GET", "/ping")
                self.assertEqual(200, connection.getresponse().status)

    def test_a_second_request_sent_before_its_time_is_not_waited_for(self):
        request = b"GET /ping HTTP/1.1\r\nHost: here\r\n\r\n"
        with self.server.connect() as connection:
            connection.connect()
            connection.sock.sendall(request * 2)
            with connection.sock.makefile("rb") as answer:
                self.assertIn(b"\r\nConnection: close\r\n", answer.read())

    def test_no_request_of_two_hundred_at_once_is_lost(self):
        with concurrent.futures.ThreadPoolExecutor(200) as clients:
            answers = list(clients.map(lambda n: self.server.invoke(f"[[{n}]]")[:2], range(200)))
        self.assertEqual([(200, f"[{n * 2.0}]") for n in range(200)], answers)


class StartingTest(unittest.TestCase):
    def setUp(self):
        self.container = Container(self.addCleanup)

    def test_a_program_may_do_all_itself_and_fail(self):
        self.container.program(
            "own.py",
            """
            def model_fn(directory):
                return 3

            def transform_fn(model, data, content_type, accept):
                if data == "bad":
                    raise ValueError("cannot do " + data)
                return str(model * int(data)), "text/x-own"
            """,
            "model/code",
        )
        server = self.container.serve(SAGEMAKER_PROGRAM="own.py", SAGEMAKER_MODEL_SERVER_WORKERS="1")
        self.assertEqual((200, "42", "text/x-own"), server.invoke("14", "text/csv"))
        status, body, _ = server.invoke("bad", "text/csv")
        self.assertEqual(500, status)
        self.assertTrue(body.startswith("cannot do bad\nTraceback"), body)
        self.assertEqual(0, server.stop())

    def test_a_request_that_never_ends_keeps_no_server(self):
        self.container.program(
            "inference.py",
            """
            import os, time

            def model_fn(directory):
                return os.path.join(directory, "begun")

            def transform_fn(begun, data, content_type, accept):
                open(begun, "w").close()
                time.sleep(1000)
            """,
            "model/code",
        )
        server = self.container.serve(SAGEMAKER_MODEL_SERVER_WORKERS="1")
        with server.connect() as connection:
            connection.request("POST", "/invocations", "1", {"Content-Type": "text/csv"})
            while not (self.container.model / "begun").exists():
                time.sleep(0.02)
            self.assertEqual(0, server.stop())

    def test_a_model_that_cannot_be_loaded_ends_the_server(self):
        self.container.program("inference.py", "def model_fn(directory):\n    raise ValueError('torn')\n", "model/code")
        code, output = self.container.serve_to_the_end()
        self.assertNotEqual(0, code)
        self.assertIn("ValueError: torn", output)

    def test_a_program_that_is_not_there_is_named(self):
        code, output = self.container.serve_to_the_end(SAGEMAKER_PROGRAM="lost.py")
        self.assertNotEqual(0, code)
        self.assertIn("SAGEMAKER_PROGRAM is lost.py, but there is no such file in", output)

    def test_requirements_that_cannot_be_installed_end_the_server(self):
        self.container.program("inference.py", MODEL, "model/code")
        self.container.program("requirements.txt", "--no-index\nno-such-package\n", "model/code")
        code, output = self.container.serve_to_the_end()
        self.assertEqual(1, code)
        self.assertIn("could not be installed: pip ended with", output)
