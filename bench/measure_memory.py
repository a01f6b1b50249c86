"""Resident memory, idle: after the start, and after one job of each step of the control plane."""

import time

import jobs
import shell_image
from sides import Moto, REGION, Slipway

SETTLE_SECONDS = 5


def main():
    shell_image.ensure()
    with Slipway() as slipway, Moto() as moto:
        time.sleep(SETTLE_SECONDS)
        print(f"resident after the start: Slipway {slipway.resident_mebibytes():.0f} MiB, "
              f"moto_server {moto.resident_mebibytes():.0f} MiB (bar: at most 200 MiB)", flush=True)
        slipway.client("s3").create_bucket(Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        jobs.run_training(slipway.client("sagemaker"), jobs.training_request("true"))
        time.sleep(SETTLE_SECONDS)
        print(f"resident after a training job: Slipway {slipway.resident_mebibytes():.0f} MiB", flush=True)
