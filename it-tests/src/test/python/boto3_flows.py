"""What users do with boto3, unmodified, with only the endpoint, keys and region set."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

import data
from expectations import expect

sagemaker = boto3.client("sagemaker")
s3 = boto3.client("s3")
runtime = boto3.client("sagemaker-runtime", config=Config(retries={"max_attempts": 0}))
data.upload(s3)


def training_request(name, **changes):
    request = {
        "TrainingJobName": name,
        "AlgorithmSpecification": {"TrainingImage": data.XGBOOST, "TrainingInputMode": "File"},
        "RoleArn": data.ROLE,
        "InputDataConfig": [channel("train"), channel("validation")],
        "OutputDataConfig": {"S3OutputPath": f"s3://{data.BUCKET}/models/"},
        "ResourceConfig": {"InstanceType": "ml.m4.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 10},
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
        "HyperParameters": {"num_round": "5"},
    }
    request.update(changes)
    return request


def channel(name):
    return {
        "ChannelName": name,
        "ContentType": "text/csv",
        "DataSource": {"S3DataSource": {
            "S3DataType": "S3Prefix", "S3Uri": f"s3://{data.BUCKET}/data/{name}/", "S3DataDistributionType": "FullyReplicated"}},
    }


def flow_identity():
    identity = boto3.client("sts").get_caller_identity()
    assert ":assumed-role/" in identity["Arn"] and len(identity["Account"]) == 12, identity
    role = boto3.client("iam").get_role(RoleName="SlipwayTest")["Role"]
    assert role["Arn"].endswith(":role/SlipwayTest") and role["AssumeRolePolicyDocument"], role


def flow_a_training_job_from_create_to_completed():
    name = data.unique("train")
    arn = sagemaker.create_training_job(**training_request(name, Tags=[{"Key": "a", "Value": "b"}]))["TrainingJobArn"]
    sagemaker.get_waiter("training_job_completed_or_stopped").wait(
        TrainingJobName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 300})
    job = sagemaker.describe_training_job(TrainingJobName=name)
    assert job["TrainingJobStatus"] == "Completed" and job["SecondaryStatus"] == "Completed", job
    assert job["ModelArtifacts"]["S3ModelArtifacts"] == f"s3://{data.BUCKET}/models/{name}/output/model.tar.gz"
    # The image is downloaded in a status of its own, of the same name as the data's; a job waits while others have the slots.
    entered = [entry["Status"] for entry in job["SecondaryStatusTransitions"] if entry["Status"] != "Pending"]
    assert [status for status, before in zip(entered, [""] + entered) if status != before] == [
        "Starting", "Downloading", "Training", "Uploading", "Completed"], job["SecondaryStatusTransitions"]
    assert job["TrainingTimeInSeconds"] >= 1 and job["BillableTimeInSeconds"] >= 1
    assert job["OutputDataConfig"]["KmsKeyId"] == ""
    assert job["TrainingStartTime"] <= job["TrainingEndTime"] <= job["LastModifiedTime"]
    assert s3.head_object(Bucket=data.BUCKET, Key=f"models/{name}/output/model.tar.gz")["ContentLength"] > 100
    assert sagemaker.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "b"}]
    logs = boto3.client("logs")
    stream = logs.describe_log_streams(
        logGroupName="/aws/sagemaker/TrainingJobs", logStreamNamePrefix=name + "/")["logStreams"][0]["logStreamName"]
    events = logs.get_log_events(
        logGroupName="/aws/sagemaker/TrainingJobs", logStreamName=stream, startFromHead=True)["events"]
    assert any("#011validation-rmse:" in event["message"] for event in events), events
    expect("ValidationException", "The request was rejected because the training job is in status Completed.",
           sagemaker.stop_training_job, TrainingJobName=name)
    expect("ResourceInUse", "already exists", sagemaker.create_training_job, **training_request(name))


def flow_not_found():
    expect("ValidationException", "Requested resource not found.", sagemaker.describe_training_job, TrainingJobName="nope")
    expect("ResourceNotFound", "Amazon SageMaker can't find a tuning job called nope. Type another name.",
           sagemaker.describe_hyper_parameter_tuning_job, HyperParameterTuningJobName="nope")
    expect("ValidationException", "Could not find requested job with name: nope",
           sagemaker.describe_transform_job, TransformJobName="nope")
    expect("ValidationException", 'Could not find model "arn:aws:sagemaker:us-west-2:000000000000:model/nope".',
           sagemaker.describe_model, ModelName="nope")


def flow_the_empty_prefix_is_refused_at_create():
    request = training_request(data.unique("empty"))
    request["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3Uri"] = f"s3://{data.BUCKET}/no/such"
    expect("ValidationException", f'No S3 objects found under S3 URL "s3://{data.BUCKET}/no/such" given in input data source.',
           sagemaker.create_training_job, **request)
    expect("ValidationException", "Requested resource not found.",
           sagemaker.describe_training_job, TrainingJobName=request["TrainingJobName"])


def flow_every_constraint_at_once():
    request = training_request("-bad-")
    request["ResourceConfig"]["InstanceType"] = "ml.none"
    expect("ValidationException", "2 validation errors detected: ", sagemaker.create_training_job, **request)


def flow_an_unknown_image_fails_the_job():
    name = data.unique("image")
    spec = {"TrainingImage": "slipway-it/there-is-none:1", "TrainingInputMode": "File"}
    sagemaker.create_training_job(**training_request(name, AlgorithmSpecification=spec))
    job = ended(name)
    assert job["TrainingJobStatus"] == "Failed", job
    assert job["FailureReason"].startswith("ClientError: "), job["FailureReason"]
    assert "slipway-it/there-is-none:1" in job["FailureReason"], job["FailureReason"]


def ended(name):
    def look():
        job = sagemaker.describe_training_job(TrainingJobName=name)
        return job if job["TrainingJobStatus"] in ("Completed", "Failed", "Stopped") else None
    return data.wait_until(look)


def flow_a_user_error_is_the_failure_reason():
    name = data.unique("usererror")
    sagemaker.create_training_job(**training_request(name, HyperParameters={"max_depth": "3"}))
    job = ended(name)
    assert job["TrainingJobStatus"] == "Failed", job
    assert "Missing required hyperparameter: num_round" in job["FailureReason"], job["FailureReason"]


def flow_transfer_manager_multipart_and_presigned_urls():
    import io
    import urllib.request
    body = bytes(range(256)) * 65536
    s3.upload_fileobj(io.BytesIO(body), data.BUCKET, "big.bin")
    assert s3.head_object(Bucket=data.BUCKET, Key="big.bin")["ETag"].endswith('-2"')
    url = s3.generate_presigned_url("get_object", Params={"Bucket": data.BUCKET, "Key": "big.bin"})
    with urllib.request.urlopen(url) as response:
        assert response.read() == body


def flow_pages_of_one():
    names = [data.unique("page") for _ in range(3)]
    for name in names:
        sagemaker.create_model(
            ModelName=name, ExecutionRoleArn=data.ROLE, PrimaryContainer={"Image": data.XGBOOST})
    paginator = sagemaker.get_paginator("list_models")
    pages = list(paginator.paginate(NameContains="page", SortBy="Name", SortOrder="Ascending", PaginationConfig={"PageSize": 1}))
    found = [model["ModelName"] for page in pages for model in page["Models"]]
    assert found == sorted(names), found
    for name in names:
        sagemaker.delete_model(ModelName=name)


def flow_a_neighbour_that_is_not_there_says_so():
    try:
        sagemaker.create_auto_ml_job_v2(
            AutoMLJobName="x", RoleArn=data.ROLE, OutputDataConfig={"S3OutputPath": "s3://b/p"},
            AutoMLJobInputDataConfig=[{"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://b/p"}}}],
            AutoMLProblemTypeConfig={"TextClassificationJobConfig": {"ContentColumn": "a", "TargetLabelColumn": "b"}})
    except ClientError as error:
        assert "CreateAutoMLJobV2" in json.dumps(error.response), error.response
        return
    raise AssertionError("an operation that Slipway does not have was answered")


def serving_endpoint(name, **changes):
    sagemaker.create_model(
        ModelName=name, ExecutionRoleArn=data.ROLE,
        PrimaryContainer={"Image": "slipway-it/serve:2", "Environment": {"WORD": "hi"}})
    sagemaker.create_endpoint_config(
        EndpointConfigName=name, ProductionVariants=[{
            "VariantName": "AllTraffic", "ModelName": name, "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}],
        **changes)
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
    data.wait_until(lambda: sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] != "Creating")
    assert sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] == "InService"
    return name


def flow_an_endpoint_from_create_to_delete():
    name = serving_endpoint(data.unique("served"))
    sagemaker.get_waiter("endpoint_in_service").wait(EndpointName=name)
    answer = runtime.invoke_endpoint(EndpointName=name, ContentType="text/csv", Body=b"1,2", CustomAttributes="a=b")
    assert answer["Body"].read() == b"hi(1,2)" and answer["ContentType"] == "text/csv", answer
    assert answer["InvokedProductionVariant"] == "AllTraffic", answer
    stream = runtime.invoke_endpoint_with_response_stream(EndpointName=name, Body=b"x", CustomAttributes="stream")
    parts = [event["PayloadPart"]["Bytes"] for event in stream["Body"]]
    assert parts == [b"one ", b"two ", b"hi(x)"], parts
    try:
        runtime.invoke_endpoint(EndpointName=name, Body=b"x", CustomAttributes="fail")
        raise AssertionError("no ModelError")
    except runtime.exceptions.ModelError as error:
        assert error.response["OriginalStatusCode"] == 500 and error.response["OriginalMessage"] == "hi(x)", error.response
    try:
        runtime.invoke_endpoint(EndpointName=name, Body=b"x" * (6 * 1024 * 1024 + 1))
        raise AssertionError("no 413")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "413", error.response
    expect("ValidationError", "not found", runtime.invoke_endpoint, EndpointName="nobody", Body=b"")
    expect("ValidationException", "Cannot create already existing endpoint", sagemaker.create_endpoint,
           EndpointName=name, EndpointConfigName=name)
    streams = boto3.client("logs").describe_log_streams(logGroupName=f"/aws/sagemaker/Endpoints/{name}")["logStreams"]
    assert [s for s in streams if s["logStreamName"].startswith("AllTraffic/i-")], streams
    sagemaker.delete_endpoint(EndpointName=name)
    data.wait_until(lambda: not sagemaker.list_endpoints(NameContains=name)["Endpoints"])
    sagemaker.get_waiter("endpoint_deleted").wait(EndpointName=name)
    sagemaker.delete_endpoint_config(EndpointConfigName=name)
    expect("ValidationException", "Could not find endpoint configuration", sagemaker.describe_endpoint_config,
           EndpointConfigName=name)


def flow_an_asynchronous_invocation():
    output = {"S3OutputPath": f"s3://{data.BUCKET}/async-out", "S3FailurePath": f"s3://{data.BUCKET}/async-failed"}
    name = serving_endpoint(data.unique("async"), AsyncInferenceConfig={"OutputConfig": output})
    s3.put_object(Bucket=data.BUCKET, Key="async-in/row", Body=b"7")
    answer = runtime.invoke_endpoint_async(
        EndpointName=name, InputLocation=f"s3://{data.BUCKET}/async-in/row", ContentType="text/csv")
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202 and answer["InferenceId"], answer
    bucket, key = answer["OutputLocation"][5:].split("/", 1)
    s3.get_waiter("object_exists").wait(Bucket=bucket, Key=key, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == b"hi(7)"
    sagemaker.delete_endpoint(EndpointName=name)
