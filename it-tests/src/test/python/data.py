"""A regression problem of a few hundred rows, in S3 as the XGBoost container reads it."""

import random
import time
import uuid

BUCKET = "slipway-it"
ROLE = "arn:aws:iam::000000000000:role/SlipwayTest"
XGBOOST = "433757028032.dkr.ecr.us-west-2.amazonaws.com/xgboost:latest"


def unique(prefix):
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


def rows(count, seed, label=True):
    draw = random.Random(seed)
    lines = []
    for _ in range(count):
        x = [draw.uniform(-1, 1) for _ in range(4)]
        y = 10 + 3 * x[0] - 2 * x[1] * x[2] + draw.gauss(0, 0.1)
        lines.append(",".join(f"{v:.5f}" for v in ([y] if label else []) + x))
    return "\n".join(lines) + "\n"


def upload(s3):
    try:
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    except s3.exceptions.BucketAlreadyOwnedByYou:
        pass  # by flows that run beside these
    s3.put_object(Bucket=BUCKET, Key="data/train/train.csv", Body=rows(300, 1).encode())
    s3.put_object(Bucket=BUCKET, Key="data/validation/validation.csv", Body=rows(100, 2).encode())
    s3.put_object(Bucket=BUCKET, Key="data/test/test.csv", Body=rows(50, 3, label=False).encode())


def wait_until(condition, seconds=300, pause=0.2):
    """Waits for a condition, and gives its value; the time is only there so that a broken server fails the test."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(pause)
    raise AssertionError("the condition did not come true")
