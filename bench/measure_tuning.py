"""60 XGBoost training jobs a tuning job, 4 in parallel, 10 seeds, each strategy: the example that compares them, on a server of its own."""

import os
import subprocess
import sys
from pathlib import Path

from sides import REGION, Slipway

EXAMPLE = Path(__file__).parent.parent / "examples" / "compare_tuning_strategies.py"


def main():
    with Slipway() as slipway:
        environment = {**os.environ, "AWS_ENDPOINT_URL": slipway.endpoint, "AWS_DEFAULT_REGION": REGION,
                       "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}
        subprocess.run(
            [sys.executable, EXAMPLE, "--region", REGION, "--strategies", "Bayesian", "Random", "Hyperband", "Stopping"],
            env=environment, check=True)
