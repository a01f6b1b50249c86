#!/usr/bin/env python3
"""Tunes SageMaker's XGBoost on scikit-learn's diabetes data, then predicts with the best model found.

The data are split in three; a tuning job trains on the first part and compares on the second; the best model predicts
the third, which no training saw, in a batch transform job. The program is ordinary boto3 code: without AWS_ENDPOINT_URL
it runs on AWS (and costs money there), with it on whatever the variable names.

    pip install boto3 scikit-learn numpy
    python tune_and_transform.py --help
"""

import argparse
import io
import os
import sys
import time

import boto3
import numpy as np
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from sklearn.datasets import load_diabetes

OBJECTIVE = "validation:rmse"
STARTED = time.monotonic()
FINISHED = ("Completed", "Failed", "Stopped")


class Failed(Exception):
    """Something did not come out as it should; the text says what."""


def main():
    arguments = parse_arguments()
    session = boto3.Session(region_name=arguments.region)
    # More attempts than boto3's default: a long wait should survive a short fault.
    config = Config(retries={"max_attempts": 10, "mode": "standard"})
    sagemaker, s3 = session.client("sagemaker", config=config), session.client("s3", config=config)
    account = session.client("sts", config=config).get_caller_identity()["Account"]
    bucket = arguments.bucket or f"sagemaker-{arguments.region}-{account}"
    role = arguments.role or f"arn:aws:iam::{account}:role/SageMakerExecutionRole"
    name = time.strftime("diabetes-%y%m%d-%H%M%S", time.gmtime())

    data = split(arguments.seed)
    location = upload(s3, bucket, arguments.region, f"tune-and-transform/{name}", data)
    best = tune(sagemaker, name, location, role, arguments)
    create_model(sagemaker, best, role, arguments.image)
    predictions = transform(sagemaker, s3, best, bucket, location, arguments)
    report(predictions, data["test"][:, 0])


def parse_arguments():
    parser = argparse.ArgumentParser(
        description="Tunes XGBoost on the diabetes data, takes the best model and predicts with it.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    environment = os.environ.get
    region = environment("AWS_REGION") or environment("AWS_DEFAULT_REGION") or "us-west-2"
    parser.add_argument("--region", default=region, help="AWS region")
    parser.add_argument(
        "--bucket", default=environment("SAGEMAKER_BUCKET"), help="default: sagemaker-<region>-<account>"
    )
    parser.add_argument("--role", default=environment("SAGEMAKER_ROLE"), help="ARN of the execution role")
    parser.add_argument(
        "--image",
        default="433757028032.dkr.ecr.us-west-2.amazonaws.com/xgboost:latest",
        help="XGBoost image; AWS has an own account for it in each region",
    )
    parser.add_argument("--instance-type", default="ml.m4.xlarge", help="for training and transform")
    parser.add_argument("--max-jobs", type=int, default=12, help="training jobs in all")
    parser.add_argument("--parallel", type=int, default=3, help="training jobs at the same time")
    parser.add_argument("--num-round", type=int, default=60, help="boosting rounds of each training job")
    parser.add_argument("--seed", type=int, default=0, help="of the split into train, validation and test")
    parser.add_argument("--poll-seconds", type=float, default=1.0, help="time between two looks at a running job")
    return parser.parse_args()


def split(seed):
    """Rows of (target, features...), 60 % to train on, 20 % to compare models on, 20 % held back."""
    features, target = load_diabetes(return_X_y=True)
    rows = np.column_stack([target, features])[np.random.default_rng(seed).permutation(len(target))]
    held_back, compare = len(rows) // 5, 2 * len(rows) // 5
    return {"test": rows[:held_back], "validation": rows[held_back:compare], "train": rows[compare:]}


def upload(s3, bucket, region, prefix, data):
    """Puts CSV as the algorithm wants it: no header, the target first, and no target in what is to be predicted."""
    ensure_bucket(s3, bucket, region)
    location = f"s3://{bucket}/{prefix}"
    say(f"Data: {sum(map(len, data.values()))} patients, {data['train'].shape[1] - 1} features, to {location}")
    for part, rows in data.items():
        content = io.StringIO()
        np.savetxt(content, rows[:, 1:] if part == "test" else rows, delimiter=",", fmt="%.8g")
        s3.put_object(Bucket=bucket, Key=f"{prefix}/{part}.csv", Body=content.getvalue().encode())
        say(f"  {part + '.csv':<15} {len(rows):>4} rows")
    return location


def ensure_bucket(s3, bucket, region):
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchBucket"):
            raise
        place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=bucket, **place)


def tune(sagemaker, name, location, role, arguments):
    """Runs the tuning job to its end and returns the name of the best training job."""
    sagemaker.create_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=name,
        HyperParameterTuningJobConfig={
            "Strategy": "Bayesian",
            "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": OBJECTIVE},
            "ResourceLimits": {
                "MaxNumberOfTrainingJobs": arguments.max_jobs,
                "MaxParallelTrainingJobs": arguments.parallel,
            },
            "ParameterRanges": {
                "ContinuousParameterRanges": [
                    {"Name": "alpha", "MinValue": "0", "MaxValue": "1000", "ScalingType": "Auto"},
                    {"Name": "gamma", "MinValue": "0", "MaxValue": "5", "ScalingType": "Auto"},
                ],
                "IntegerParameterRanges": [
                    {"Name": "max_delta_step", "MinValue": "0", "MaxValue": "10", "ScalingType": "Auto"},
                    {"Name": "max_depth", "MinValue": "0", "MaxValue": "10", "ScalingType": "Auto"},
                ],
            },
        },
        TrainingJobDefinition={
            "AlgorithmSpecification": {"TrainingImage": arguments.image, "TrainingInputMode": "File"},
            "RoleArn": role,
            "InputDataConfig": [channel("train", location), channel("validation", location)],
            "OutputDataConfig": {"S3OutputPath": f"{location}/models"},
            "ResourceConfig": {"InstanceCount": 1, "InstanceType": arguments.instance_type, "VolumeSizeInGB": 30},
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
            "StaticHyperParameters": {"num_round": str(arguments.num_round), "precision_dtype": "float32"},
        },
    )
    say(f"\nTuning job {name}: {arguments.max_jobs} training jobs, {arguments.parallel} at a time")
    try:
        trials = follow(sagemaker, name, arguments.poll_seconds)
    except KeyboardInterrupt:
        sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        raise Failed(f"Interrupted; tuning job {name} was asked to stop.") from None
    show_table(trials)
    job = sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    status = job["HyperParameterTuningJobStatus"]
    if status != "Completed":
        raise Failed(f"Tuning job {name} is {status}: {job.get('FailureReason', 'no reason given')}")
    if "BestTrainingJob" not in job:
        raise Failed(f"No training job of {name} reported {OBJECTIVE}.")
    best = job["BestTrainingJob"]
    say(f"\nBest: {best['TrainingJobName']}, {OBJECTIVE} {objective(best):.3f}, with {parameters(best)}")
    return best["TrainingJobName"]


def channel(name, location):
    source = {
        "S3DataType": "S3Prefix",
        "S3Uri": f"{location}/{name}.csv",
        "S3DataDistributionType": "FullyReplicated",
    }
    return {"ChannelName": name, "ContentType": "text/csv", "DataSource": {"S3DataSource": source}}


def follow(sagemaker, name, poll_seconds):
    """Says a line when a training job starts and one when it ends; returns all of them once the tuning job ended."""
    shown, best = {}, float("inf")
    while True:
        job = sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        trials = list_trials(sagemaker, name)
        for number, trial in enumerate(trials, 1):
            status, before = trial["TrainingJobStatus"], shown.get(number)
            if before is None:
                say(f"{clock()}  trial {number:>2} started   {parameters(trial)}")
            if status in FINISHED and before not in FINISHED:
                say(f"{clock()}  trial {number:>2} {status.lower():<9} {outcome(trial, best)}")
                best = min(best, objective(trial))
            shown[number] = status
        if job["HyperParameterTuningJobStatus"] in FINISHED:
            return trials
        time.sleep(poll_seconds)


def list_trials(sagemaker, name):
    """The training jobs in the order in which they were started."""
    pages = sagemaker.get_paginator("list_training_jobs_for_hyper_parameter_tuning_job").paginate(
        HyperParameterTuningJobName=name, SortBy="CreationTime", SortOrder="Ascending"
    )
    return [trial for page in pages for trial in page["TrainingJobSummaries"]]


def outcome(trial, best):
    value = objective(trial)
    if value == float("inf"):
        return trial.get("FailureReason", f"no {OBJECTIVE}")
    return f"{OBJECTIVE} {value:8.3f}  {seconds(trial):>5}{'   best so far' if value < best else ''}"


def objective(trial):
    metric = trial.get("FinalHyperParameterTuningJobObjectiveMetric")
    return metric["Value"] if metric else float("inf")


def parameters(trial):
    tuned = trial["TunedHyperParameters"]
    return "  ".join(f"{name} {float(value):<7.5g}" for name, value in sorted(tuned.items()))


def seconds(trial):
    if "TrainingStartTime" not in trial or "TrainingEndTime" not in trial:
        return "-"
    return f"{(trial['TrainingEndTime'] - trial['TrainingStartTime']).total_seconds():.1f} s"


def show_table(trials):
    names = sorted({name for trial in trials for name in trial["TunedHyperParameters"]})
    say("\n  trial" + "".join(f"{name:>16}" for name in names) + f"{OBJECTIVE:>18}{'time':>9}")
    ranked = {id(trial): number for number, trial in enumerate(trials, 1)}
    for trial in sorted(trials, key=objective):
        values = "".join(f"{float(trial['TunedHyperParameters'][name]):>16.5g}" for name in names)
        value = objective(trial)
        shown = f"{value:.3f}" if value < float("inf") else trial["TrainingJobStatus"]
        say(f"{ranked[id(trial)]:>7}{values}{shown:>18}{seconds(trial):>9}")


def create_model(sagemaker, training_job, role, image):
    artifacts = sagemaker.describe_training_job(TrainingJobName=training_job)["ModelArtifacts"]
    sagemaker.create_model(
        ModelName=training_job,
        ExecutionRoleArn=role,
        PrimaryContainer={"Image": image, "ModelDataUrl": artifacts["S3ModelArtifacts"]},
    )
    say(f"\nModel {training_job} from {artifacts['S3ModelArtifacts']}")


def transform(sagemaker, s3, model, bucket, location, arguments):
    """Predicts the held-back rows with the model, in a transform job of the same name."""
    sagemaker.create_transform_job(
        TransformJobName=model,
        ModelName=model,
        BatchStrategy="MultiRecord",
        TransformInput={
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"{location}/test.csv"}},
            "ContentType": "text/csv",
            "SplitType": "Line",
        },
        TransformOutput={"S3OutputPath": f"{location}/predictions", "Accept": "text/csv", "AssembleWith": "Line"},
        TransformResources={"InstanceCount": 1, "InstanceType": arguments.instance_type},
    )
    say(f"Transform job {model}: test.csv")
    status = None
    while status not in FINISHED:
        time.sleep(arguments.poll_seconds if status else 0)
        job = sagemaker.describe_transform_job(TransformJobName=model)
        if job["TransformJobStatus"] != status:
            status = job["TransformJobStatus"]
            say(f"{clock()}  {status}")
    if status != "Completed":
        raise Failed(f"Transform job {model} is {status}: {job.get('FailureReason', 'no reason given')}")
    key = f"{location}/predictions/test.csv.out".removeprefix(f"s3://{bucket}/")
    body = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    say(f"Predictions in s3://{bucket}/{key}")
    return np.array([float(value) for value in body.replace(",", "\n").split()])


def report(predictions, truth):
    """Shows the first predictions, and how much better they are than always saying the mean."""
    if len(predictions) != len(truth):
        raise Failed(f"{len(truth)} rows went into the transform job, {len(predictions)} predictions came out.")
    say("\n    row   predicted       truth")
    for row, (predicted, true) in enumerate(zip(predictions[:10], truth[:10]), 1):
        say(f"{row:>7}{predicted:>12.1f}{true:>12.1f}")
    error, spread = np.sqrt(np.mean((predictions - truth) ** 2)), np.std(truth)
    say(f"\nRMSE of the {len(truth)} predictions            {error:8.2f}")
    say(f"RMSE of always saying the mean         {spread:8.2f}   (variance of the target {spread**2:.0f})")
    say(f"Share of the variance explained (R²)   {1 - (error / spread) ** 2:8.2f}")
    if not error < spread:
        raise Failed("The predictions are no better than the mean.")
    say(f"\nDone in {time.monotonic() - STARTED:.0f} s.")


def clock():
    return f"{time.monotonic() - STARTED:6.1f} s"


def say(text):
    print(text.rstrip(" "), flush=True)


if __name__ == "__main__":
    try:
        main()
    except (Failed, ClientError, BotoCoreError) as problem:
        sys.exit(f"\nFailed: {problem}")
