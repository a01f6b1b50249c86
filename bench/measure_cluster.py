"""Create to `Completed` of a job of two instances that does nothing, beside two `docker run` at once of the same image."""

import json
import os
import subprocess
import tempfile
import time

import figures
import jobs
import shell_image
from sides import REGION, Slipway

INSTANCES = 2


def main():
    shell_image.ensure()
    with Slipway() as slipway, tempfile.TemporaryDirectory() as directory:
        slipway.client("s3").create_bucket(
            Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        sagemaker = slipway.client("sagemaker")
        os.makedirs(f"{directory}/config")
        with open(f"{directory}/config/hyperparameters.json", "w") as file:
            json.dump({"command": "true"}, file, separators=(",", ":"))

        def ours():
            request = jobs.training_request("true")
            request["ResourceConfig"]["InstanceCount"] = INSTANCES
            start = time.perf_counter()
            jobs.run_training(sagemaker, request)
            return time.perf_counter() - start

        def bare():
            names = [f"slipway-bench-{time.monotonic_ns()}-{i}" for i in range(INSTANCES)]
            start = time.perf_counter()
            running = [subprocess.Popen(
                ["docker", "run", "--name", name, "-v", f"{directory}/config:/opt/ml/input/config",
                 shell_image.IMAGE, "train"]) for name in names]
            assert [process.wait() for process in running] == [0] * INSTANCES
            elapsed = time.perf_counter() - start
            subprocess.run(["docker", "rm", *names], check=True, stdout=subprocess.DEVNULL)
            return elapsed

        figures.report("job of two instances that does nothing", "at most 1.5", *figures.interleave(ours, bare),
                       theirs_name="two docker run at once")
