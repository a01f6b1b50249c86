"""Create to `Completed` of a job that does nothing, beside `docker run` of the same image with the same mounts."""

import json
import os
import subprocess
import tempfile
import time

import figures
import jobs
import shell_image
from sides import Slipway


def main():
    shell_image.ensure()
    with Slipway() as slipway, tempfile.TemporaryDirectory() as directory:
        s3, sagemaker = slipway.client("s3"), slipway.client("sagemaker")
        s3.create_bucket(Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
        s3.put_object(Bucket=jobs.BUCKET, Key="train/data.csv", Body=b"1,2\n" * 1000)
        mounts = {"data": "input/data", "config": "input/config", "errors": "errors", "model": "model",
                  "output": "output"}
        for source in [*mounts, "data/train"]:
            os.makedirs(f"{directory}/{source}")
        volumes = [flag for source, target in mounts.items() for flag in ("-v", f"{directory}/{source}:/opt/ml/{target}")]
        with open(f"{directory}/data/train/data.csv", "wb") as file:
            file.write(b"1,2\n" * 1000)
        with open(f"{directory}/config/hyperparameters.json", "w") as file:
            json.dump({"command": "true"}, file, separators=(",", ":"))

        def ours():
            start = time.perf_counter()
            jobs.run_training(sagemaker, jobs.training_request("true", ["train"]))
            return time.perf_counter() - start

        def bare():
            name = f"slipway-bench-{time.monotonic_ns()}"
            start = time.perf_counter()
            subprocess.run(
                ["docker", "run", "--name", name, *volumes, shell_image.IMAGE, "train"], check=True)
            elapsed = time.perf_counter() - start
            subprocess.run(["docker", "rm", name], check=True, stdout=subprocess.DEVNULL)
            return elapsed

        figures.report("training job that does nothing", "at most 1.4", *figures.interleave(ours, bare),
                       theirs_name="docker run")
