"""The rules of models and endpoints that clients depend on, one flow each, through boto3 on played containers."""

import collections
import json

from botocore.exceptions import ClientError, WaiterError

import archives
import data
from expectations import expect
from played_hosting import (
    FAST, client, create_config, create_endpoint, create_model, delete, invoke, runtime, s3, serve, settled, variant)

MODEL = create_model()


def keys(prefix):
    return [entry["Key"] for entry in s3.list_objects_v2(Bucket=data.BUCKET, Prefix=prefix).get("Contents", [])]


def get(key):
    return s3.get_object(Bucket=data.BUCKET, Key=key)["Body"].read().decode()


def flow_every_constraint_is_told_at_once():
    one, two = "1 validation error detected: ", "2 validation errors detected: "
    container = {"Image": data.XGBOOST}
    role = "arn:nonsense:of:enough:characters"
    expect("ValidationException", one, client.create_model, ModelName="-bad-", PrimaryContainer=container,
           ExecutionRoleArn=data.ROLE)
    expect("ValidationException", two, client.create_model, ModelName="-bad-", PrimaryContainer=container,
           ExecutionRoleArn=role)
    expect("ValidationException", one, client.create_endpoint_config, EndpointConfigName="-bad-",
           ProductionVariants=[variant(MODEL)])
    expect("ValidationException", two, client.create_endpoint_config, EndpointConfigName="-bad-",
           ProductionVariants=[variant(MODEL, InstanceType="ml.none")])
    expect("ValidationException", one, client.create_endpoint, EndpointName="-bad-", EndpointConfigName="good")
    expect("ValidationException", two, client.create_endpoint, EndpointName="-bad-", EndpointConfigName="-bad-")


def flow_what_cannot_be_is_refused():
    library = {"Mode": "MultiModel", "ModelDataUrl": f"s3://{data.BUCKET}/library/"}
    for text, request in [
            ("Only one of PrimaryContainer and Containers", {
                "PrimaryContainer": {"Image": data.XGBOOST}, "Containers": [{"Image": data.XGBOOST}]}),
            ("Either Image or ModelPackageName must be specified.", {"PrimaryContainer": {}}),
            ("More than one container in MultiModel mode is not supported with inference pipeline.", {
                "Containers": [{"Image": data.XGBOOST, **library}, {"Image": data.XGBOOST, **library}]}),
            ("ContainerHostname must be specified", {
                "Containers": [{"Image": data.XGBOOST}], "InferenceExecutionConfig": {"Mode": "Direct"}})]:
        expect("ValidationException", text, client.create_model, ModelName="refused", ExecutionRoleArn=data.ROLE, **request)
    expect("ValidationException", 'Could not find model "arn:', client.describe_model, ModelName="refused")
    expect("ValidationException", "Cannot create already existing model", client.create_model, ModelName=MODEL,
           ExecutionRoleArn=data.ROLE, PrimaryContainer={"Image": data.XGBOOST})

    refused = {"EndpointConfigName": "refused"}
    expect("ValidationException", "must be unique", client.create_endpoint_config, **refused,
           ProductionVariants=[variant(MODEL), variant(MODEL)])
    expect("ValidationException", 'Could not find model "arn:', client.create_endpoint_config, **refused,
           ProductionVariants=[variant("nowhere")])
    config = create_config(variant(MODEL))
    expect("ValidationException", "Cannot create already existing endpoint configuration", client.create_endpoint_config,
           EndpointConfigName=config, ProductionVariants=[variant(MODEL)])
    expect("ValidationException", 'Could not find endpoint configuration "arn:', client.create_endpoint,
           EndpointName="refused", EndpointConfigName="nowhere")
    for call in (client.describe_endpoint, client.delete_endpoint):
        expect("ValidationException", 'Could not find endpoint "arn:', call, EndpointName="nowhere")
    expect("ValidationException", 'Could not find endpoint "arn:', client.update_endpoint, EndpointName="nowhere",
           EndpointConfigName=config)


def flow_variants_share_requests_by_weight_and_are_chosen_by_name():
    name = serve(variant(MODEL, "heavy", InitialVariantWeight=3), variant(MODEL, "light"),
                 variant(MODEL, "off", InitialVariantWeight=0))

    def counts(requests):
        return collections.Counter(
            runtime.invoke_endpoint(EndpointName=name, Body=b"1")["InvokedProductionVariant"] for _ in range(requests))
    shares = counts(100)
    assert set(shares) == {"heavy", "light"} and shares["heavy"] > shares["light"], shares
    answer = runtime.invoke_endpoint(EndpointName=name, Body=b"1", TargetVariant="off")
    assert answer["InvokedProductionVariant"] == "off", answer
    expect("ValidationError", "Variant none not found", runtime.invoke_endpoint, EndpointName=name, Body=b"1",
           TargetVariant="none")

    client.update_endpoint_weights_and_capacities(EndpointName=name, DesiredWeightsAndCapacities=[
        {"VariantName": "heavy", "DesiredWeight": 0}, {"VariantName": "light", "DesiredInstanceCount": 2}])
    endpoint = settled(name)
    shown = {each["VariantName"]: (each["CurrentWeight"], each["CurrentInstanceCount"])
             for each in endpoint["ProductionVariants"]}
    assert shown == {"heavy": (0, 1), "light": (1, 2), "off": (0, 1)}, shown
    assert set(counts(20)) == {"light"}
    expect("ValidationException", "do not exist", client.update_endpoint_weights_and_capacities, EndpointName=name,
           DesiredWeightsAndCapacities=[{"VariantName": "none", "DesiredWeight": 1}])
    delete(name)


def flow_an_update_that_fails_leaves_what_served():
    name = serve(variant(MODEL))
    before = client.describe_endpoint(EndpointName=name)["EndpointConfigName"]
    failing = create_model(Environment={"SLIPWAY_SIMULATED_EXIT_CODE": "3"})
    client.update_endpoint(EndpointName=name, EndpointConfigName=create_config(variant(failing)))
    endpoint = settled(name)
    assert endpoint["EndpointStatus"] == "InService" and endpoint["EndpointConfigName"] == before, endpoint
    assert "did not pass the ping health check" in endpoint["FailureReason"], endpoint
    after = create_config(variant(MODEL, InitialInstanceCount=2))
    client.update_endpoint(EndpointName=name, EndpointConfigName=after)
    assert settled(name)["EndpointConfigName"] == after
    delete(name)


def flow_an_endpoint_that_does_not_come_up_says_why():
    s3.put_object(Bucket=data.BUCKET, Key="evil/model.tar.gz", Body=archives.leading_out())
    url = f"s3://{data.BUCKET}/evil/model.tar.gz"
    for reason, container in [
            ("The primary container for production variant AllTraffic did not pass the ping health check.",
             {"Environment": {"SLIPWAY_SIMULATED_EXIT_CODE": "1"}}),
            (f'Failed to download model data for container "container-1" from URL: "{url}".', {"ModelDataUrl": url}),
            ("Failed to download model data", {"ModelDataUrl": f"s3://{data.BUCKET}/nowhere/model.tar.gz"}),
            ("Failed to download model data", {"ModelDataSource": {"S3DataSource": {
                "S3Uri": f"s3://{data.BUCKET}/nowhere/", "S3DataType": "S3Prefix", "CompressionType": "None"}}})]:
        name = create_endpoint(variant(create_model(**container)))
        try:
            client.get_waiter("endpoint_in_service").wait(EndpointName=name, WaiterConfig=FAST)
            raise AssertionError("it came up")
        except WaiterError as error:
            assert error.last_response["EndpointStatus"] == "Failed", error.last_response
            assert error.last_response["FailureReason"].startswith(reason), error.last_response
        expect("ValidationException", "Cannot update failed endpoint", client.update_endpoint, EndpointName=name,
               EndpointConfigName=create_config(variant(MODEL)))
        delete(name)


def flow_waiters_for_endpoints():
    for waiter in ("endpoint_in_service", "endpoint_deleted"):
        try:
            client.get_waiter(waiter).wait(EndpointName="nowhere", WaiterConfig=FAST)
            assert waiter == "endpoint_deleted"
        except WaiterError as error:
            assert waiter == "endpoint_in_service", error
            assert error.last_response["Error"]["Message"].startswith("Could not find endpoint "), error.last_response


def flow_bad_requests_to_endpoints():
    name = serve(variant(MODEL))
    try:
        runtime.invoke_endpoint(EndpointName=name, Body=b"x" * ((6 << 20) + 1))
        raise AssertionError("no 413")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "413", error.response
    expect("ValidationError", "Endpoint nobody of account 000000000000 not found.", runtime.invoke_endpoint,
           EndpointName="nobody", Body=b"")
    expect("ValidationError", "1 validation error detected: ", runtime.invoke_endpoint, EndpointName=name, Body=b"",
           InferenceId="x" * 65)
    expect("ValidationError", "is not a multi-model endpoint", runtime.invoke_endpoint, EndpointName=name, Body=b"",
           TargetModel="m.tar.gz")
    expect("ValidationError", "does not support target container hostname", runtime.invoke_endpoint, EndpointName=name,
           Body=b"", TargetContainerHostname="first")
    expect("ValidationError", "is not an asynchronous endpoint", runtime.invoke_endpoint_async, EndpointName=name,
           InputLocation=f"s3://{data.BUCKET}/data/test/test.csv")
    delete(name)


def flow_errors_of_the_model():
    for status, words in [("400", "client error (400)"), ("503", "server error (503)")]:
        name = serve(variant(create_model(Environment={"SLIPWAY_SIMULATED_STATUS": status})))
        try:
            invoke(name)
            raise AssertionError("no ModelError")
        except runtime.exceptions.ModelError as error:
            response = error.response
            assert response["OriginalStatusCode"] == int(status) and response["OriginalMessage"], response
            assert f"Received {words} from primary with message " in response["Error"]["Message"], response
            assert response["LogStreamArn"].endswith(f":log-group:/aws/sagemaker/Endpoints/{name}"), response
        delete(name)


def flow_pipelines_direct_and_multi_model_endpoints():
    pipeline = serve(variant(create_model(containers=[{}, {}])))
    alone = serve(variant(MODEL))
    # The second container answers for the number that the first one answered.
    assert invoke(pipeline, b"1,2\n3,4") == invoke(alone, invoke(alone, b"1,2\n3,4").encode())

    direct = serve(variant(create_model(
        containers=[{"ContainerHostname": "first"}, {"ContainerHostname": "second"}], mode="Direct")))
    for hostname in ("first", "second"):
        assert invoke(direct, TargetContainerHostname=hostname) == invoke(alone)
    expect("ValidationError", "Container third not found", runtime.invoke_endpoint, EndpointName=direct, Body=b"",
           TargetContainerHostname="third")
    expect("ValidationError", "missing a target container hostname", runtime.invoke_endpoint, EndpointName=direct, Body=b"")

    s3.put_object(Bucket=data.BUCKET, Key="library/a/one.tar.gz", Body=archives.of("model", b"1"))
    s3.put_object(Bucket=data.BUCKET, Key="library/evil.tar.gz", Body=archives.leading_out())
    multi = serve(variant(create_model(Mode="MultiModel", ModelDataUrl=f"s3://{data.BUCKET}/library/")))
    assert invoke(multi, TargetModel="a/one.tar.gz") == invoke(alone)
    for model in ("evil.tar.gz", "none.tar.gz"):
        expect("ValidationError", f'from URL: "s3://{data.BUCKET}/library/{model}"', runtime.invoke_endpoint,
               EndpointName=multi, Body=b"", TargetModel=model)
    expect("ValidationError", "missing a target model header", runtime.invoke_endpoint, EndpointName=multi, Body=b"")
    delete(pipeline, direct, multi, alone)


def flow_a_serverless_endpoint():
    config = {"MemorySizeInMB": 1024, "MaxConcurrency": 2}
    serverless = {"VariantName": "AllTraffic", "ModelName": MODEL, "ServerlessConfig": config}
    name = serve(serverless)
    assert len(invoke(name).split()) == 1
    shown = client.describe_endpoint(EndpointName=name)["ProductionVariants"][0]
    assert shown["CurrentServerlessConfig"] == config and "CurrentInstanceCount" not in shown, shown
    try:
        runtime.invoke_endpoint(EndpointName=name, Body=b"x" * ((4 << 20) + 1))
        raise AssertionError("no 413")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "413", error.response
    expect("ValidationException", "Exactly one of InstanceType and ServerlessConfig", client.create_endpoint_config,
           EndpointConfigName="refused", ProductionVariants=[variant(MODEL, ServerlessConfig=config)])
    instances = serve(variant(MODEL))
    expect("ValidationException", "from instances to serverless", client.update_endpoint, EndpointName=instances,
           EndpointConfigName=client.describe_endpoint(EndpointName=name)["EndpointConfigName"])
    delete(name, instances)


def flow_captured_requests_and_answers():
    prefix = data.unique("captured")
    name = serve(variant(MODEL), DataCaptureConfig={
        "EnableCapture": True, "InitialSamplingPercentage": 100, "DestinationS3Uri": f"s3://{data.BUCKET}/{prefix}",
        "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}]})
    answer = invoke(name, b"5,6", InferenceId="mine")
    key = data.wait_until(lambda: keys(f"{prefix}/{name}/AllTraffic/"))[0]
    assert key.endswith(".jsonl"), key
    record = json.loads(get(key).splitlines()[0])
    assert record["captureData"]["endpointInput"]["data"] == "5,6", record
    assert record["captureData"]["endpointOutput"]["data"] == answer, record
    assert record["eventMetadata"]["inferenceId"] == "mine", record
    assert client.describe_endpoint(EndpointName=name)["DataCaptureConfig"]["CaptureStatus"] == "Started"
    delete(name)


def flow_a_shadow_gets_copies_of_requests():
    prefix = data.unique("shadowed")
    capture = {"EnableCapture": True, "InitialSamplingPercentage": 100, "DestinationS3Uri": f"s3://{data.BUCKET}/{prefix}",
               "CaptureOptions": [{"CaptureMode": "Output"}]}
    failing = create_model(Environment={"SLIPWAY_SIMULATED_STATUS": "500"})
    name = serve(variant(MODEL), ShadowProductionVariants=[variant(MODEL, "shadow")], DataCaptureConfig=capture)
    answer = runtime.invoke_endpoint(EndpointName=name, ContentType="text/csv", Body=b"1,2")
    assert answer["InvokedProductionVariant"] == "AllTraffic", answer
    record = json.loads(get(data.wait_until(lambda: keys(f"{prefix}/{name}/shadow/"))[0]).splitlines()[0])
    assert record["captureData"]["endpointOutput"]["data"] == answer["Body"].read().decode(), record
    endpoint = client.describe_endpoint(EndpointName=name)
    assert [each["VariantName"] for each in endpoint["ShadowProductionVariants"]] == ["shadow"], endpoint
    assert [each["VariantName"] for each in endpoint["ProductionVariants"]] == ["AllTraffic"], endpoint
    expect("ValidationError", "is a shadow variant", runtime.invoke_endpoint, EndpointName=name, Body=b"",
           TargetVariant="shadow")

    client.update_endpoint(EndpointName=name, EndpointConfigName=create_config(
        variant(MODEL), ShadowProductionVariants=[variant(failing, "shadow", InitialVariantWeight=0.5)]))
    assert settled(name)["ShadowProductionVariants"][0]["CurrentWeight"] == 0.5
    assert all(len(invoke(name).split()) == 1 for _ in range(20))
    expect("ValidationException", "only one variant can be specified", client.create_endpoint_config,
           EndpointConfigName="refused", ProductionVariants=[variant(MODEL, "a"), variant(MODEL, "b")],
           ShadowProductionVariants=[variant(MODEL, "c")])
    delete(name)


def flow_asynchronous_answers_and_failures_lie_in_s3():
    prefix = data.unique("async")
    output = {"S3OutputPath": f"s3://{data.BUCKET}/{prefix}/out", "S3FailurePath": f"s3://{data.BUCKET}/{prefix}/failed"}
    asynchronous = {"AsyncInferenceConfig": {"OutputConfig": output}}
    good = serve(variant(MODEL), **asynchronous)
    bad = serve(variant(create_model(Environment={"SLIPWAY_SIMULATED_STATUS": "500"})), **asynchronous)
    s3.put_object(Bucket=data.BUCKET, Key=f"{prefix}/in", Body=b"1\n2\n")

    def invoke_async(name, key, **more):
        answer = runtime.invoke_endpoint_async(
            EndpointName=name, InputLocation=f"s3://{data.BUCKET}/{key}", ContentType="text/csv", **more)
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202, answer
        return answer

    def key_of(location):
        assert location.startswith(f"s3://{data.BUCKET}/{prefix}/"), location
        return location.split("/", 3)[3]

    def written(location):
        s3.get_waiter("object_exists").wait(Bucket=data.BUCKET, Key=key_of(location), WaiterConfig=FAST)
        return get(key_of(location))
    answer = invoke_async(good, f"{prefix}/in", InferenceId="mine")
    assert answer["InferenceId"] == "mine" and len(written(answer["OutputLocation"]).split()) == 2
    missing, failed = invoke_async(good, f"{prefix}/nowhere"), invoke_async(bad, f"{prefix}/in")
    assert "Could not find the input" in written(missing["FailureLocation"])
    assert "Received server error (500)" in written(failed["FailureLocation"])
    for lost in (missing, failed):
        assert key_of(lost["FailureLocation"]).endswith("-error.out"), lost
        assert key_of(lost["OutputLocation"]) not in keys(f"{prefix}/out/")
    expect("ValidationError", "is an asynchronous endpoint", runtime.invoke_endpoint, EndpointName=good, Body=b"1")
    delete(good, bad)


def flow_a_streamed_answer():
    name = serve(variant(MODEL))
    answer = runtime.invoke_endpoint_with_response_stream(EndpointName=name, ContentType="text/csv", Body=b"1\n2")
    parts = [event["PayloadPart"]["Bytes"] for event in answer["Body"]]
    assert b"".join(parts).decode() == invoke(name, b"1\n2"), parts
    assert answer["ContentType"] == "text/csv" and answer["InvokedProductionVariant"] == "AllTraffic", answer
    delete(name)


def flow_tags_of_what_is_hosted():
    config = create_config(variant(MODEL), Tags=[{"Key": "a", "Value": "1"}])
    arns = [client.describe_model(ModelName=MODEL)["ModelArn"],
            client.describe_endpoint_config(EndpointConfigName=config)["EndpointConfigArn"]]
    for arn in arns:
        client.add_tags(ResourceArn=arn, Tags=[{"Key": "a", "Value": "2"}, {"Key": "b", "Value": ""}])
        assert client.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "2"}, {"Key": "b", "Value": ""}]
        client.delete_tags(ResourceArn=arn, TagKeys=["a"])
        assert client.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": ""}]
        many = [{"Key": f"k{i}", "Value": "v"} for i in range(50)]
        expect("ValidationException", "at most 50 tags", client.add_tags, ResourceArn=arn, Tags=many)
