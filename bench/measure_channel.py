"""From create to the container's first breath: with 1 GiB in the channel, and with nothing in it to speak of."""

import time

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

        def to_start(channel):
            request = jobs.training_request("date +%s.%N", [channel])
            created = time.time()
            jobs.run_training(sagemaker, request)
            stream = logs.describe_log_streams(
                logGroupName="/aws/sagemaker/TrainingJobs", logStreamNamePrefix=request["TrainingJobName"])
            events = logs.get_log_events(
                logGroupName="/aws/sagemaker/TrainingJobs", startFromHead=True,
                logStreamName=stream["logStreams"][0]["logStreamName"])["events"]
            return next(float(event["message"]) for event in events if event["message"].startswith("1")) - created

        figures.report("create to container start", "at most 1.2",
                       *figures.interleave(lambda: to_start("full"), lambda: to_start("empty")),
                       ours_name="1 GiB channel", theirs_name="empty channel")
