"""Endpoints, batch transform and registered models by the SDK 1.72 and 2.x, whose calls differ, on played containers."""

import boto3
from sagemaker.estimator import Estimator
from sagemaker.transformer import Transformer

import data
import frameworks
from frameworks import V1, client, session

if V1:
    from sagemaker.predictor import csv_deserializer, csv_serializer
    CSV = {"serializer": csv_serializer, "deserializer": csv_deserializer, "content_type": "text/csv"}
else:
    from sagemaker.deserializers import CSVDeserializer
    from sagemaker.serializers import CSVSerializer
    CSV = {"serializer": CSVSerializer(), "deserializer": CSVDeserializer()}

TYPE = "ml.m4.xlarge"
state = {}


def endpoint_of(predictor):
    return predictor.endpoint if V1 else predictor.endpoint_name


def served(name):
    return session.wait_for_endpoint(name, poll=0.1)


def flow_a_trained_model_is_deployed_and_predicts():
    image = {"image_name" if V1 else "image_uri": data.XGBOOST}
    job = frameworks.estimator(Estimator, hyperparameters={"num_round": "5"}, **image)
    frameworks.fit(job, f"s3://{data.BUCKET}/data/train")
    name = data.unique("served")
    predictor = job.deploy(
        1, TYPE, endpoint_name=name, tags=[{"Key": "made", "Value": "by hand"}], wait=False, **CSV)
    assert client.list_tags(ResourceArn=served(name)["EndpointArn"])["Tags"] == [{"Key": "made", "Value": "by hand"}]
    (first,), (second,) = predictor.predict([[1, 2], [3, 4]])
    assert [[first]] == predictor.predict([[1, 2]]) and first != second, (first, second)
    state.update(job=job, predictor=predictor, expected=[[first], [second]])


def flow_the_endpoint_is_updated_and_predicts_the_same():
    predictor, name = state["predictor"], endpoint_of(state["predictor"])
    before = client.describe_endpoint(EndpointName=name)["EndpointConfigName"]
    if V1:
        state["job"].deploy(2, TYPE, endpoint_name=name, update_endpoint=True, wait=False)
    else:
        predictor.update_endpoint(initial_instance_count=2, instance_type=TYPE, wait=False)
    endpoint = served(name)
    assert endpoint["EndpointConfigName"] != before, endpoint
    assert endpoint["ProductionVariants"][0]["CurrentInstanceCount"] == 2, endpoint
    assert predictor.predict([[1, 2], [3, 4]]) == state["expected"]
    state["config"] = before if V1 else endpoint["EndpointConfigName"]
    pages = list(client.get_paginator("list_endpoint_configs").paginate(PaginationConfig={"PageSize": 1}))
    assert all(len(page["EndpointConfigs"]) <= 1 for page in pages)
    listed = [config["EndpointConfigName"] for page in pages for config in page["EndpointConfigs"]]
    assert {before, endpoint["EndpointConfigName"]} <= set(listed), listed


def flow_what_was_deployed_is_deleted():
    predictor, name = state["predictor"], endpoint_of(state["predictor"])
    predictor.delete_model()
    predictor.delete_endpoint()
    data.wait_until(lambda: not frameworks.endpoint_exists(name))
    # The SDK 1.72 deletes the configuration that it made the predictor with, 2.x the one that serves.
    left = client.list_endpoint_configs(NameContains=state["config"])["EndpointConfigs"]
    assert state["config"] not in [config["EndpointConfigName"] for config in left], left


def flow_batch_transform_attached_stopped_and_its_model_deleted():
    transformer = state["job"].transformer(
        1, TYPE, output_path=f"s3://{data.BUCKET}/played-out", assemble_with="Line", strategy="MultiRecord")
    transformer.transform(
        f"s3://{data.BUCKET}/data/test/", content_type="text/csv", split_type="Line", job_name=data.unique("played"),
        wait=False)
    name = transformer.latest_transform_job.name
    job = data.wait_until(lambda: next(
        (found for found in [client.describe_transform_job(TransformJobName=name)] if "TransformEndTime" in found), None))
    assert job["TransformJobStatus"] == "Completed", job
    output = boto3.client("s3").get_object(Bucket=data.BUCKET, Key="played-out/test.csv.out")["Body"].read().decode()
    assert len([float(line) for line in output.splitlines()]) == 50, output
    attached = Transformer.attach(name, sagemaker_session=session)
    assert attached.model_name == transformer.model_name and attached.assemble_with == "Line", vars(attached)
    attached.stop_transform_job()
    attached.delete_model()
    assert not client.list_models(NameContains=transformer.model_name)["Models"]


def flow_a_registered_version_is_deployed():
    if V1:
        return
    from sagemaker.model import Model, ModelPackage

    group = data.unique("versions")
    model = Model(data.XGBOOST, model_data=state["job"].model_data, role=data.ROLE, sagemaker_session=session)
    package = model.register(
        content_types=["text/csv"], response_types=["text/csv"], inference_instances=[TYPE], transform_instances=[TYPE],
        model_package_group_name=group, approval_status="Approved")
    name = data.unique("version")
    registered = ModelPackage(data.ROLE, model_package_arn=package.model_package_arn, sagemaker_session=session)
    registered.deploy(1, TYPE, endpoint_name=name, wait=False)
    session.wait_for_endpoint(name, poll=0.1, live_logging=True)
    answer = frameworks.runtime.invoke_endpoint(EndpointName=name, ContentType="text/csv", Body=b"1,2")
    assert [[answer["Body"].read().decode().strip()]] == state["expected"][:1]
    client.delete_endpoint(EndpointName=name)


def flow_a_model_of_an_algorithm_is_deployed():
    if V1:
        return
    from sagemaker.model import ModelPackage

    algorithm = client.create_algorithm(
        AlgorithmName=data.unique("algorithm"),
        TrainingSpecification={
            "TrainingImage": data.XGBOOST, "SupportedTrainingInstanceTypes": [TYPE],
            "TrainingChannels": [{"Name": "train", "SupportedContentTypes": ["text/csv"], "SupportedInputModes": ["File"]}]},
        InferenceSpecification={
            "Containers": [{"Image": data.XGBOOST}], "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["text/csv"], "SupportedRealtimeInferenceInstanceTypes": [TYPE],
            "SupportedTransformInstanceTypes": [TYPE]})["AlgorithmArn"]
    name = data.unique("algorithm")
    model = ModelPackage(
        data.ROLE, model_data=state["job"].model_data, algorithm_arn=algorithm, sagemaker_session=session)
    model.deploy(1, TYPE, endpoint_name=name, wait=False)
    served(name)
    assert client.list_model_packages(NameContains="algorithm")["ModelPackageSummaryList"]
    client.delete_endpoint(EndpointName=name)
