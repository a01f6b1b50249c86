"""Models, configurations and endpoints of played containers, for boto3."""

import boto3
from botocore.config import Config

import data

client = boto3.client("sagemaker")
runtime = boto3.client("sagemaker-runtime", config=Config(retries={"max_attempts": 0}))
s3 = boto3.client("s3")
data.upload(s3)
FAST = {"Delay": 0.1, "MaxAttempts": 600}


def create_model(prefix="played", *, containers=None, mode=None, **container):
    """Its name. Of one container by default, whose members may be given."""
    name = data.unique(prefix)
    parts = {"PrimaryContainer": {"Image": data.XGBOOST, **container}}
    if containers:
        parts = {"Containers": [{"Image": data.XGBOOST, **each} for each in containers]}
    if mode:
        parts["InferenceExecutionConfig"] = {"Mode": mode}
    client.create_model(ModelName=name, ExecutionRoleArn=data.ROLE, **parts)
    return name


def variant(model, name="AllTraffic", **changes):
    return {"VariantName": name, "ModelName": model, "InstanceType": "ml.m5.large", "InitialInstanceCount": 1, **changes}


def create_config(*variants, **more):
    name = data.unique("config")
    client.create_endpoint_config(EndpointConfigName=name, ProductionVariants=list(variants), **more)
    return name


def create_endpoint(*variants, **more):
    name = data.unique("endpoint")
    client.create_endpoint(EndpointName=name, EndpointConfigName=create_config(*variants, **more))
    return name


def serve(*variants, **more):
    name = create_endpoint(*variants, **more)
    client.get_waiter("endpoint_in_service").wait(EndpointName=name, WaiterConfig=FAST)
    return name


def settled(name):
    """The description of an endpoint that nothing is under way for."""
    return data.wait_until(lambda: next(
        (found for found in [client.describe_endpoint(EndpointName=name)]
         if found["EndpointStatus"] in ("InService", "Failed")), None))


def invoke(name, body=b"1,2", **more):
    answer = runtime.invoke_endpoint(EndpointName=name, ContentType="text/csv", Body=body, **more)
    return answer["Body"].read().decode()


def delete(*names):
    for name in names:
        client.delete_endpoint(EndpointName=name)
    for name in names:
        client.get_waiter("endpoint_deleted").wait(EndpointName=name, WaiterConfig=FAST)
