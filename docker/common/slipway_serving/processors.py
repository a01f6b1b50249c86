"""How many processors this container may use, and how many server processes that makes."""

import math
import os
from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")


def count():
    """Processors of the machine that are ours, less where the container has a smaller quota of time."""
    ours = len(os.sched_getaffinity(0))
    return max(1, math.ceil(min(ours, _quota(_CGROUP))))


def workers(default=None):
    """SAGEMAKER_MODEL_SERVER_WORKERS, or the default, which is one a processor."""
    return int(os.environ.get("SAGEMAKER_MODEL_SERVER_WORKERS") or default or count())


def _quota(root):
    unified = root / "cpu.max"
    if unified.exists():
        quota, period = unified.read_text().split()
        return math.inf if quota == "max" else int(quota) / int(period)
    legacy = root / "cpu" / "cpu.cfs_quota_us"
    if not legacy.exists() or int(legacy.read_text()) <= 0:
        return math.inf
    return int(legacy.read_text()) / int((root / "cpu" / "cpu.cfs_period_us").read_text())
