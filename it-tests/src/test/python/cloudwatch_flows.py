"""CloudWatch with boto3 in each protocol that it can speak; one from before the end of 2025 knows query only."""

import datetime
import json
import os
import tempfile

import boto3
import botocore.session
import sagemaker
from botocore.exceptions import ClientError

import data

METRIC = "loss"
GROUP = "/aws/sagemaker/TrainingJobs"

client = boto3.client("sagemaker")
data.upload(boto3.client("s3"))


def speaking(protocol):
    """A client whose copy of the service's model knows this protocol alone; boto3 itself would always choose JSON."""
    session = botocore.session.get_session()
    loader = session.get_component("data_loader")
    model = loader.load_service_model("cloudwatch", "service-2")
    model["metadata"].update(protocol=protocol, protocols=[protocol])
    with tempfile.TemporaryDirectory() as path:
        directory = os.path.join(path, "cloudwatch", "2010-08-01")
        os.makedirs(directory)
        with open(os.path.join(directory, "service-2.json"), "w") as file:
            json.dump(model, file)
        session = botocore.session.get_session()
        session.get_component("data_loader").search_paths.insert(0, path)
        return session.create_client("cloudwatch")


# By the content type of their requests. The environment of the SageMaker SDK 1.72 has the older boto3.
if sagemaker.__version__.startswith("1."):
    CLIENTS = {"application/x-www-form-urlencoded; charset=utf-8": boto3.client("cloudwatch")}
else:
    CLIENTS = {
        "application/x-amz-json-1.0": boto3.client("cloudwatch"),
        "application/cbor": speaking("smithy-rpc-v2-cbor"),
        "application/x-www-form-urlencoded; charset=utf-8": speaking("query"),
    }
sent = {expected: set() for expected in CLIENTS}
for expected, each in CLIENTS.items():
    each.meta.events.register(
        "before-send.cloudwatch", lambda request, seen=sent[expected], **_: seen.add(content_type(request)))


def content_type(request):
    value = request.headers["Content-Type"]
    return value.decode() if isinstance(value, bytes) else value


def trained():
    name = data.unique("metrics")
    client.create_training_job(
        TrainingJobName=name,
        AlgorithmSpecification={
            "TrainingImage": "any/image", "TrainingInputMode": "File",
            "MetricDefinitions": [{"Name": METRIC, "Regex": "loss=([0-9.]+)"}]},
        RoleArn=data.ROLE,
        OutputDataConfig={"S3OutputPath": f"s3://{data.BUCKET}/models/"},
        ResourceConfig={"InstanceType": "ml.m4.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 10},
        StoppingCondition={"MaxRuntimeInSeconds": 600})
    client.get_waiter("training_job_completed_or_stopped").wait(
        TrainingJobName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 600})
    return client.describe_training_job(TrainingJobName=name)


def refused(code, text, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"].startswith(code), error
        assert text in error.response["Error"]["Message"], error
        return
    raise AssertionError(f"not refused: {text}")


def flow_a_jobs_metrics_in_cloudwatch():
    job = trained()
    for cloudwatch in CLIENTS.values():
        read(cloudwatch, job)


def read(cloudwatch, job):
    final = job["FinalMetricDataList"][0]
    assert final["MetricName"] == METRIC, job["FinalMetricDataList"]
    dimensions = [{"Name": "TrainingJobName", "Value": job["TrainingJobName"]}]
    times = {"StartTime": job["TrainingStartTime"],
             "EndTime": job["TrainingEndTime"] + datetime.timedelta(minutes=1)}
    statistics = cloudwatch.get_metric_statistics(
        Namespace=GROUP, MetricName=METRIC, Dimensions=dimensions, Period=60,
        Statistics=["Average", "Minimum", "Maximum", "SampleCount", "Sum"], **times)
    points = statistics["Datapoints"]
    assert sum(point["SampleCount"] for point in points) == 3, points
    assert min(point["Minimum"] for point in points) <= final["Value"] <= max(point["Maximum"] for point in points), points
    query = {"Id": "m1", "MetricStat": {
        "Metric": {"Namespace": GROUP, "MetricName": METRIC, "Dimensions": dimensions}, "Period": 1, "Stat": "SampleCount"}}
    pages = cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=[query], PaginationConfig={"PageSize": 1}, **times)
    assert sum(sum(page["MetricDataResults"][0]["Values"]) for page in pages) == 3
    stat = {**query["MetricStat"], "Period": 60, "Stat": "Average"}
    computed = cloudwatch.get_metric_data(ScanBy="TimestampAscending", **times, MetricDataQueries=[
        {"Id": "loss", "MetricStat": stat, "ReturnData": False},
        {"Id": "count", "MetricStat": {**stat, "Stat": "SampleCount"}},
        {"Id": "total", "Expression": "loss * count", "Label": "all of it"},
        {"Id": "seen", "Expression": "FILL(METRICS('coun'), 0) > 0"}])["MetricDataResults"]
    count, total, seen = computed
    assert [each["Id"] for each in computed] == ["count", "total", "seen"] and total["Label"] == "all of it", computed
    sums = {point["Timestamp"]: point["Sum"] for point in points}
    assert all(abs(value - sums[time]) < 1e-6 for time, value in zip(total["Timestamps"], total["Values"])), computed
    assert len(total["Values"]) == len(count["Values"]) and sum(seen["Values"]) == len(count["Values"]), computed
    refused("ValidationError", "Error in expression 'e1': Invalid syntax",
            cloudwatch.get_metric_data, MetricDataQueries=[{"Id": "e1", "Expression": "loss +"}], **times)
    assert cloudwatch.list_metrics(Namespace=GROUP, Dimensions=dimensions)["Metrics"] == [
        {"Namespace": GROUP, "MetricName": METRIC, "Dimensions": dimensions}]
    refused("InvalidParameterCombination", "which exceeds the limit of 1,440", cloudwatch.get_metric_statistics,
            Namespace=GROUP, MetricName=METRIC, Period=1, Statistics=["Sum"],
            StartTime=times["StartTime"] - datetime.timedelta(days=1), EndTime=times["EndTime"])


def flow_values_that_are_put_are_read():
    for cloudwatch in CLIENTS.values():
        put_and_read(cloudwatch)


def put_and_read(cloudwatch):
    namespace = data.unique("Put")
    hour = datetime.datetime.now(datetime.timezone.utc).replace(minute=0, second=0, microsecond=0)
    dimensions = [{"Name": "Host", "Value": "a & b"}]
    cloudwatch.put_metric_data(Namespace=namespace, MetricData=[
        {"MetricName": "m", "Dimensions": dimensions, "Timestamp": hour, "Values": [1.0, 2.5], "Counts": [3, 1], "Unit": "Percent"},
        {"MetricName": "m", "Dimensions": dimensions, "Timestamp": hour,
         "StatisticValues": {"SampleCount": 2, "Sum": 10, "Minimum": 1e-3, "Maximum": 9.999}, "Unit": "Percent"}])
    points = cloudwatch.get_metric_statistics(
        Namespace=namespace, MetricName="m", Dimensions=dimensions, Period=60, StartTime=hour,
        EndTime=hour + datetime.timedelta(minutes=1), Statistics=["SampleCount", "Sum", "Minimum", "Maximum"])["Datapoints"]
    assert points == [{"Timestamp": hour, "SampleCount": 6.0, "Sum": 15.5, "Minimum": 0.001, "Maximum": 9.999,
                       "Unit": "Percent"}], points
    refused("InvalidParameterCombination", "mutually exclusive", cloudwatch.put_metric_data, Namespace=namespace,
            MetricData=[{"MetricName": "m", "Value": 1.0, "Values": [2.0]}])


def flow_each_client_spoke_its_protocol():
    assert sent == {expected: {expected} for expected in CLIENTS}, sent
