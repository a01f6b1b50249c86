"""What else can be said of models, packages and endpoints, through boto3 on played containers."""

import json
import os
from unittest import mock

import boto3
from botocore.config import Config

import archives
import data
from expectations import expect
from played_hosting import (
    FAST, client, create_config, create_endpoint, create_model, delete, invoke, runtime, s3, serve, settled, variant)

MODEL = create_model()
# For requests that the client itself would refuse.
unchecked = boto3.client("sagemaker", config=Config(parameter_validation=False))


def flow_limits_of_the_start_are_checked_and_kept():
    startup, download = "ContainerStartupHealthCheckTimeoutInSeconds", "ModelDataDownloadTimeoutInSeconds"
    for wrong, message in [
            ({startup: 59}, "1 validation error detected: Value '59' at 'productionVariants.1.member."
                            "containerStartupHealthCheckTimeoutInSeconds' failed to satisfy constraint: "
                            "Member must have value greater than or equal to 60"),
            ({download: 3601}, "1 validation error detected: Value '3601' at 'productionVariants.1.member."
                               "modelDataDownloadTimeoutInSeconds' failed to satisfy constraint: "
                               "Member must have value less than or equal to 3600"),
            ({startup: 3601, download: 59}, "2 validation errors detected: ")]:
        expect("ValidationException", message, unchecked.create_endpoint_config, EndpointConfigName="refused",
               ProductionVariants=[variant(MODEL, **wrong)])
    expect("ValidationException", "Could not find endpoint configuration", client.describe_endpoint_config,
           EndpointConfigName="refused")
    limits = {startup: 60, download: 3600}
    name = serve(variant(MODEL, **limits))
    config = client.describe_endpoint(EndpointName=name)["EndpointConfigName"]
    shown = client.describe_endpoint_config(EndpointConfigName=config)["ProductionVariants"][0]
    assert {member: shown[member] for member in limits} == limits, shown
    delete(name)


def flow_what_nothing_here_could_do_is_refused():
    explainer = {"ClarifyExplainerConfig": {"ShapConfig": {"ShapBaselineConfig": {"ShapBaseline": "0,0"}}}}
    expect("ValidationException", "ExplainerConfig is not supported: ", client.create_endpoint_config,
           EndpointConfigName="refused", ProductionVariants=[variant(MODEL)], ExplainerConfig=explainer)
    expect("ValidationException", "Could not find endpoint configuration", client.describe_endpoint_config,
           EndpointConfigName="refused")


def flow_a_model_is_described_as_it_was_created():
    name = data.unique("described")
    container = {
        "Image": data.XGBOOST, "ContainerHostname": "only", "Environment": {"KEY": "value"},
        "ImageConfig": {"RepositoryAccessMode": "Vpc", "RepositoryAuthConfig": {
            "RepositoryCredentialsProviderArn": "arn:aws:lambda:us-west-2:000000000000:function:credentials"}},
        "ModelDataSource": {"S3DataSource": {
            "S3Uri": f"s3://{data.BUCKET}/tree/", "S3DataType": "S3Prefix", "CompressionType": "None"}},
        "AdditionalModelDataSources": [{"ChannelName": "draft", "S3DataSource": {
            "S3Uri": f"s3://{data.BUCKET}/draft/", "S3DataType": "S3Prefix", "CompressionType": "None"}}]}
    vpc = {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}
    client.create_model(ModelName=name, ExecutionRoleArn=data.ROLE, PrimaryContainer=container, VpcConfig=vpc,
                        EnableNetworkIsolation=True)
    model = client.describe_model(ModelName=name)
    assert model["PrimaryContainer"] == {**container, "Mode": "SingleModel"}, model
    assert model["VpcConfig"] == vpc and model["EnableNetworkIsolation"] is True, model


def source(key, kind, compression):
    return {"ModelDataSource": {"S3DataSource": {
        "S3Uri": f"s3://{data.BUCKET}/{key}", "S3DataType": kind, "CompressionType": compression}}}


def flow_model_data_comes_in_every_form():
    s3.put_object(Bucket=data.BUCKET, Key="forms/model.tar.gz", Body=archives.of("model", b"x"))
    s3.put_object(Bucket=data.BUCKET, Key="forms/tree/a/b", Body=b"x")
    forms = [source("forms/model.tar.gz", "S3Object", "Gzip"), source("forms/tree/a/b", "S3Object", "None"),
             source("forms/tree/", "S3Prefix", "None"), {"ModelDataUrl": f"s3://{data.BUCKET}/forms/model.tar.gz"}]
    name = serve(*[variant(create_model(**form), f"v{number}") for number, form in enumerate(forms)])
    for number in range(len(forms)):
        assert len(invoke(name, TargetVariant=f"v{number}").split()) == 1
    delete(name)


def flow_no_bad_archive_ever_serves():
    failing = {}
    for kind, archive in archives.bad().items():
        s3.put_object(Bucket=data.BUCKET, Key=f"bad/{kind}.tar.gz", Body=archive)
        url = f"s3://{data.BUCKET}/bad/{kind}.tar.gz"
        failing[create_endpoint(variant(create_model(ModelDataUrl=url)))] = url
    for name, url in failing.items():
        endpoint = settled(name)
        assert endpoint["EndpointStatus"] == "Failed" and url in endpoint["FailureReason"], endpoint
        expect("ValidationError", f"Endpoint {name} of account", runtime.invoke_endpoint, EndpointName=name, Body=b"1")
    delete(*failing)
    multi = serve(variant(create_model(Mode="MultiModel", ModelDataUrl=f"s3://{data.BUCKET}/bad/")))
    for kind in archives.bad():
        expect("ValidationError", f'from URL: "s3://{data.BUCKET}/bad/{kind}.tar.gz"', runtime.invoke_endpoint,
               EndpointName=multi, Body=b"", TargetModel=f"{kind}.tar.gz")
    delete(multi)


def flow_an_update_keeps_what_it_is_told_to_keep():
    capture = {"EnableCapture": True, "InitialSamplingPercentage": 20, "DestinationS3Uri": f"s3://{data.BUCKET}/kept",
               "CaptureOptions": [{"CaptureMode": "Input"}]}
    name = serve(variant(MODEL), DataCaptureConfig=capture)
    client.update_endpoint_weights_and_capacities(EndpointName=name, DesiredWeightsAndCapacities=[
        {"VariantName": "AllTraffic", "DesiredWeight": 3, "DesiredInstanceCount": 2}])
    settled(name)
    for excluded, kept in [([], (3, 2, 20)), (["DesiredInstanceCount"], (3, 1, 20)),
                           (["DesiredWeight", "DataCaptureConfig"], (1, 1, None))]:
        client.update_endpoint(
            EndpointName=name, EndpointConfigName=create_config(variant(MODEL)), RetainAllVariantProperties=True,
            ExcludeRetainedVariantProperties=[{"VariantPropertyType": each} for each in excluded])
        endpoint = settled(name)
        shown = endpoint["ProductionVariants"][0]
        sampled = endpoint.get("DataCaptureConfig", {}).get("CurrentSamplingPercentage")
        assert (shown["CurrentWeight"], shown["CurrentInstanceCount"], sampled) == kept, (excluded, endpoint)
    delete(name)


def flow_what_an_update_cannot_change_is_refused():
    name = serve(variant(MODEL))
    before = client.describe_endpoint(EndpointName=name)["EndpointConfigName"]
    serverless = {"VariantName": "v", "ModelName": MODEL, "ServerlessConfig": {"MemorySizeInMB": 1024, "MaxConcurrency": 1}}
    output = {"OutputConfig": {"S3OutputPath": f"s3://{data.BUCKET}/async"}}
    expect("ValidationException", "AsyncInferenceConfig parameter cannot be added", client.update_endpoint,
           EndpointName=name, EndpointConfigName=create_config(variant(MODEL), AsyncInferenceConfig=output))
    expect("ValidationException", "from instances to serverless", client.update_endpoint, EndpointName=name,
           EndpointConfigName=create_config(serverless))
    endpoint = client.describe_endpoint(EndpointName=name)
    assert (endpoint["EndpointStatus"], endpoint["EndpointConfigName"]) == ("InService", before), endpoint
    delete(name)


def flow_the_service_refuses_what_serverless_endpoints_cannot():
    config = {"MemorySizeInMB": 1024, "MaxConcurrency": 1}
    capture = {"EnableCapture": True, "InitialSamplingPercentage": 100, "DestinationS3Uri": f"s3://{data.BUCKET}/captured",
               "CaptureOptions": [{"CaptureMode": "Input"}]}

    def refuse(text, model=MODEL, serverless=config, more=(), **members):
        each = {"VariantName": "v", "ModelName": model, "ServerlessConfig": serverless}
        expect("ValidationException", text, client.create_endpoint_config, EndpointConfigName="refused",
               ProductionVariants=[each, *more], **members)
    refuse("must be a multiple of 1024", serverless={**config, "MemorySizeInMB": 1500})
    refuse("Only one production variant", more=[variant(MODEL)])
    refuse("DataCaptureConfig is not supported", DataCaptureConfig=capture)
    refuse("neither multi-model nor multi-container", model=create_model(containers=[{}, {}]))
    refuse("neither multi-model nor multi-container",
           model=create_model(Mode="MultiModel", ModelDataUrl=f"s3://{data.BUCKET}/library/"))


def flow_captured_in_the_encoding_of_their_type():
    prefix = data.unique("encoded")
    name = serve(variant(MODEL), DataCaptureConfig={
        "EnableCapture": True, "InitialSamplingPercentage": 100, "DestinationS3Uri": f"s3://{data.BUCKET}/{prefix}",
        "CaptureOptions": [{"CaptureMode": "InputAndOutput"}],
        "CaptureContentTypeHeader": {"CsvContentTypes": ["text/rows"], "JsonContentTypes": ["application/records"]}})
    for content_type, body in [("text/rows", b"1,2"), ("application/records", b"[1]"), ("image/png", b"\xff\x00")]:
        runtime.invoke_endpoint(EndpointName=name, ContentType=content_type, Body=body)

    def captured():
        listed = s3.list_objects_v2(Bucket=data.BUCKET, Prefix=f"{prefix}/").get("Contents", [])
        texts = [s3.get_object(Bucket=data.BUCKET, Key=entry["Key"])["Body"].read().decode() for entry in listed]
        lines = [json.loads(line)["captureData"]["endpointInput"] for text in texts for line in text.splitlines()]
        return lines if len(lines) == 3 else None
    found = {line["observedContentType"]: (line["encoding"], line["data"]) for line in data.wait_until(captured)}
    assert found == {"text/rows": ("CSV", "1,2"), "application/records": ("JSON", "[1]"), "image/png": ("BASE64", "/wA=")}, found
    delete(name)


def flow_asynchronous_requests_end_in_their_time():
    prefix = data.unique("timed")
    output = {"S3OutputPath": f"s3://{data.BUCKET}/{prefix}/out", "S3FailurePath": f"s3://{data.BUCKET}/{prefix}/failed"}
    slow = create_model(Environment={"SLIPWAY_SIMULATED_MILLISECONDS": "60000"})
    name = serve(variant(slow), AsyncInferenceConfig={
        "ClientConfig": {"MaxConcurrentInvocationsPerInstance": 1}, "OutputConfig": output})
    s3.put_object(Bucket=data.BUCKET, Key=f"{prefix}/in", Body=b"1\n")
    answer = runtime.invoke_endpoint_async(
        EndpointName=name, InputLocation=f"s3://{data.BUCKET}/{prefix}/in", InvocationTimeoutSeconds=1)
    key = answer["FailureLocation"].split("/", 3)[3]
    s3.get_waiter("object_exists").wait(Bucket=data.BUCKET, Key=key, WaiterConfig=FAST)
    assert "Contents" not in s3.list_objects_v2(Bucket=data.BUCKET, Prefix=f"{prefix}/out/")
    for wrong in ({"InvocationTimeoutSeconds": 3601}, {"RequestTTLSeconds": 21601}):
        expect("ValidationError", "1 validation error detected: ", runtime.invoke_endpoint_async, EndpointName=name,
               InputLocation=f"s3://{data.BUCKET}/{prefix}/in", **wrong)
    delete(name)


def specification(word):
    return {"Containers": [{"Image": data.XGBOOST, "Environment": {"WORD": word}}], "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["text/csv"], "SupportedTransformInstanceTypes": ["ml.m5.large"],
            "SupportedRealtimeInferenceInstanceTypes": ["ml.m5.large"]}


def flow_packages_with_and_without_versions_become_models():
    group = data.unique("group")
    client.create_model_package_group(ModelPackageGroupName=group)
    arns = [client.create_model_package(
        ModelPackageGroupName=group, InferenceSpecification=specification(f"version {number}"),
        AdditionalInferenceSpecifications=[{"Name": "other", **specification("other")}],
        ModelApprovalStatus="Approved" if number == 2 else "PendingManualApproval")["ModelPackageArn"] for number in (1, 2)]
    assert [arn.rsplit("/", 1)[1] for arn in arns] == ["1", "2"], arns
    approved = client.list_model_packages(ModelPackageGroupName=group, ModelApprovalStatus="Approved")
    assert [each["ModelPackageArn"] for each in approved["ModelPackageSummaryList"]] == arns[1:], approved
    client.update_model_package(ModelPackageArn=arns[1], ModelApprovalStatus="Rejected", ApprovalDescription="too slow")
    rejected = client.describe_model_package(ModelPackageName=arns[1])
    assert (rejected["ModelApprovalStatus"], rejected["ApprovalDescription"]) == ("Rejected", "too slow"), rejected
    alone = data.unique("alone")
    client.create_model_package(ModelPackageName=alone, InferenceSpecification=specification("alone"))
    expect("ValidationException", "already exists", client.create_model_package, ModelPackageName=alone,
           InferenceSpecification=specification("alone"))

    def environment(**container):
        name = data.unique("packaged")
        client.create_model(ModelName=name, ExecutionRoleArn=data.ROLE, PrimaryContainer=container)
        return name, client.describe_model(ModelName=name)["PrimaryContainer"]["Environment"]
    assert environment(ModelPackageName=arns[0])[1] == {"WORD": "version 1"}
    assert environment(ModelPackageName=alone, Environment={"MORE": "1"})[1] == {"WORD": "alone", "MORE": "1"}
    named, found = environment(ModelPackageName=arns[0], InferenceSpecificationName="other")
    assert found == {"WORD": "other"}, found
    expect("ValidationException", "has no inference specification named none", client.create_model, ModelName="refused",
           ExecutionRoleArn=data.ROLE, PrimaryContainer={"ModelPackageName": arns[0], "InferenceSpecificationName": "none"})
    expect("ValidationException", "does not exist", client.create_model, ModelName="refused", ExecutionRoleArn=data.ROLE,
           PrimaryContainer={"ModelPackageName": f"{arns[0][:-1]}7"})
    for arn in arns:
        client.delete_model_package(ModelPackageName=arn)
    client.delete_model_package_group(ModelPackageGroupName=group)
    name = serve(variant(named))
    assert len(invoke(name).split()) == 1
    delete(name)


def flow_a_package_names_only_what_there_is():
    group = data.unique("group")
    client.create_model_package_group(ModelPackageGroupName=group)
    missing = {**specification("x"), "Containers": [
        {"Image": data.XGBOOST, "ModelDataUrl": f"s3://{data.BUCKET}/nowhere/model.tar.gz"}]}
    for text, request in [
            ("Cannot find S3 object", {"ModelPackageGroupName": group, "InferenceSpecification": missing}),
            ("does not exist", {"ModelPackageGroupName": "nowhere", "InferenceSpecification": specification("x")}),
            ("does not exist", {"ModelPackageName": "refused", "SourceAlgorithmSpecification": {
                "SourceAlgorithms": [{"AlgorithmName": "nowhere"}]}})]:
        expect("ValidationException", text, client.create_model_package, **request)
    assert client.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"] == []
    client.delete_model_package_group(ModelPackageGroupName=group)


def flow_every_service_is_found_by_its_own_address():
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    calls = {
        "SAGEMAKER": ("sagemaker", lambda each: each.list_models()),
        "SAGEMAKER_RUNTIME": ("sagemaker-runtime", lambda each: expect(
            "ValidationError", "not found", each.invoke_endpoint, EndpointName="nobody", Body=b"")),
        "SAGEMAKER_METRICS": ("sagemaker-metrics", lambda each: each.batch_get_metrics(MetricQueries=[{
            "MetricName": "m", "ResourceArn": "arn:aws:sagemaker:us-west-2:000000000000:training-job/none",
            "MetricStat": "Last", "Period": "IterationNumber", "XAxisType": "IterationNumber"}])),
        "CLOUDWATCH_LOGS": ("logs", lambda each: each.describe_log_groups()),
        "CLOUDWATCH": ("cloudwatch", lambda each: each.list_metrics()),
        "STS": ("sts", lambda each: each.get_caller_identity()),
        "IAM": ("iam", lambda each: each.get_role(RoleName="Any")),
        "S3": ("s3", lambda each: each.list_buckets()),
    }
    for suffix, (service, call) in calls.items():
        others = {key: value for key, value in os.environ.items() if not key.startswith("AWS_ENDPOINT_URL")}
        with mock.patch.dict(os.environ, {**others, f"AWS_ENDPOINT_URL_{suffix}": endpoint}, clear=True):
            its = boto3.session.Session().client(service)
            assert its.meta.endpoint_url == endpoint, (suffix, its.meta.endpoint_url)
            call(its)
