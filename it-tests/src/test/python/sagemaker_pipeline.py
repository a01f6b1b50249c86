"""A pipeline of containers with the SageMaker Python SDK 2.x, beside the other flows, as its waits fill no processor either."""

import boto3
from sagemaker.model import Model
from sagemaker.pipeline import PipelineModel
from sagemaker.predictor import Predictor
from sagemaker.serializers import CSVSerializer

import data
from sagemaker_sdk import session


def flow_pipeline_model_deployed_and_in_batch():
    first = Model(image_uri="slipway-it/serve:2", role=data.ROLE, sagemaker_session=session, env={"WORD": "row: "})
    second = Model(image_uri="slipway-it/serve:2", role=data.ROLE, sagemaker_session=session, env={"WORD": "then "})
    pipeline = PipelineModel(
        models=[first, second], role=data.ROLE, name=data.unique("pipeline"), sagemaker_session=session)
    predictor = pipeline.deploy(1, "ml.c4.xlarge", endpoint_name=data.unique("pipeline"))
    predictor = predictor or Predictor(pipeline.endpoint_name, session, serializer=CSVSerializer())
    predictor.serializer = CSVSerializer()
    assert predictor.predict("1,2") == b"then (row: (1,2))", predictor.predict("1,2")
    transformer = pipeline.transformer(
        1, "ml.c4.xlarge", output_path=f"s3://{data.BUCKET}/piped", assemble_with="Line", strategy="SingleRecord")
    transformer.transform(
        f"s3://{data.BUCKET}/data/test/", content_type="text/csv", split_type="Line", wait=True, logs=False)
    body = boto3.client("s3").get_object(Bucket=data.BUCKET, Key="piped/test.csv.out")["Body"].read().decode()
    assert body.startswith("then (row: ("), body[:100]
    predictor.delete_endpoint()
