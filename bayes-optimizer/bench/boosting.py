#!/usr/bin/env python3
"""Bayesian optimization beside random search on XGBoost, as examples/compare_tuning_strategies.py compares them, without a server.

The optimizer is asked by JSON lines (./optimizer), XGBoost trains in this process, on one thread, with the data, splits and ranges of the
example. Trials run some at a time: which ends first is drawn from log-normal durations, the same ones for both.

    venv/bin/pip install boto3 scikit-learn xgboost-cpu==3.0.5
    venv/bin/python boosting.py --data diabetes --ranges recommended --seeds 100-109
"""

import argparse
import heapq
import json
import statistics
import subprocess
import sys
from pathlib import Path

import numpy as np
import xgboost
from sklearn import datasets

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "examples"))

import compare_tuning_strategies as example  # noqa: E402


def main():
    arguments = parse_arguments()
    first, last = map(int, arguments.seeds.split("-"))
    train = trainer(arguments)
    best = {}
    for method in ("bayesian", "random"):
        with subprocess.Popen([HERE / "optimizer", *(["random"] if method == "random" else [])],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as optimizer:
            for seed in range(first, last + 1):
                best[method, seed] = run(optimizer, train, seed, arguments)
                print(f"seed {seed}  {method:<8} best {best[method, seed]:.5f}", flush=True)
            send(optimizer, op="stop")
    gains = [1 - best["bayesian", seed] / best["random", seed] for seed in range(first, last + 1)]
    print(f"better with {sum(gain > 0 for gain in gains)} of {len(gains)} seeds, median by {statistics.median(gains):.1%}: "
          + " ".join(f"{100 * gain:.1f}" for gain in gains))


def parse_arguments():
    parser = argparse.ArgumentParser(
        description="Bayesian optimization beside random search on XGBoost.", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--data", choices=example.PROBLEMS, default="diabetes", help="what is learnt")
    parser.add_argument("--ranges", choices=example.RANGES, default="recommended", help="what is tuned, and how far")
    parser.add_argument("--seeds", default="0-9", help="first and last")
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--parallel", type=int, default=4, help="trials at the same time")
    parser.add_argument("--num-round", type=int, default=60, help="boosting rounds of a trial")
    return parser.parse_args()


def trainer(arguments):
    """From hyperparameters to the objective after the last round, with the digits that a training job prints."""
    metric, fixed = example.PROBLEMS[arguments.data]
    features, target = getattr(datasets, f"load_{arguments.data}")(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(target))
    split = len(order) * 7 // 10
    parts = [xgboost.DMatrix(features[rows].astype(np.float32), target[rows]) for rows in (order[:split], order[split:])]

    def train(values):
        history = {}
        xgboost.train({**fixed, **values, "nthread": 1, "seed": 0}, parts[0], arguments.num_round,
                      evals=[(parts[1], "validation")], evals_result=history, verbose_eval=False)
        return round(history["validation"][metric][-1], 5)

    return train


def run(optimizer, train, seed, arguments):
    send(optimizer, op="init", seed=seed, params=parameters(example.RANGES[arguments.ranges]))
    durations = np.random.default_rng(seed + 1000)
    now, started, running, values = 0.0, 0, [], []
    while started < arguments.trials or running:
        while started < arguments.trials and len(running) < arguments.parallel:
            trial = send(optimizer, op="ask")
            heapq.heappush(running, (now + durations.lognormal(0, 0.3), trial["id"], train(trial["params"])))
            started += 1
        now, trial, value = heapq.heappop(running)
        send(optimizer, op="tell", id=trial, value=value)
        values.append(value)
    return min(values)


def parameters(ranges):
    def numbers(kind, convert, listed):
        return [{"name": each["Name"], "type": kind, "low": convert(each["MinValue"]), "high": convert(each["MaxValue"]),
                 "scale": "log" if each.get("ScalingType") == "Logarithmic" else "linear"} for each in listed]

    return (numbers("float", float, ranges["ContinuousParameterRanges"])
            + numbers("int", int, ranges["IntegerParameterRanges"]))


def send(optimizer, **message):
    optimizer.stdin.write(json.dumps(message) + "\n")
    return json.loads(optimizer.stdout.readline()) if message["op"] != "stop" else None


if __name__ == "__main__":
    main()
