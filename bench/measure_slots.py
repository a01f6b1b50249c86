"""A tuning job of 20 jobs of 2 s, 4 in parallel: what the slots' time is filled with, beside `docker run` of the same.

A slot is busy while it holds a training job, from its creation to its end. Of that, the containers' own 2 s are printed too,
beside the share that four shells reach which run the same containers by hand: what Docker itself leaves of the time.
"""

import concurrent.futures
import statistics
import subprocess
import time

import jobs
import shell_image
import tuning_slots
from sides import Slipway

JOBS, PARALLEL, SECONDS, ROUNDS = 20, 4, 2, 3


def main():
    shell_image.ensure()
    with Slipway() as slipway:
        s3, sagemaker = slipway.client("s3"), slipway.client("sagemaker")
        s3.create_bucket(Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
        definition = tuning_slots.shell_definition(f"sleep {SECONDS}; echo loss=1")
        shares = [(*tuning_slots.share(sagemaker, f"slots-{round}", definition, JOBS, PARALLEL, SECONDS, "Bayesian"),
                   share_by_hand()) for round in range(ROUNDS)]
    meanings = ("slots that hold a job (bar: at least 85 %)", "slots whose container sleeps",
                "shells with `docker run` whose container sleeps")
    for meaning, figures in zip(meanings, zip(*shares)):
        print(f"tuning, {JOBS} jobs of {SECONDS} s, {PARALLEL} in parallel: {meaning}: "
              f"{statistics.median(figures):.0%} (from {min(figures):.0%} to {max(figures):.0%})", flush=True)


def share_by_hand():
    command = ["docker", "run", "--rm", shell_image.IMAGE, "sleep", str(SECONDS)]
    start = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as shells:
        for done in [shells.submit(subprocess.run, command, check=True) for _ in range(JOBS)]:
            done.result()
    return JOBS * SECONDS / (PARALLEL * (time.perf_counter() - start))
