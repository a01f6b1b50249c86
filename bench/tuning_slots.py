"""What the time of a tuning job's slots is filled with.

A slot is busy while it holds a training job, from its creation to its end. Of that, the containers' own time is printed too:
they can fill no more than `docker run` itself leaves them.
"""

import statistics
import time

import jobs
from sides import ROLE


def shell_definition(command):
    request = jobs.training_request(command)
    return {
        "AlgorithmSpecification": {**request["AlgorithmSpecification"],
                                   "MetricDefinitions": [{"Name": "loss", "Regex": "loss=([0-9.]+)"}]},
        "RoleArn": ROLE,
        "StaticHyperParameters": request["HyperParameters"],
        "OutputDataConfig": request["OutputDataConfig"],
        "ResourceConfig": request["ResourceConfig"],
        "StoppingCondition": request["StoppingCondition"],
    }


def report(sagemaker, name, definition, count, parallel, seconds, rounds, bar, strategy="Random"):
    shares = [share(sagemaker, f"{name}-{number}", definition, count, parallel, seconds, strategy) for number in range(rounds)]
    meanings = (f"slots that hold a job (bar: at least {bar} %)", "slots whose container does its work")
    for meaning, figures in zip(meanings, zip(*shares)):
        print(f"tuning, {count} jobs of {seconds} s, {parallel} in parallel: {meaning}: "
              f"{statistics.median(figures):.0%} (from {min(figures):.0%} to {max(figures):.0%})", flush=True)


def share(sagemaker, name, definition, count, parallel, seconds, strategy):
    sagemaker.create_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=name,
        HyperParameterTuningJobConfig={
            "Strategy": strategy,
            "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "loss"},
            "ResourceLimits": {"MaxNumberOfTrainingJobs": count, "MaxParallelTrainingJobs": parallel},
            "ParameterRanges": {"ContinuousParameterRanges": [{"Name": "x", "MinValue": "0", "MaxValue": "1"}]},
        },
        TrainingJobDefinition=definition)
    while True:
        job = sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        if job["HyperParameterTuningJobStatus"] != "InProgress":
            assert job["TrainingJobStatusCounters"]["Completed"] == count, job
            available = parallel * (job["HyperParameterTuningEndTime"] - job["CreationTime"]).total_seconds()
            return held_seconds(sagemaker, name) / available, count * seconds / available
        time.sleep(0.25)


def held_seconds(sagemaker, name):
    """From each job's creation to its last status, by the milliseconds of its transitions."""
    pages = sagemaker.get_paginator("list_training_jobs_for_hyper_parameter_tuning_job").paginate(
        HyperParameterTuningJobName=name, PaginationConfig={"PageSize": 100})
    seconds = 0
    for summary in (summary for page in pages for summary in page["TrainingJobSummaries"]):
        transitions = sagemaker.describe_training_job(
            TrainingJobName=summary["TrainingJobName"])["SecondaryStatusTransitions"]
        seconds += (transitions[-1]["StartTime"] - transitions[0]["StartTime"]).total_seconds()
    return seconds
