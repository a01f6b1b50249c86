#!/usr/bin/env python3
"""Compares the strategies of hyperparameter tuning on SageMaker's XGBoost, with the same budget of training jobs each.

For every seed and strategy one tuning job runs on data that scikit-learn brings along; the program shows what the best
objective was after each training job, in the middle over the seeds, as a curve of text and (with --svg) as a picture, and
beside random search how often each strategy was better and what share of the rounds it took. "Stopping" is Random with early
stopping. Rounds are counted in the logs of the training jobs.

The program is ordinary boto3 code: without AWS_ENDPOINT_URL it runs on AWS (and costs money there), with it on whatever the
variable names.

    pip install boto3 scikit-learn numpy
    python compare_tuning_strategies.py --seeds 3 --strategies Bayesian Random
"""

import argparse
import io
import os
import statistics
import sys
import time

import boto3
import numpy as np
from botocore.config import Config
from botocore.exceptions import ClientError
from sklearn import datasets

FINISHED = ("Completed", "Failed", "Stopped")
LOGS = "/aws/sagemaker/TrainingJobs"
STRATEGIES = ("Bayesian", "Random", "Hyperband", "Stopping")

# What is learnt, and by which measure; all of them are better when they are less.
PROBLEMS = {
    "diabetes": ("rmse", {"objective": "reg:squarederror"}),
    "breast_cancer": ("logloss", {"objective": "binary:logistic", "eval_metric": "logloss"}),
    "wine": ("mlogloss", {"objective": "multi:softprob", "num_class": "3", "eval_metric": "mlogloss"}),
    "digits": ("mlogloss", {"objective": "multi:softprob", "num_class": "10", "eval_metric": "mlogloss"}),
}
RANGES = {
    # Of the service's guide, for its XGBoost (https://docs.aws.amazon.com/sagemaker/latest/dg/xgboost-tuning.html), but for the
    # rounds, which are the budget here.
    "recommended": {
        "ContinuousParameterRanges": [
            {"Name": "alpha", "MinValue": "0", "MaxValue": "1000"},
            {"Name": "colsample_bylevel", "MinValue": "0.1", "MaxValue": "1"},
            {"Name": "colsample_bynode", "MinValue": "0.1", "MaxValue": "1"},
            {"Name": "colsample_bytree", "MinValue": "0.5", "MaxValue": "1"},
            {"Name": "eta", "MinValue": "0.1", "MaxValue": "0.5"},
            {"Name": "gamma", "MinValue": "0", "MaxValue": "5"},
            {"Name": "lambda", "MinValue": "0", "MaxValue": "1000"},
            {"Name": "min_child_weight", "MinValue": "0", "MaxValue": "120"},
            {"Name": "subsample", "MinValue": "0.5", "MaxValue": "1"},
        ],
        "IntegerParameterRanges": [
            {"Name": "max_delta_step", "MinValue": "0", "MaxValue": "10"},
            {"Name": "max_depth", "MinValue": "0", "MaxValue": "10"},
        ],
    },
    # Of somebody who knows the orders of magnitude.
    "logarithmic": {
        "ContinuousParameterRanges": [
            {"Name": "eta", "MinValue": "0.01", "MaxValue": "1", "ScalingType": "Logarithmic"},
            {"Name": "min_child_weight", "MinValue": "0.1", "MaxValue": "100", "ScalingType": "Logarithmic"},
            {"Name": "colsample_bytree", "MinValue": "0.3", "MaxValue": "1", "ScalingType": "Linear"},
            {"Name": "lambda", "MinValue": "0.001", "MaxValue": "100", "ScalingType": "Logarithmic"},
            {"Name": "alpha", "MinValue": "0.001", "MaxValue": "100", "ScalingType": "Logarithmic"},
            {"Name": "gamma", "MinValue": "0.001", "MaxValue": "100", "ScalingType": "Logarithmic"},
        ],
        "IntegerParameterRanges": [{"Name": "max_depth", "MinValue": "1", "MaxValue": "10", "ScalingType": "Linear"}],
    },
}


def main():
    arguments = parse_arguments()
    session = boto3.Session(region_name=arguments.region)
    config = Config(retries={"max_attempts": 10, "mode": "standard"})
    clients = {name: session.client(name, config=config) for name in ("sagemaker", "s3", "logs", "sts")}
    account = clients["sts"].get_caller_identity()["Account"]
    arguments.bucket = arguments.bucket or f"sagemaker-{arguments.region}-{account}"
    arguments.role = arguments.role or f"arn:aws:iam::{account}:role/SageMakerExecutionRole"
    arguments.location = f"s3://{arguments.bucket}/compare-tuning/{arguments.data}"
    upload(clients["s3"], arguments)
    results = {strategy: [] for strategy in arguments.strategies}
    for seed in range(arguments.first_seed, arguments.first_seed + arguments.seeds):
        for strategy in arguments.strategies:
            results[strategy].append(run(clients, strategy, seed, arguments))
            best, rounds, seconds = results[strategy][-1]["curve"][-1], results[strategy][-1]["rounds"], results[strategy][-1]["seconds"]
            print(f"seed {seed}  {strategy:<10} best {best:.5f}   {rounds:>6} rounds   {seconds:4.0f} s", flush=True)
    report(results, arguments)


def parse_arguments():
    parser = argparse.ArgumentParser(
        description="Compares tuning strategies on XGBoost.", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    environment = os.environ.get
    region = environment("AWS_REGION") or environment("AWS_DEFAULT_REGION") or "us-west-2"
    parser.add_argument("--region", default=region, help="AWS region")
    parser.add_argument("--bucket", default=environment("SAGEMAKER_BUCKET"), help="default: sagemaker-<region>-<account>")
    parser.add_argument("--role", default=environment("SAGEMAKER_ROLE"), help="ARN of the execution role")
    parser.add_argument("--image", default="246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1",
                        help="XGBoost image; AWS has an own account for it in each region")
    parser.add_argument("--instance-type", default="ml.m5.large", help="for training")
    parser.add_argument("--data", choices=PROBLEMS, default="diabetes", help="what is learnt")
    parser.add_argument("--ranges", choices=RANGES, default="recommended", help="what is tuned, and how far")
    parser.add_argument("--strategies", nargs="+", choices=STRATEGIES, default=["Bayesian", "Random"], help="what is compared")
    parser.add_argument("--seeds", type=int, default=10, help="how many tuning jobs of each strategy")
    parser.add_argument("--first-seed", type=int, default=0, help="the seeds are this and the following")
    parser.add_argument("--max-jobs", type=int, default=60, help="training jobs of a tuning job")
    parser.add_argument("--parallel", type=int, default=4, help="training jobs at the same time")
    parser.add_argument("--num-round", type=int, default=60, help="boosting rounds of a training job")
    parser.add_argument("--svg", help="file for a picture of the curves")
    parser.add_argument("--poll-seconds", type=float, default=0.5, help="time between two looks at a running job")
    return parser.parse_args()


def upload(s3, arguments):
    """70 % to train on, 30 % to compare on; the target first, as the algorithm wants it."""
    ensure_bucket(s3, arguments)
    features, target = getattr(datasets, f"load_{arguments.data}")(return_X_y=True)
    rows = np.column_stack([target, features])[np.random.default_rng(0).permutation(len(target))]
    split = len(rows) * 7 // 10
    for part, content in (("train", rows[:split]), ("validation", rows[split:])):
        text = io.StringIO()
        np.savetxt(text, content, delimiter=",", fmt="%.8g")
        key = f"{arguments.location}/{part}.csv".removeprefix(f"s3://{arguments.bucket}/")
        s3.put_object(Bucket=arguments.bucket, Key=key, Body=text.getvalue().encode())


def ensure_bucket(s3, arguments):
    try:
        s3.head_bucket(Bucket=arguments.bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchBucket"):
            raise
        place = {} if arguments.region == "us-east-1" else {
            "CreateBucketConfiguration": {"LocationConstraint": arguments.region}}
        s3.create_bucket(Bucket=arguments.bucket, **place)


def run(clients, strategy, seed, arguments):
    """One tuning job: the best objective after each training job in the order of their ends, and the rounds of all."""
    sagemaker = clients["sagemaker"]
    metric, fixed = PROBLEMS[arguments.data]
    name = f"{strategy.lower()}-{seed}-{time.strftime('%d%H%M%S', time.gmtime())}"
    started = time.monotonic()
    sagemaker.create_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=name,
        HyperParameterTuningJobConfig=settings(strategy, seed, metric, arguments),
        TrainingJobDefinition={
            "AlgorithmSpecification": {"TrainingImage": arguments.image, "TrainingInputMode": "File"},
            "RoleArn": arguments.role,
            "InputDataConfig": [channel("train", arguments), channel("validation", arguments)],
            "OutputDataConfig": {"S3OutputPath": f"{arguments.location}/models"},
            "ResourceConfig": {"InstanceCount": 1, "InstanceType": arguments.instance_type, "VolumeSizeInGB": 10},
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
            "StaticHyperParameters": {**fixed, "num_round": str(arguments.num_round), "nthread": "1", "seed": "0"},
        })
    while True:
        job = sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        if job["HyperParameterTuningJobStatus"] in FINISHED:
            break
        time.sleep(arguments.poll_seconds)
    if job["HyperParameterTuningJobStatus"] != "Completed":
        sys.exit(f"{name} is {job['HyperParameterTuningJobStatus']}: {job.get('FailureReason', '')}")
    seconds = time.monotonic() - started
    trials = list_trials(sagemaker, name)
    values = [objective(trial) for trial in sorted(trials, key=lambda trial: trial["TrainingEndTime"])]
    rounds = (sum(count_rounds(clients["logs"], trial, metric) for trial in trials)
              if needs_counting(strategy) else len(trials) * arguments.num_round)
    return {"curve": np.minimum.accumulate(values), "rounds": rounds, "seconds": seconds}


def needs_counting(strategy):
    return strategy in ("Hyperband", "Stopping")


def settings(strategy, seed, metric, arguments):
    config = {
        "Strategy": "Random" if strategy == "Stopping" else strategy,
        "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": f"validation:{metric}"},
        "ResourceLimits": {"MaxNumberOfTrainingJobs": arguments.max_jobs, "MaxParallelTrainingJobs": arguments.parallel},
        "ParameterRanges": RANGES[arguments.ranges],
        "RandomSeed": seed,
    }
    if strategy == "Stopping":
        config["TrainingJobEarlyStoppingType"] = "Auto"
    if strategy == "Hyperband":
        # All rounds but the first few may be saved; what goes to the end is not stopped there, it ends.
        resources = {"MinResource": max(1, arguments.num_round // 27), "MaxResource": arguments.num_round}
        config["StrategyConfig"] = {"HyperbandStrategyConfig": resources}
    return config


def channel(name, arguments):
    source = {"S3DataType": "S3Prefix", "S3Uri": f"{arguments.location}/{name}.csv",
              "S3DataDistributionType": "FullyReplicated"}
    return {"ChannelName": name, "ContentType": "text/csv", "DataSource": {"S3DataSource": source}}


def list_trials(sagemaker, name):
    pages = sagemaker.get_paginator("list_training_jobs_for_hyper_parameter_tuning_job").paginate(
        HyperParameterTuningJobName=name)
    return [trial for page in pages for trial in page["TrainingJobSummaries"]]


def objective(trial):
    metric = trial.get("FinalHyperParameterTuningJobObjectiveMetric")
    return metric["Value"] if metric else float("inf")


def count_rounds(logs, trial, metric):
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=LOGS, logStreamNamePrefix=f"{trial['TrainingJobName']}/", filterPattern=f'"validation-{metric}:"')
    return sum(len(page["events"]) for page in pages)


def report(results, arguments):
    middle = {strategy: np.median([each["curve"] for each in runs], axis=0) for strategy, runs in results.items()}
    print(f"\nBest objective after each training job, median of {arguments.seeds} seeds ({arguments.data}):\n")
    print(text_plot(middle))
    for strategy, runs in results.items():
        print(f"{strategy:<10} median best {statistics.median(each['curve'][-1] for each in runs):.5f}, "
              f"median rounds {statistics.median(each['rounds'] for each in runs):.0f}")
    base = "Random" if "Random" in results else arguments.strategies[0]
    for strategy in arguments.strategies:
        if strategy != base:
            print(comparison(strategy, base, list(zip(results[strategy], results[base]))))
    if arguments.svg:
        with open(arguments.svg, "w") as file:
            file.write(picture(middle, arguments.data))
        print(f"Picture: {arguments.svg}")


def comparison(strategy, base, pairs):
    """Seed by seed: whose objective is better, and what it cost."""
    better = sum(one["curve"][-1] < other["curve"][-1] for one, other in pairs)
    near = sum(one["curve"][-1] <= 1.02 * other["curve"][-1] for one, other in pairs)
    spent = [one["rounds"] / other["rounds"] for one, other in pairs]
    return (f"{strategy} beside {base}: better with {better} of {len(pairs)} seeds, not more than 2 % worse with {near}, "
            f"for {statistics.median(spent):.0%} of the rounds (from {min(spent):.0%} to {max(spent):.0%})")


def text_plot(curves, width=76, height=16):
    """A letter for each strategy, its first one; downwards is better, and each line the same factor."""
    start = 2  # The first values would make all others one line.
    shown = {strategy: np.log(curve[start:]) for strategy, curve in curves.items()}
    low, high = min(map(min, shown.values())), max(map(max, shown.values()))
    grid = [[" "] * width for _ in range(height)]
    for strategy, curve in shown.items():
        for x in range(width):
            value = curve[x * len(curve) // width]
            y = round((high - value) / ((high - low) or 1) * (height - 1))
            grid[y][x] = "*" if grid[y][x] not in (" ", strategy[0]) else strategy[0]
    lines = [f"{np.exp(high - (high - low) * y / (height - 1)):>10.4f} |{''.join(row)}" for y, row in enumerate(grid)]
    last = max(map(len, curves.values()))
    return "\n".join(lines + [f"{'':>10} +{'-' * width}", f"{'':>12}{start + 1:<{width - 6}}{last} jobs", ""])


def picture(curves, title):
    width, height, left = 720, 400, 70
    low, high = np.log(min(map(min, curves.values()))), np.log(max(curve[2] for curve in curves.values()))
    last = max(map(len, curves.values()))
    colours = dict(zip(STRATEGIES, ("#1f6fb2", "#d2691e", "#2e8b57", "#8b3a8b")))

    def at(index, value):
        x = left + (width - left - 20) * index / (last - 1)
        y = 40 + (height - 80) * (1 - (min(np.log(value), high) - low) / ((high - low) or 1))
        return f"{x:.1f},{y:.1f}"

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">',
             f'<text x="{left}" y="22">best objective after each training job ({title})</text>',
             f'<text x="6" y="44">{np.exp(high):.4f}</text><text x="6" y="{height - 38}">{np.exp(low):.4f}</text>',
             f'<text x="{width - 90}" y="{height - 12}">{last} jobs</text>']
    for place, (strategy, curve) in enumerate(curves.items()):
        points = " ".join(at(index, value) for index, value in enumerate(curve))
        parts.append(f'<polyline fill="none" stroke="{colours[strategy]}" stroke-width="2" points="{points}"/>')
        parts.append(f'<text x="{width - 130}" y="{60 + 18 * place}" fill="{colours[strategy]}">{strategy}</text>')
    return "\n".join(parts + ["</svg>"]) + "\n"


if __name__ == "__main__":
    main()
