"""From the command to the first answer, warm: `slipway up` beside `moto_server`."""

import os
import subprocess
import time

import figures
from sides import Moto, free_port, wait_for_answer
import tempfile

LAUNCHER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "slipway")


def ours():
    port = str(free_port())
    with tempfile.TemporaryDirectory() as data:
        start = time.perf_counter()
        subprocess.run([LAUNCHER, "up", "--port", port, "--data", data], check=True, stdout=subprocess.DEVNULL)
        wait_for_answer(f"http://127.0.0.1:{port}")
        elapsed = time.perf_counter() - start
        subprocess.run([LAUNCHER, "down", "--port", port], check=True, stdout=subprocess.DEVNULL)
    return elapsed


def theirs():
    start = time.perf_counter()
    with Moto():
        return time.perf_counter() - start


def main():
    figures.report("up to the first answer", "at most 2", *figures.interleave(ours, theirs), theirs_name="moto_server")
