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
from sides import ROLE, Slipway

JOBS, PARALLEL, SECONDS, ROUNDS = 20, 4, 2, 3


def main():
    shell_image.ensure()
    with Slipway() as slipway:
        s3, sagemaker = slipway.client("s3"), slipway.client("sagemaker")
        s3.create_bucket(Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
        shares = [(*share(sagemaker, f"slots-{round}"), share_by_hand()) for round in range(ROUNDS)]
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
            available = PARALLEL * (time.perf_counter() - start)
            return held_seconds(sagemaker, name) / available, JOBS * SECONDS / available
        time.sleep(0.01)


def held_seconds(sagemaker, name):
    """From each job's creation to its last status, by the milliseconds of its transitions."""
    jobs_listed = sagemaker.list_training_jobs_for_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=name, MaxResults=100)["TrainingJobSummaries"]
    seconds = 0
    for summary in jobs_listed:
        transitions = sagemaker.describe_training_job(
            TrainingJobName=summary["TrainingJobName"])["SecondaryStatusTransitions"]
        seconds += (transitions[-1]["StartTime"] - transitions[0]["StartTime"]).total_seconds()
    return seconds
