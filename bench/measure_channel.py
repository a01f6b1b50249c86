"""From create to the container's first breath: with 1 GiB in the channel, and with nothing in it to speak of."""

import figures
import jobs
import shell_image
from sides import Slipway

PART = 64 * 1024 * 1024


def main():
    shell_image.ensure()
    with Slipway() as slipway:
        s3, sagemaker, logs = slipway.client("s3"), slipway.client("sagemaker"), slipway.client("logs")
        s3.create_bucket(Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
        s3.put_object(Bucket=jobs.BUCKET, Key="empty/nothing", Body=b"")
        for part in range(16):
            s3.put_object(Bucket=jobs.BUCKET, Key=f"full/part-{part}", Body=bytes(PART))

        figures.report("create to container start", "at most 1.2",
                       *figures.interleave(lambda: jobs.seconds_to_start(sagemaker, logs, "full"),
                                           lambda: jobs.seconds_to_start(sagemaker, logs, "empty")),
                       ours_name="1 GiB channel", theirs_name="empty channel")
