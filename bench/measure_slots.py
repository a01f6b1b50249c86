"""A tuning job of 20 jobs of 2 s, 4 in parallel: how much of the slots' time the jobs' own 2 s fill."""

import statistics
import time

import jobs
import shell_image
from sides import ROLE, Slipway

JOBS, PARALLEL, SECONDS, ROUNDS = 20, 4, 2, 3


def main():
    shell_image.ensure()
    with Slipway() as slipway:
        s3, sagemaker = slipway.client("s3"), slipway.client("sagemaker")
        s3.create_bucket(Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
        shares = [share(sagemaker, f"slots-{round}") for round in range(ROUNDS)]
        print(f"tuning, {JOBS} jobs of {SECONDS} s, {PARALLEL} in parallel: busy share of the slots "
              f"{statistics.median(shares):.0%} (from {min(shares):.0%} to {max(shares):.0%}) (bar: at least 85 %)", flush=True)


def share(sagemaker, name):
    definition = jobs.training_request(f"sleep {SECONDS}; echo loss=1")
    start = time.perf_counter()
    sagemaker.create_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=name,
        HyperParameterTuningJobConfig={
            "Strategy": "Bayesian",
            "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "loss"},
            "ResourceLimits": {"MaxNumberOfTrainingJobs": JOBS, "MaxParallelTrainingJobs": PARALLEL},
            "ParameterRanges": {"ContinuousParameterRanges": [{"Name": "x", "MinValue": "0", "MaxValue": "1"}]},
        },
        TrainingJobDefinition={
            "AlgorithmSpecification": {**definition["AlgorithmSpecification"],
                                       "MetricDefinitions": [{"Name": "loss", "Regex": "loss=([0-9.]+)"}]},
            "RoleArn": ROLE,
            "StaticHyperParameters": definition["HyperParameters"],
            "OutputDataConfig": definition["OutputDataConfig"],
            "ResourceConfig": definition["ResourceConfig"],
            "StoppingCondition": definition["StoppingCondition"],
        })
    while True:
        job = sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        if job["HyperParameterTuningJobStatus"] != "InProgress":
            assert job["TrainingJobStatusCounters"]["Completed"] == JOBS, job
            return JOBS * SECONDS / (PARALLEL * (time.perf_counter() - start))
        time.sleep(0.01)
