"""Tuning jobs of 60 XGBoost training jobs, 4 in parallel, 10 seeds each, by the example that compares strategies, on a server of its own.

Whether Bayesian optimization finds better objectives than random search, in the ranges that the service's guide recommends; and
what Hyperband and early stopping save, with rounds that take longer than a stop does.
"""

import os
import subprocess
import sys
from pathlib import Path

from sides import REGION, Slipway

EXAMPLE = Path(__file__).parent.parent / "examples" / "compare_tuning_strategies.py"
COMPARISONS = (
    "--data breast_cancer --ranges recommended --num-round 60 --strategies Bayesian Random",
    "--data diabetes --ranges recommended --num-round 60 --strategies Bayesian Random",
    "--data digits --ranges logarithmic --num-round 81 --strategies Random Hyperband Stopping",
)


def main():
    with Slipway() as slipway:
        environment = {**os.environ, "AWS_ENDPOINT_URL": slipway.endpoint, "AWS_DEFAULT_REGION": REGION,
                       "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}
        for comparison in COMPARISONS:
            print(f"## {comparison}", flush=True)
            subprocess.run([sys.executable, EXAMPLE, *comparison.split()], env=environment, check=True)
