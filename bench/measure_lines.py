"""A container that prints 200,000 lines as fast as it can, beside `docker run` piped to a file; every line is counted.

The server's memory is watched while the job runs, and while one of a tenth of the lines does.
"""

import json
import os
import statistics
import subprocess
import tempfile
import threading
import time

import figures
import jobs
import shell_image
from sides import REGION, Slipway

LINES, ROUNDS = 200_000, 5
GROUP = "/aws/sagemaker/TrainingJobs"


def main():
    shell_image.ensure()
    with Slipway() as slipway, tempfile.TemporaryDirectory() as directory:
        slipway.client("s3").create_bucket(
            Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        sagemaker, logs = slipway.client("sagemaker"), slipway.client("logs")
        os.makedirs(f"{directory}/config")
        with open(f"{directory}/config/hyperparameters.json", "w") as file:
            json.dump({"command": command(LINES)}, file, separators=(",", ":"))
        memory = {LINES: [], LINES // 10: []}

        def ours(lines=LINES):
            request = jobs.training_request(command(lines))
            with Memory(slipway) as most:
                start = time.perf_counter()
                jobs.run_training(sagemaker, request)
                elapsed = time.perf_counter() - start
            memory[lines].append(most.mebibytes)
            assert count(logs, request["TrainingJobName"]) == lines
            return elapsed

        def bare():
            name = f"slipway-bench-{time.monotonic_ns()}"
            with open(f"{directory}/output", "wb") as output:
                start = time.perf_counter()
                subprocess.run(
                    ["docker", "run", "--name", name, "-v", f"{directory}/config:/opt/ml/input/config",
                     shell_image.IMAGE, "train"], check=True, stdout=output)
                elapsed = time.perf_counter() - start
            subprocess.run(["docker", "rm", name], check=True, stdout=subprocess.DEVNULL)
            return elapsed

        full, piped, _ = figures.interleave(ours, bare, lambda: ours(LINES // 10), rounds=ROUNDS)
        figures.report(f"{LINES} lines", "at most 1.3", full, piped, theirs_name="docker run > file")
        print("resident memory while it runs: " + ", ".join(
            f"{lines} lines {statistics.median(most):.0f} MiB (at most {max(most):.0f})" for lines, most in memory.items()),
            flush=True)


def command(lines):
    return f"seq -f 'epoch %.0f: loss 0.123456 accuracy 0.987654, which is what jobs print' {lines}"


def count(logs, job):
    """The events of the job's stream that the container printed, in order and none twice."""
    stream = logs.describe_log_streams(logGroupName=GROUP, logStreamNamePrefix=job)["logStreams"][0]["logStreamName"]
    token, found = {}, 0
    while True:
        page = logs.get_log_events(logGroupName=GROUP, logStreamName=stream, startFromHead=True, limit=10_000, **token)
        for event in page["events"]:
            if event["message"].startswith("epoch "):
                found += 1
                assert event["message"].startswith(f"epoch {found}:"), event
        if token.get("nextToken") == page["nextForwardToken"]:
            return found
        token = {"nextToken": page["nextForwardToken"]}


class Memory:
    """The most that the server holds while this is open, in `mebibytes`."""

    def __init__(self, server):
        self.server, self.over = server, threading.Event()

    def __enter__(self):
        self.mebibytes = self.server.resident_mebibytes()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        return self

    def watch(self):
        while not self.over.wait(0.05):
            self.mebibytes = max(self.mebibytes, self.server.resident_mebibytes())

    def __exit__(self, *exception):
        self.over.set()
        self.thread.join()
