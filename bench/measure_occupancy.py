"""Large tuning jobs of short training jobs: 100 of 1 s, 8 in parallel, and 1,000 of 50 ms, 32 in parallel, played."""

import jobs
import shell_image
import tuning_slots
from sides import Slipway


def main():
    shell_image.ensure()
    with Slipway("--max-parallel-jobs", "8") as slipway:
        sagemaker = prepare(slipway)
        definition = tuning_slots.shell_definition("sleep 1; echo loss=1")
        tuning_slots.report(sagemaker, "docker", definition, 100, 8, 1, 1, 80)
    with Slipway("--engine", "simulated", "--max-parallel-jobs", "32") as slipway:
        sagemaker = prepare(slipway)
        definition = tuning_slots.shell_definition("true")
        definition["Environment"] = {"SLIPWAY_SIMULATED_MILLISECONDS": "50"}
        tuning_slots.report(sagemaker, "played", definition, 1000, 32, 0.05, 3, 80)


def prepare(slipway):
    slipway.client("s3").create_bucket(
        Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    return slipway.client("sagemaker")
