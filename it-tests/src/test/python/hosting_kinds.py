"""What else is deployed and processed by the SDK 1.72 and 2.x, and where it goes wrong, on played containers."""

import json
import os
from unittest import mock

import boto3
import sagemaker
from sagemaker.exceptions import UnexpectedStatusException
from sagemaker.model import Model
from sagemaker.model_monitor import DataCaptureConfig
from sagemaker.multidatamodel import MultiDataModel
from sagemaker.pipeline import PipelineModel
from sagemaker.processing import ProcessingInput, ProcessingOutput, ScriptProcessor
from sagemaker.sklearn.processing import SKLearnProcessor
from sagemaker.sparkml.model import SparkMLModel
from sagemaker.transformer import Transformer

import archives
import data
import frameworks
from expectations import expect
from frameworks import V1, client, session
from hosting_flows import CSV, TYPE, served

if V1:
    from sagemaker.predictor import RealTimePredictor as Predictor
else:
    from sagemaker.predictor import Predictor

s3 = boto3.client("s3")
s3.put_object(Bucket=data.BUCKET, Key="kinds/model.tar.gz", Body=archives.of("model", b"x"))
IMAGE = {"image" if V1 else "image_uri": data.XGBOOST}
GPUS = "ml.p3.2xlarge"
ROWS = [[1, 2], [3, 4]]


def model(**more):
    return Model(model_data=f"s3://{data.BUCKET}/kinds/model.tar.gz", role=data.ROLE, sagemaker_session=session,
                 predictor_cls=lambda name, its: Predictor(name, its, **CSV), **IMAGE, **more)


def expected():
    """What the model answers to the rows, and what another one answers to that."""
    name = data.unique("plain")
    predictor = model().deploy(1, TYPE, endpoint_name=name, wait=False)
    served(name)
    answer = predictor.predict(ROWS)
    again = predictor.predict(answer)
    predictor.delete_endpoint()
    return answer, again


EXPECTED, EXPECTED_AGAIN = expected()


def transformed(transformer):
    name = data.unique("transformed")
    transformer.transform(f"s3://{data.BUCKET}/data/test/", content_type="text/csv", split_type="Line", job_name=name,
                          wait=False)
    return name


def transforms_to(bucket, owner, prefix=""):
    """A transform job that is told no place for its output takes the session's."""
    made = data.unique("default")
    client.create_model(ModelName=made, ExecutionRoleArn=data.ROLE, PrimaryContainer={"Image": data.XGBOOST})
    transformer = Transformer(made, 1, TYPE, sagemaker_session=owner)
    job = transformed(transformer)
    assert owner.wait_for_transform_job(job, poll=0.1)["TransformJobStatus"] == "Completed"
    assert transformer.output_path == f"s3://{bucket}/{prefix}{job}", transformer.output_path
    assert s3.head_object(Bucket=bucket, Key=f"{prefix}{job}/test.csv.out")["ContentLength"]


def flow_the_default_bucket_is_made_when_it_is_first_needed():
    name = data.unique("default")
    named = sagemaker.Session(default_bucket=name)
    assert named.default_bucket() == named.default_bucket() == name
    assert name in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]

    # The address of STS is fixed in the SDK: in place of it users have a name server, or give the bucket's name.
    with mock.patch("sagemaker.session.sts_regional_endpoint", lambda region: os.environ["AWS_ENDPOINT_URL"]):
        usual = sagemaker.Session()
        assert usual.default_bucket() == "sagemaker-us-west-2-000000000000"
        transforms_to("sagemaker-us-west-2-000000000000", usual)


def flow_the_default_bucket_of_a_configuration_file_needs_no_sts():
    if V1:
        return
    name = data.unique("configured")
    file = os.path.join(frameworks.source(), "config.yaml")
    with open(file, "w") as config:
        json.dump({"SchemaVersion": "1.0", "SageMaker": {"PythonSDK": {"Modules": {"Session": {
            "DefaultS3Bucket": name, "DefaultS3ObjectKeyPrefix": "jobs"}}}}}, config)
    # With a prefix the SDK only takes a bucket that is there.
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    nobody = mock.patch("sagemaker.session.sts_regional_endpoint", side_effect=AssertionError("STS was asked"))
    with mock.patch.dict(os.environ, {"SAGEMAKER_USER_CONFIG_OVERRIDE": file}), nobody:
        configured = sagemaker.Session()
        assert configured.default_bucket() == name
        transforms_to(name, configured, "jobs/")


def flow_a_running_transform_job_is_stopped():
    made = data.unique("stopped")
    client.create_model(ModelName=made, ExecutionRoleArn=data.ROLE, PrimaryContainer={
        "Image": data.XGBOOST, "Environment": {"SLIPWAY_SIMULATED_MILLISECONDS": "600000"}})
    transformer = Transformer(made, 1, TYPE, output_path=f"s3://{data.BUCKET}/{made}", sagemaker_session=session)
    job = transformed(transformer)
    data.wait_until(lambda: "TransformStartTime" in client.describe_transform_job(TransformJobName=job))
    transformer.stop_transform_job(wait=False)
    assert session.wait_for_transform_job(job, poll=0.1)["TransformJobStatus"] == "Stopped"
    assert "Contents" not in s3.list_objects_v2(Bucket=data.BUCKET, Prefix=f"{made}/")
    transformer.delete_model()


def flow_the_pipeline_of_the_readme_deployed_and_in_batch():
    schema = json.dumps({"input": [{"name": "x", "type": "double"}, {"name": "y", "type": "double"}],
                         "output": {"name": "features", "struct": "vector", "type": "double"}})
    prepared = SparkMLModel(
        model_data=f"s3://{data.BUCKET}/kinds/model.tar.gz", role=data.ROLE, sagemaker_session=session,
        env={"SAGEMAKER_SPARKML_SCHEMA": schema})
    name = data.unique("readme")
    pipeline = PipelineModel(
        name=name, role=data.ROLE, models=[prepared, model()], sagemaker_session=session,
        predictor_cls=lambda name, its: Predictor(name, its, **CSV))
    predictor = pipeline.deploy(initial_instance_count=1, instance_type="ml.c5.xlarge", endpoint_name=name, wait=False)
    s3.put_object(Bucket=data.BUCKET, Key=f"{name}/in/rows.csv", Body=b"1,2\n3,4\n")
    transformer = pipeline.transformer(
        1, TYPE, output_path=f"s3://{data.BUCKET}/{name}/out", assemble_with="Line", strategy="SingleRecord")
    transformer.transform(
        f"s3://{data.BUCKET}/{name}/in/", content_type="text/csv", split_type="Line", job_name=name, wait=False)
    served(name)
    containers = client.describe_model(ModelName=name)["Containers"]
    assert ["sparkml" in each["Image"] for each in containers] == [True, False], containers
    assert containers[0]["Environment"]["SAGEMAKER_SPARKML_SCHEMA"] == schema, containers
    assert predictor.predict(ROWS) == EXPECTED_AGAIN
    assert session.wait_for_transform_job(name, poll=0.1)["TransformJobStatus"] == "Completed"
    output = s3.get_object(Bucket=data.BUCKET, Key=f"{name}/out/rows.csv.out")["Body"].read().decode()
    assert [[line] for line in output.split()] == EXPECTED_AGAIN, output
    predictor.delete_endpoint()


def flow_what_needs_a_gpu_fails_for_want_of_capacity():
    made = data.unique("capacity")
    client.create_model(ModelName=made, ExecutionRoleArn=data.ROLE, PrimaryContainer={"Image": data.XGBOOST})
    output = f"s3://{data.BUCKET}/capacity"
    transform = transformed(Transformer(made, 1, GPUS, output_path=output, sagemaker_session=session))
    endpoint, processing = data.unique("capacity"), data.unique("capacity")
    model().deploy(1, GPUS, endpoint_name=endpoint, wait=False)
    client.create_processing_job(
        ProcessingJobName=processing, RoleArn=data.ROLE, AppSpecification={"ImageUri": data.XGBOOST},
        ProcessingResources={"ClusterConfig": {"InstanceCount": 1, "InstanceType": GPUS, "VolumeSizeInGB": 1}})
    for wait, name in [(session.wait_for_transform_job, transform), (session.wait_for_endpoint, endpoint),
                       (session.wait_for_processing_job, processing)]:
        try:
            wait(name, poll=0.1)
            raise AssertionError(f"{name} had what it needs")
        except UnexpectedStatusException as error:
            assert "CapacityError: Unable to provision requested ML compute capacity. " in str(error), error
            assert type(error).__name__ == ("UnexpectedStatusException" if V1 else "CapacityError"), type(error)
    assert "Contents" not in s3.list_objects_v2(Bucket=data.BUCKET, Prefix="capacity/")
    client.delete_endpoint(EndpointName=endpoint)


def flow_a_multi_model_endpoint():
    name = data.unique("multi")
    models = MultiDataModel(
        name, f"s3://{data.BUCKET}/{name}/", role=data.ROLE, sagemaker_session=session, **IMAGE)
    models.add_model(f"s3://{data.BUCKET}/kinds/model.tar.gz", "one.tar.gz")
    assert list(models.list_models()) == ["one.tar.gz"]
    models.deploy(1, TYPE, endpoint_name=name, wait=False)
    served(name)
    predictor = Predictor(name, session, **CSV)
    assert predictor.predict(ROWS, target_model="one.tar.gz") == EXPECTED
    client.delete_endpoint(EndpointName=name)


def flow_an_endpoint_that_captures_its_requests():
    name = data.unique("captured")
    capture = DataCaptureConfig(True, 100, f"s3://{data.BUCKET}/{name}")
    predictor = model().deploy(1, TYPE, endpoint_name=name, wait=False, data_capture_config=capture)
    served(name)
    predictor.predict(ROWS)
    found = data.wait_until(lambda: s3.list_objects_v2(Bucket=data.BUCKET, Prefix=f"{name}/{name}/").get("Contents"))
    body = s3.get_object(Bucket=data.BUCKET, Key=found[0]["Key"])["Body"].read().decode()
    assert json.loads(body.splitlines()[0])["captureData"]["endpointInput"]["data"] == "1,2\n3,4", body
    predictor.delete_endpoint()


def flow_a_serverless_endpoint():
    if V1:
        return
    from sagemaker.serverless import ServerlessInferenceConfig

    name = data.unique("serverless")
    predictor = model().deploy(endpoint_name=name, wait=False, serverless_inference_config=ServerlessInferenceConfig(1024, 2))
    served(name)
    assert predictor.predict(ROWS) == EXPECTED
    predictor.delete_endpoint()


def flow_an_asynchronous_endpoint():
    if V1:
        return
    from sagemaker.async_inference import AsyncInferenceConfig
    from sagemaker.exceptions import AsyncInferenceModelError, ObjectNotExistedError

    name = data.unique("async")
    output = f"s3://{data.BUCKET}/{name}"
    predictor = model().deploy(
        1, TYPE, endpoint_name=name, wait=False,
        async_inference_config=AsyncInferenceConfig(output_path=f"{output}/out", failure_path=f"{output}/failed"))
    served(name)

    def result(response):
        def look():
            try:
                return response.get_result()
            except ObjectNotExistedError:
                return None
        return data.wait_until(look)
    assert result(predictor.predict_async(ROWS)) == EXPECTED
    try:
        result(predictor.predict_async(input_path=f"{output}/nowhere"))
        raise AssertionError("there was an answer")
    except AsyncInferenceModelError as error:
        assert "Could not find the input" in str(error), error
    predictor.delete_endpoint()


def flow_processors_run_and_those_that_ended_cannot_be_stopped():
    script = os.path.join(frameworks.source(script="print('hello')"), "script.py")
    resources = {"role": data.ROLE, "instance_count": 1, "instance_type": TYPE, "sagemaker_session": session}
    for processor in [
            ScriptProcessor(image_uri=data.XGBOOST, command=["python3"], **resources),
            SKLearnProcessor(framework_version="0.20.0" if V1 else "1.2-1", **resources)]:
        name = data.unique("processed")
        processor.run(
            code=script, arguments=["--depth", "3"], job_name=name, wait=False, logs=False,
            inputs=[ProcessingInput(
                source=f"s3://{data.BUCKET}/data/train/", destination="/opt/ml/processing/in", input_name="in")],
            outputs=[ProcessingOutput(
                source="/opt/ml/processing/out", destination=f"s3://{data.BUCKET}/{name}", output_name="out")])
        job = session.wait_for_processing_job(name, poll=0.1)
        assert job["ProcessingJobStatus"] == "Completed", job
        application = job["AppSpecification"]
        assert application["ContainerEntrypoint"] == ["python3", "/opt/ml/processing/input/code/script.py"], application
        assert application["ContainerArguments"] == ["--depth", "3"], application
        assert [each["InputName"] for each in job["ProcessingInputs"]] == ["in", "code"], job["ProcessingInputs"]
        expect("ValidationException", "in status Completed", processor.latest_job.stop)
        assert processor.latest_job.describe()["ProcessingJobStatus"] == "Completed"


def flow_an_endpoint_that_fails_says_why():
    name = data.unique("failing")
    model(env={"SLIPWAY_SIMULATED_EXIT_CODE": "1"}).deploy(1, TYPE, endpoint_name=name, wait=False)
    try:
        session.wait_for_endpoint(name, poll=0.1)
        raise AssertionError("it came up")
    except UnexpectedStatusException as error:
        assert "did not pass the ping health check" in str(error), error
    assert frameworks.endpoint_exists(name)
    client.delete_endpoint(EndpointName=name)
