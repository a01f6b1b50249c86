"""One container of a framework, as a job and as a server."""

import contextlib
import http.client
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request


class Job:
    """A directory that a container sees as `/opt/ml`, with a program of the user's in it."""

    def __init__(self, program, model_program=""):
        self._directory = tempfile.TemporaryDirectory()
        self.base = pathlib.Path(self._directory.name)
        for part in ("input/config", "input/data", "model/code", "code", "output"):
            (self.base / part).mkdir(parents=True)
        (self.base / "code" / "train.py").write_text(program)
        if model_program:
            (self.base / "model" / "code" / "inference.py").write_text(model_program)
        hyperparameters = {"sagemaker_program": "train.py", "sagemaker_submit_directory": "/opt/ml/code"}
        config = self.base / "input" / "config"
        quoted = {name: json.dumps(value) for name, value in hyperparameters.items()}
        (config / "hyperparameters.json").write_text(json.dumps(quoted))
        hosts = {"current_host": "algo-1", "hosts": ["algo-1"], "network_interface_name": "eth0"}
        (config / "resourceconfig.json").write_text(json.dumps(hosts))
        (config / "inputdataconfig.json").write_text("{}")

    def command(self, image, *command, options=()):
        mounted = ["-v", f"{self.base}:/opt/ml", "--hostname", "algo-1"]
        return ["docker", "run", "--rm", *mounted, *options, image, *command]


def run_seconds(command):
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    return time.monotonic() - started


def seconds_to_line(command, line):
    """From the start of a command to a line that it prints."""
    started = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        for printed in process.stdout:
            if printed.strip() == line:
                elapsed = time.monotonic() - started
                process.stdout.read()
                return elapsed
    raise AssertionError(f"{command} did not print {line}")


@contextlib.contextmanager
def serving(command, name):
    """A container that serves, by its address, and the seconds to its first answer to a ping."""
    with tempfile.TemporaryFile() as printed:
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=printed, stderr=subprocess.STDOUT)
        try:
            address = _until(lambda: _address(name), process, printed)
            _until(lambda: _answers(f"http://{address}:8080/ping"), process, printed)
            yield address, time.monotonic() - started
        finally:
            subprocess.run(["docker", "rm", "-f", name], check=False, capture_output=True)
            process.wait()


def _until(found, process, printed):
    while not (answer := found()):
        if process.poll() is not None:
            printed.seek(0)
            raise AssertionError(f"the container ended with {process.returncode}: {printed.read().decode(errors='replace')[-2000:]}")
        time.sleep(0.01)
    return answer


def _address(name):
    """Asked of the engine itself: a client's start would take the processors that the container is started on."""
    with contextlib.closing(_Engine("localhost")) as engine:
        engine.request("GET", f"/containers/{name}/json")
        answer = engine.getresponse()
        content = json.loads(answer.read())
        return content["NetworkSettings"]["IPAddress"] if answer.status == 200 else ""


class _Engine(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://"))


def _answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False
