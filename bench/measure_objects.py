"""From create to the container's first breath: with 10,000 objects of 10 KiB in the channel, and with one."""

import concurrent.futures
import statistics

import figures
import jobs
import shell_image
from sides import REGION, Slipway

OBJECTS, SIZE, CLIENTS, ROUNDS = 10_000, 10 * 1024, 8, 5


def main():
    shell_image.ensure()
    with Slipway() as slipway:
        s3, sagemaker, logs = slipway.client("s3"), slipway.client("sagemaker"), slipway.client("logs")
        s3.create_bucket(Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket=jobs.BUCKET, Key="empty/nothing", Body=b"")
        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as clients:
            list(clients.map(
                lambda i: s3.put_object(Bucket=jobs.BUCKET, Key=f"full/{i // 100}/{i}", Body=bytes(SIZE)),
                range(OBJECTS)))
        full, empty = figures.interleave(
            lambda: jobs.seconds_to_start(sagemaker, logs, "full"),
            lambda: jobs.seconds_to_start(sagemaker, logs, "empty"), rounds=ROUNDS)
        figures.report("create to container start", "at most 3 s more", full, empty,
                       ours_name=f"{OBJECTS} objects of 10 KiB", theirs_name="an empty channel")
        print(f"{statistics.median(full) - statistics.median(empty):.2f} s more", flush=True)
