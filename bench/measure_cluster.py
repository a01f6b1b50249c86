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

# The engine takes away meanwhile what a side has left: no side's time is to be another's.
QUIET_SECONDS = 1


def main():
    shell_image.ensure()
    with Slipway() as slipway, tempfile.TemporaryDirectory() as directory:
        slipway.client("s3").create_bucket(
            Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        sagemaker = slipway.client("sagemaker")
        os.makedirs(f"{directory}/config")
        with open(f"{directory}/config/hyperparameters.json", "w") as file:
            json.dump({"command": "true"}, file, separators=(",", ":"))

        def alone(side):
            def run():
                time.sleep(QUIET_SECONDS)
                return side()
            return run

        def ours():
            request = jobs.training_request("true")
            request["ResourceConfig"]["InstanceCount"] = INSTANCES
            start = time.perf_counter()
            jobs.run_training(sagemaker, request)
            return time.perf_counter() - start

        def bare(*options):
            names = [f"slipway-bench-{time.monotonic_ns()}-{i}" for i in range(INSTANCES)]
            start = time.perf_counter()
            running = [subprocess.Popen(
                ["docker", "run", *options, "--name", name, "-v", f"{directory}/config:/opt/ml/input/config",
                 shell_image.IMAGE, "train"]) for name in names]
            assert [process.wait() for process in running] == [0] * INSTANCES
            elapsed = time.perf_counter() - start
            subprocess.run(["docker", "rm", *names], check=True, stdout=subprocess.DEVNULL)
            return elapsed

        def networked():
            network = f"slipway-bench-{time.monotonic_ns()}"
            start = time.perf_counter()
            subprocess.run(["docker", "network", "create", network], check=True, stdout=subprocess.DEVNULL)
            try:
                created = time.perf_counter() - start
                return created + bare("--network", network)
            finally:
                subprocess.run(["docker", "network", "rm", network], check=True, stdout=subprocess.DEVNULL)

        slipways, standard, together = figures.interleave(alone(ours), alone(bare), alone(networked))
        figures.report("job of two instances that does nothing", "at most 1.5", slipways, standard,
                       theirs_name="two docker run at once")
        figures.report("the same", "none, it is the network's share", slipways, together,
                       theirs_name="two docker run at once and a network made for them")
