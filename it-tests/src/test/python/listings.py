"""Every list of what is hosted or runs beside it: pages, filters and orders through boto3, on played containers."""

import datetime

import boto3
from botocore.exceptions import WaiterError

import data
from expectations import expect
from played_hosting import FAST, client

prefix = data.unique("listed")
NAMES = [f"{prefix}-{letter}" for letter in "cab"]
# Each with how its lists are ordered when nobody says how, as the service's model has it.
LISTS = {
    "model": ("list_models", "Models", "ModelName", "Descending"),
    "config": ("list_endpoint_configs", "EndpointConfigs", "EndpointConfigName", "Descending"),
    "endpoint": ("list_endpoints", "Endpoints", "EndpointName", "Descending"),
    "transform": ("list_transform_jobs", "TransformJobSummaries", "TransformJobName", "Descending"),
    "processing": ("list_processing_jobs", "ProcessingJobSummaries", "ProcessingJobName", "Ascending"),
    "package": ("list_model_packages", "ModelPackageSummaryList", "ModelPackageName", "Ascending"),
    "group": ("list_model_package_groups", "ModelPackageGroupSummaryList", "ModelPackageGroupName", "Ascending"),
}
INFERENCE = {"Containers": [{"Image": data.XGBOOST}], "SupportedContentTypes": ["text/csv"],
             "SupportedResponseMIMETypes": ["text/csv"], "SupportedTransformInstanceTypes": ["ml.m5.large"],
             "SupportedRealtimeInferenceInstanceTypes": ["ml.m5.large"]}


def processing_request(name, **changes):
    return {
        "ProcessingJobName": name, "RoleArn": data.ROLE, "AppSpecification": {"ImageUri": data.XGBOOST},
        "ProcessingResources": {"ClusterConfig": {
            "InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}}, **changes}


def create(name):
    client.create_model(ModelName=name, ExecutionRoleArn=data.ROLE, PrimaryContainer={"Image": data.XGBOOST})
    client.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[{
        "VariantName": "v", "ModelName": name, "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}])
    client.create_endpoint(EndpointName=name, EndpointConfigName=name)
    client.create_transform_job(
        TransformJobName=name, ModelName=name, TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
        TransformInput={"DataSource": {"S3DataSource": {
            "S3DataType": "S3Prefix", "S3Uri": f"s3://{data.BUCKET}/data/test/"}}},
        TransformOutput={"S3OutputPath": f"s3://{data.BUCKET}/{prefix}/out"})
    client.create_processing_job(**processing_request(name))
    client.create_model_package(ModelPackageName=name, InferenceSpecification=INFERENCE)
    client.create_model_package_group(ModelPackageGroupName=name)


for each in NAMES:
    create(each)
    client.get_waiter("endpoint_in_service").wait(EndpointName=each, WaiterConfig=FAST)
    client.get_waiter("transform_job_completed_or_stopped").wait(TransformJobName=each, WaiterConfig=FAST)
    client.get_waiter("processing_job_completed_or_stopped").wait(ProcessingJobName=each, WaiterConfig=FAST)


def listed(kind, **arguments):
    operation, member, name, _ = LISTS[kind]
    pages = list(client.get_paginator(operation).paginate(
        NameContains=prefix, PaginationConfig={"PageSize": 1}, **arguments))
    assert all(len(page[member]) <= 1 for page in pages) and "NextToken" not in pages[-1], pages
    return [entry[name] for page in pages for entry in page[member]]


def flow_pages_of_one_in_every_order():
    for kind in LISTS:
        for by, ascending in [("Name", sorted(NAMES)), ("CreationTime", NAMES)]:
            assert listed(kind, SortBy=by, SortOrder="Ascending") == ascending, (kind, by)
            assert listed(kind, SortBy=by, SortOrder="Descending") == ascending[::-1], (kind, by)
        usual = NAMES if LISTS[kind][3] == "Ascending" else NAMES[::-1]
        assert listed(kind) == usual, (kind, listed(kind))
    for kind in ("endpoint", "transform", "processing"):
        assert sorted(listed(kind, SortBy="Status")) == sorted(NAMES), kind


def flow_the_next_page_begins_where_the_last_one_ended():
    for operation, member, name, _ in LISTS.values():
        call = getattr(client, operation)
        arguments = {"NameContains": prefix, "SortBy": "Name", "SortOrder": "Ascending"}
        first = call(MaxResults=2, **arguments)
        rest = call(NextToken=first["NextToken"], **arguments)
        assert [entry[name] for entry in first[member] + rest[member]] == sorted(NAMES), (first, rest)
        assert "NextToken" not in rest, rest
        expect("ValidationException", "", call, NextToken="no-token-of-ours")
        expect("ValidationException", "1 validation error detected: ", call, MaxResults=101)


def flow_filters_by_status_and_time():
    for kind, status, other in [
            ("endpoint", "InService", "Failed"), ("transform", "Completed", "Stopped"), ("processing", "Completed", "Failed")]:
        assert sorted(listed(kind, StatusEquals=status)) == sorted(NAMES), kind
        assert listed(kind, StatusEquals=other) == [], kind
    day = datetime.timedelta(days=1)
    now = datetime.datetime.now(datetime.timezone.utc)
    for kind in LISTS:
        times = ["CreationTime"] + (["LastModifiedTime"] if kind in ("endpoint", "transform", "processing") else [])
        for time in times:
            assert sorted(listed(kind, **{f"{time}After": now - day, f"{time}Before": now + day})) == sorted(NAMES), kind
            assert listed(kind, **{f"{time}After": now + day}) == listed(kind, **{f"{time}Before": now - day}) == [], kind
        assert getattr(client, LISTS[kind][0])(NameContains="there-is-none")[LISTS[kind][1]] == [], kind


def flow_summaries_have_what_clients_read():
    (endpoint, *_) = client.list_endpoints(NameContains=prefix)["Endpoints"]
    assert set(endpoint) == {"EndpointName", "EndpointArn", "CreationTime", "LastModifiedTime", "EndpointStatus"}, endpoint
    (job, *_) = client.list_transform_jobs(NameContains=prefix)["TransformJobSummaries"]
    assert job["TransformJobStatus"] == "Completed" and job["TransformEndTime"] >= job["CreationTime"], job
    (job, *_) = client.list_processing_jobs(NameContains=prefix)["ProcessingJobSummaries"]
    assert job["ProcessingJobStatus"] == "Completed" and job["ProcessingEndTime"] >= job["CreationTime"], job


def flow_log_streams_have_no_token_where_all_of_them_fit():
    """The SDK would ask on for ever."""
    logs = boto3.client("logs")
    job = {"logGroupName": "/aws/sagemaker/TransformJobs", "logStreamNamePrefix": f"{NAMES[0]}/"}
    answer = logs.describe_log_streams(orderBy="LogStreamName", limit=50, **job)
    assert answer["logStreams"] and "nextToken" not in answer, answer
    answer = logs.describe_log_streams(limit=1, **job)
    assert len(answer["logStreams"]) == 1, answer
    expect("ResourceNotFoundException", "", logs.describe_log_streams, logGroupName="/aws/sagemaker/Endpoints/nobody")


def flow_processing_jobs_are_checked_stopped_and_waited_for():
    one, two = "1 validation error detected: ", "2 validation errors detected: "
    call = client.create_processing_job
    expect("ValidationException", one, call, **processing_request("-bad-"))
    expect("ValidationException", two, call, **processing_request("-bad-", RoleArn="arn:nonsense:of:enough:characters"))
    expect("ResourceInUse", "already exists", call, **processing_request(NAMES[0]))
    source = {"S3Uri": f"s3://{data.BUCKET}/data/test/", "S3DataType": "S3Prefix", "S3InputMode": "File"}
    for path in ("/etc", "/opt/ml/processing/../model"):
        expect("ValidationException", "Invalid LocalPath", call, **processing_request(
            "refused", ProcessingInputs=[{"InputName": "in", "S3Input": {"LocalPath": path, **source}}]))
    expect("ValidationException", "Could not find requested job with name: refused", client.describe_processing_job,
           ProcessingJobName="refused")
    expect("ValidationException", "Could not find job to update with name: refused", client.stop_processing_job,
           ProcessingJobName="refused")

    name = data.unique("stopped")
    call(**processing_request(name, Environment={"SLIPWAY_SIMULATED_MILLISECONDS": "600000"}))
    data.wait_until(lambda: "ProcessingStartTime" in client.describe_processing_job(ProcessingJobName=name))
    client.stop_processing_job(ProcessingJobName=name)
    waiter = client.get_waiter("processing_job_completed_or_stopped")
    waiter.wait(ProcessingJobName=name, WaiterConfig=FAST)
    job = client.describe_processing_job(ProcessingJobName=name)
    assert job["ProcessingJobStatus"] == "Stopped", job
    expect("ValidationException", "in status Stopped", client.stop_processing_job, ProcessingJobName=name)

    failing = data.unique("failing")
    call(**processing_request(failing, Environment={"SLIPWAY_SIMULATED_EXIT_CODE": "7"}))
    for missing, status in [(failing, "Failed"), ("nowhere", "")]:
        try:
            waiter.wait(ProcessingJobName=missing, WaiterConfig=FAST)
            raise AssertionError(f"it went on after {missing}")
        except WaiterError as error:
            assert error.last_response.get("ProcessingJobStatus", "") == status, error
    job = client.describe_processing_job(ProcessingJobName=failing)
    assert job["FailureReason"].startswith("AlgorithmError: "), job


def flow_what_a_processing_job_cannot_be_given_is_refused():
    athena = {"Catalog": "c", "Database": "d", "QueryString": "SELECT 1", "OutputS3Uri": "s3://b/o", "OutputFormat": "PARQUET"}
    dataset = {"InputName": "rows", "DatasetDefinition": {
        "LocalPath": "/opt/ml/processing/rows", "AthenaDatasetDefinition": athena}}
    expect("ValidationException", "there is no Athena or Redshift to query; use S3Input", client.create_processing_job,
           **processing_request("refused", ProcessingInputs=[dataset]))
    feature = {"OutputName": "features", "FeatureStoreOutput": {"FeatureGroupName": "group"}}
    expect("ValidationException", "FeatureStoreOutput, given for output features, is not supported; use S3Output",
           client.create_processing_job, **processing_request("refused", ProcessingOutputConfig={"Outputs": [feature]}))
    expect("ValidationException", "Could not find requested job with name: refused", client.describe_processing_job,
           ProcessingJobName="refused")
    name = data.unique("managed")
    source = {"S3Uri": f"s3://{data.BUCKET}/nowhere/", "S3DataType": "S3Prefix", "S3InputMode": "File"}
    client.create_processing_job(**processing_request(name, ProcessingInputs=[
        {"InputName": "own", "AppManaged": True, "S3Input": source}]))
    client.get_waiter("processing_job_completed_or_stopped").wait(ProcessingJobName=name, WaiterConfig=FAST)
    assert client.describe_processing_job(ProcessingJobName=name)["ProcessingInputs"][0]["AppManaged"] is True


def flow_tags_of_jobs():
    arns = [client.describe_transform_job(TransformJobName=NAMES[0])["TransformJobArn"],
            client.describe_processing_job(ProcessingJobName=NAMES[0])["ProcessingJobArn"],
            client.describe_endpoint(EndpointName=NAMES[0])["EndpointArn"]]
    for arn in arns:
        assert client.list_tags(ResourceArn=arn)["Tags"] == []
        client.add_tags(ResourceArn=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
        client.add_tags(ResourceArn=arn, Tags=[{"Key": "a", "Value": "3"}])
        client.delete_tags(ResourceArn=arn, TagKeys=["b"])
        assert client.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "3"}]


def flow_what_was_made_is_deleted():
    for name in NAMES:
        client.delete_endpoint(EndpointName=name)
        client.delete_endpoint_config(EndpointConfigName=name)
        client.delete_model(ModelName=name)
        client.delete_model_package(ModelPackageName=name)
        client.delete_model_package_group(ModelPackageGroupName=name)
        client.delete_processing_job(ProcessingJobName=name)
    for name in NAMES:
        client.get_waiter("endpoint_deleted").wait(EndpointName=name, WaiterConfig=FAST)
    for kind in LISTS:
        assert kind == "transform" or listed(kind) == [], kind
