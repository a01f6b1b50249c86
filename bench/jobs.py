"""Training jobs for the measurements, as boto3 makes them."""

import time
import uuid

import shell_image
from sides import ROLE

BUCKET = "bench"


def training_request(command, channels=()):
    return {
        "TrainingJobName": f"bench-{uuid.uuid4().hex}",
        "AlgorithmSpecification": {"TrainingImage": shell_image.IMAGE, "TrainingInputMode": "File"},
        "RoleArn": ROLE,
        "InputDataConfig": [channel(name) for name in channels],
        "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/models"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
        "HyperParameters": {"command": command},
    }


def channel(name):
    return {"ChannelName": name, "DataSource": {"S3DataSource": {
        "S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/{name}/", "S3DataDistributionType": "FullyReplicated"}}}


def run_training(sagemaker, request):
    """Creates the job and returns its description when it has ended well."""
    if not request["InputDataConfig"]:
        del request["InputDataConfig"]
    sagemaker.create_training_job(**request)
    while True:
        job = sagemaker.describe_training_job(TrainingJobName=request["TrainingJobName"])
        if job["TrainingJobStatus"] not in ("InProgress", "Stopping"):
            if job["TrainingJobStatus"] != "Completed":
                raise RuntimeError(job["FailureReason"])
            return job
        time.sleep(0.005)


def seconds_to_start(sagemaker, logs, channel):
    """From create to the container's first breath, of a job with a channel."""
    request = training_request("date +%s.%N", [channel])
    created = time.time()
    run_training(sagemaker, request)
    stream = logs.describe_log_streams(
        logGroupName="/aws/sagemaker/TrainingJobs", logStreamNamePrefix=request["TrainingJobName"])
    events = logs.get_log_events(
        logGroupName="/aws/sagemaker/TrainingJobs", startFromHead=True,
        logStreamName=stream["logStreams"][0]["logStreamName"])["events"]
    return next(float(event["message"]) for event in events if event["message"].startswith("1")) - created
