"""The `train` and `serve` commands of the image, run as the platform runs them, in a directory of their own."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import tempfile
import textwrap
import time
from pathlib import Path


class Container:
    """`base` stands for `/opt/ml`. What is left at the end of a test is handed to `clean_up`."""

    def __init__(self, clean_up, **variables):
        directory = tempfile.TemporaryDirectory()
        clean_up(directory.cleanup)
        self._clean_up = clean_up
        self.base = Path(directory.name)
        self.model = self.base / "model"
        for part in ("input/config", "input/data", "model", "output/data"):
            (self.base / part).mkdir(parents=True)
        self._variables = {**os.environ, "SAGEMAKER_BASE_DIR": str(self.base), **variables}

    def program(self, name, text, directory="code"):
        path = self.base / directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
        return path

    def train(self, entry_point="train.py", channels=(), hosts=None, **hyperparameters):
        """Runs the training to its end: exit code, what it printed, its failure file (None without one)."""
        host = socket.gethostname()
        hyperparameters = {
            "sagemaker_program": entry_point,
            "sagemaker_submit_directory": str(self.base / "code"),
            **hyperparameters,
        }
        self._configure("hyperparameters", {name: json.dumps(value) for name, value in hyperparameters.items()})
        hosts = hosts or [host]
        group = {"instance_group_name": "homogeneousCluster", "instance_type": "ml.m5.large", "hosts": hosts}
        self._configure(
            "resourceconfig",
            {
                "current_host": host,
                "current_instance_type": "ml.m5.large",
                "current_group_name": "homogeneousCluster",
                "hosts": hosts,
                "instance_groups": [group],
                "network_interface_name": "eth0",
            },
        )
        self._configure("inputdataconfig", {name: {"TrainingInputMode": "File"} for name in channels})
        done = subprocess.run(["train"], env=self._variables, capture_output=True, text=True, check=False)
        failure = self.base / "output" / "failure"
        return done.returncode, done.stdout + done.stderr, failure.read_text() if failure.exists() else None

    def serve(self, **variables):
        """Starts serving; the server is ready when this returns."""
        server = Server({**self._variables, **variables})
        self._clean_up(server.stop)
        server.await_ready()
        return server

    def serve_to_the_end(self, **variables):
        """The exit code of a server that cannot start, and what it printed."""
        environment = {**self._variables, **variables, "SAGEMAKER_BIND_TO_PORT": str(_free_port())}
        done = subprocess.run(["serve"], env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def configured(self, name):
        """What the platform wrote into one of its files."""
        return json.loads(self._configuration(name).read_text())

    def _configure(self, name, content):
        self._configuration(name).write_text(json.dumps(content))

    def _configuration(self, name):
        return self.base / "input" / "config" / f"{name}.json"


class Server:
    def __init__(self, variables):
        self._port = _free_port()
        self._process = subprocess.Popen(["serve"], env={**variables, "SAGEMAKER_BIND_TO_PORT": str(self._port)})

    def await_ready(self):
        while True:
            if self._process.poll() is not None:
                raise AssertionError(f"serve ended with {self._process.returncode}")
            try:
                if self.call("GET", "/ping")[0] == 200:
                    return
            except OSError:
                time.sleep(0.02)

    def call(self, method, path, body=None, **headers):
        """Status, body and content type."""
        with self.connect() as connection:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace"), answer.getheader("Content-Type")

    def connect(self):
        """A connection that its user's `with` closes."""
        return contextlib.closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=60))

    def invoke(self, body, content_type="application/json", **headers):
        return self.call("POST", "/invocations", body, Content_Type=content_type, **headers)

    def stop(self):
        """The exit code after SIGTERM."""
        self._process.terminate()
        return self._process.wait()


def _free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
