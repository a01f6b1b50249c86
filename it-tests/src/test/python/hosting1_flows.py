"""Endpoints and batch transform by the SDK 1.72, whose calls are not those of 2.x, on played containers."""

import boto3
from sagemaker.estimator import Estimator
from sagemaker.predictor import csv_deserializer, csv_serializer

import data
import frameworks
from frameworks import client, session

TYPE = "ml.m4.xlarge"
state = {}


def flow_a_trained_model_is_deployed_and_predicts():
    job = frameworks.estimator(Estimator, image_name=data.XGBOOST, hyperparameters={"num_round": "5"})
    frameworks.fit(job, f"s3://{data.BUCKET}/data/train")
    name = data.unique("sdk1")
    predictor = job.deploy(
        1, TYPE, endpoint_name=name, serializer=csv_serializer, deserializer=csv_deserializer, content_type="text/csv",
        tags=[{"Key": "made", "Value": "by hand"}], wait=False)
    described = session.wait_for_endpoint(name, poll=0.1)
    assert client.list_tags(ResourceArn=described["EndpointArn"])["Tags"], described
    (first,), (second,) = predictor.predict([[1, 2], [3, 4]])
    assert [[first]] == predictor.predict([[1, 2]]) and first != second, (first, second)
    state.update(job=job, predictor=predictor, expected=[[first], [second]])


def flow_the_endpoint_is_updated_and_predicts_the_same():
    predictor = state["predictor"]
    before = client.describe_endpoint(EndpointName=predictor.endpoint)
    state["first_config"] = before["EndpointConfigName"]
    state["job"].deploy(2, TYPE, endpoint_name=predictor.endpoint, update_endpoint=True, wait=False)
    after = session.wait_for_endpoint(predictor.endpoint, poll=0.1)
    assert after["EndpointConfigName"] != before["EndpointConfigName"], after
    assert after["ProductionVariants"][0]["CurrentInstanceCount"] == 2, after
    assert predictor.predict([[1, 2], [3, 4]]) == state["expected"]


def flow_what_was_deployed_is_deleted():
    predictor = state["predictor"]
    predictor.delete_model()
    predictor.delete_endpoint()
    data.wait_until(lambda: not frameworks.endpoint_exists(predictor.endpoint))
    # Of the configurations, the SDK deletes the one that it made the predictor with.
    left = client.list_endpoint_configs(NameContains=state["first_config"])["EndpointConfigs"]
    assert not left, left


def flow_batch_transform():
    transformer = state["job"].transformer(
        1, TYPE, output_path=f"s3://{data.BUCKET}/sdk1-out", assemble_with="Line", strategy="MultiRecord")
    transformer.transform(
        f"s3://{data.BUCKET}/data/test/", content_type="text/csv", split_type="Line", job_name=data.unique("sdk1"))
    name = transformer.latest_transform_job.name
    job = data.wait_until(lambda: next(
        (found for found in [client.describe_transform_job(TransformJobName=name)] if "TransformEndTime" in found), None))
    assert job["TransformJobStatus"] == "Completed", job
    output = boto3.client("s3").get_object(Bucket=data.BUCKET, Key="sdk1-out/test.csv.out")["Body"].read().decode()
    assert len([float(line) for line in output.splitlines()]) == 50, output
