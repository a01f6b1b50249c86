"""Models and pipelines of containers deployed, asked, updated, deleted and in batch by the SDK 1.72."""

import boto3
from sagemaker.model import Model
from sagemaker.pipeline import PipelineModel
from sagemaker.predictor import RealTimePredictor, csv_serializer

import data
import frameworks
from frameworks import client, session

TYPE = "ml.c5.xlarge"


def predictor(name, its):
    return RealTimePredictor(name, its, serializer=csv_serializer, content_type="text/csv")


def model(word):
    return Model(model_data=None, image="slipway-it/serve:2", role=data.ROLE, env={"WORD": word}, predictor_cls=predictor,
                 sagemaker_session=session)


def served(name):
    return session.wait_for_endpoint(name, poll=0.2)


def flow_a_model_is_deployed_asked_updated_and_deleted():
    name = data.unique("served")
    asked = model("old ").deploy(1, TYPE, endpoint_name=name, wait=False)
    served(name)
    assert asked.predict([[1, 2], [3, 4]]) == b"old (1,2\n3,4)"
    model("new ").deploy(1, TYPE, endpoint_name=name, update_endpoint=True, wait=False)
    served(name)
    assert asked.predict("5,6") == b"new (5,6)"
    deployed = client.describe_endpoint_config(
        EndpointConfigName=client.describe_endpoint(EndpointName=name)["EndpointConfigName"])
    assert [each["VariantName"] for each in deployed["ProductionVariants"]] == ["AllTraffic"], deployed
    asked.delete_model()
    asked.delete_endpoint()
    data.wait_until(lambda: not frameworks.endpoint_exists(name))


def flow_a_pipeline_is_deployed_and_in_batch():
    name = data.unique("pipeline")
    pipeline = PipelineModel(
        name=name, role=data.ROLE, models=[model("row: "), model("then ")], predictor_cls=predictor, sagemaker_session=session)
    asked = pipeline.deploy(initial_instance_count=1, instance_type=TYPE, endpoint_name=name, wait=False)
    transformer = pipeline.transformer(
        1, TYPE, output_path=f"s3://{data.BUCKET}/{name}", assemble_with="Line", strategy="SingleRecord")
    transformer.transform(
        f"s3://{data.BUCKET}/data/test/", content_type="text/csv", split_type="Line", job_name=name, wait=False)
    served(name)
    assert asked.predict("1,2") == b"then (row: (1,2))"
    assert session.wait_for_transform_job(name, poll=0.2)["TransformJobStatus"] == "Completed"
    output = boto3.client("s3").get_object(Bucket=data.BUCKET, Key=f"{name}/test.csv.out")["Body"].read().decode()
    assert output.count("then (row: (") == 50, output[:200]
    asked.delete_endpoint()
