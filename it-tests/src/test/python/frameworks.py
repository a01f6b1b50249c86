"""What the flows of framework containers share: the SDK 1.72 and 2.x under one set of names, and no long pauses between looks."""

import os
import tempfile
import textwrap

import boto3
import sagemaker

import data

V1 = sagemaker.__version__.startswith("1.")
data.upload(boto3.client("s3"))
session = sagemaker.Session()
session._default_bucket = data.BUCKET  # so that the real STS is not asked for the account
client = session.sagemaker_client
runtime = boto3.client("sagemaker-runtime")


def source(**programs):
    """A directory with a file a name."""
    directory = tempfile.mkdtemp()
    for name, text in programs.items():
        with open(os.path.join(directory, f"{name}.py"), "w") as file:
            file.write(textwrap.dedent(text))
    return directory


def estimator(kind, instance_type="ml.m5.large", **more):
    """An estimator of the SDK. `more` are its arguments, by the names that both SDKs have."""
    prefix = "train_" if V1 else ""
    more.update({f"{prefix}instance_count": more.pop("instances", 1), f"{prefix}instance_type": instance_type})
    if V1:
        more.pop("py_version", None)
    return kind(role=data.ROLE, output_path=f"s3://{data.BUCKET}/models", sagemaker_session=session, **more)


def fit(each, inputs=None, status="Completed"):
    """The description of the finished job, which has this status."""
    each.fit(inputs, wait=False, job_name=data.unique("framework"))
    name = each.latest_training_job.name
    described = data.wait_until(lambda: ended(client.describe_training_job(TrainingJobName=name)))
    assert described["TrainingJobStatus"] == status, (described.get("FailureReason"), log(name))
    return described


def ended(job):
    return None if job["TrainingJobStatus"] in ("InProgress", "Stopping") else job


def log(job):
    logs = boto3.client("logs")
    group = "/aws/sagemaker/TrainingJobs"
    streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=f"{job}/")["logStreams"]
    return [event["message"] for stream in streams
            for event in logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"])["events"]]


class Endpoint:
    """An endpoint for as long as the block lasts. Requests go by boto3, so that a predictor's serializer is not needed."""

    def __init__(self, model, **more):
        self.name = data.unique("framework")
        instances = {"initial_instance_count": 1, "instance_type": "ml.m5.large"}
        self.predictor = model.deploy(endpoint_name=self.name, wait=False, **instances, **more)

    def __enter__(self):
        described = data.wait_until(
            lambda: next((e for e in [client.describe_endpoint(EndpointName=self.name)]
                          if e["EndpointStatus"] != "Creating"), None))
        assert described["EndpointStatus"] == "InService", described
        return self

    def invoke(self, body, content_type="application/json", accept="application/json"):
        answer = runtime.invoke_endpoint(
            EndpointName=self.name, Body=body, ContentType=content_type, Accept=accept)
        return answer["Body"].read().decode()

    def __exit__(self, *failure):
        client.delete_endpoint(EndpointName=self.name)
        return False


def endpoint_exists(name):
    return name in [e["EndpointName"] for e in client.list_endpoints(NameContains=name)["Endpoints"]]
