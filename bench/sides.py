"""The two sides of a comparison: a Slipway of our own, and a moto_server; each on a free port, gone at the end."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import boto3
from botocore.config import Config

REGION = "us-west-2"
ROLE = "arn:aws:iam::000000000000:role/Bench"


class Server:
    """A server process; a context manager that ends it."""

    def client(self, service):
        return boto3.client(
            service, endpoint_url=self.endpoint, region_name=REGION, aws_access_key_id="bench",
            aws_secret_access_key="bench", config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}))

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.process.terminate()
        self.process.wait()
        self.clean_up()

    def clean_up(self):
        pass

    def resident_mebibytes(self):
        return self.status_mebibytes("VmRSS")

    def peak_mebibytes(self):
        """The most it has had since its start, or since the peak was forgotten."""
        return self.status_mebibytes("VmHWM")

    def forget_peak(self):
        with open(f"/proc/{self.process.pid}/clear_refs", "w") as file:
            file.write("5")

    def status_mebibytes(self, figure):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(figure + r":\s+(\d+)", status.read()).group(1)) / 1024


class Slipway(Server):
    def __init__(self, *flags):
        self.data = tempfile.mkdtemp(prefix="slipway-bench")
        command = shlex.split(os.environ["BENCH_SERVER_COMMAND"]) + ["serve", "--port", "0", "--data", self.data, *flags]
        self.log = open(os.path.join(self.data, "server.log"), "w")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        for line in self.process.stdout:
            found = re.search(r"AWS_ENDPOINT_URL=(\S+)", line)
            if found:
                self.endpoint = found.group(1)
                return
        raise RuntimeError("Slipway did not start: " + open(self.log.name).read())

    def clean_up(self):
        self.log.close()
        shutil.rmtree(self.data, ignore_errors=True)


class Moto(Server):
    def __init__(self):
        port = free_port()
        self.endpoint = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            ["moto_server", "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_answer(self.endpoint)


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_for_answer(endpoint):
    """Returns when the server has answered a SageMaker request."""
    request = urllib.request.Request(
        endpoint, data=b"{}", headers={
            "X-Amz-Target": "SageMaker.ListModels", "Content-Type": "application/x-amz-json-1.1",
            "Authorization": f"AWS4-HMAC-SHA256 Credential=bench/20260101/{REGION}/sagemaker/aws4_request, Signature=0"})
    while True:
        try:
            with urllib.request.urlopen(request) as response:
                response.read()
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.005)
