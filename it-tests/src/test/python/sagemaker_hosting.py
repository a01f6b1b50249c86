"""Transform and endpoints with the SageMaker Python SDK 2.x: its waits of 30 s fill no processor, so they run beside others."""

import subprocess
import tempfile

import boto3
from sagemaker.deserializers import CSVDeserializer
from sagemaker.serializers import CSVSerializer

import data
from frameworks import endpoint_exists
from sagemaker_sdk import estimator, inputs, session

state = {}


def flow_fit_with_logs():
    job = estimator()
    job.fit(inputs, job_name=data.unique("fit"), logs=True)
    assert job.latest_training_job.describe()["TrainingJobStatus"] == "Completed"
    assert job.model_data == f"s3://{data.BUCKET}/models/{job.latest_training_job.name}/output/model.tar.gz"
    state["trained"] = job


def flow_transform():
    transformer = state["trained"].transformer(
        1, "ml.m4.xlarge", output_path=f"s3://{data.BUCKET}/out", assemble_with="Line", strategy="MultiRecord")
    transformer.transform(
        f"s3://{data.BUCKET}/data/test/", content_type="text/csv", split_type="Line",
        job_name=data.unique("transform"), wait=True, logs=True)
    body = boto3.client("s3").get_object(Bucket=data.BUCKET, Key="out/test.csv.out")["Body"].read().decode()
    predictions = [float(line) for line in body.splitlines()]
    assert len(predictions) == 50, body
    truth = [10 + 3 * x[0] - 2 * x[1] * x[2] for x in features()]
    mean = sum(truth) / len(truth)
    error = sum((p - t) ** 2 for p, t in zip(predictions, truth))
    assert error < 0.3 * sum((t - mean) ** 2 for t in truth), (error, predictions[:5], truth[:5])


def features():
    return [[float(v) for v in line.split(",")] for line in data.rows(50, 3, label=False).splitlines()]


def xgboost_itself(model_data, rows):
    """The predictions of the library on the model's file, without any serving."""
    program = (
        "import pickle, sys, numpy, xgboost, tarfile\n"
        "file = tarfile.open('/in/model.tar.gz').extractfile('xgboost-model').read()\n"
        "try:\n booster = pickle.loads(file)\n"
        "except Exception:\n booster = xgboost.Booster(model_file=bytearray(file))\n"
        "rows = numpy.loadtxt('/in/rows.csv', delimiter=',', ndmin=2)\n"
        "print(','.join(map(str, booster.predict(xgboost.DMatrix(rows), validate_features=False).tolist())))\n")
    with tempfile.TemporaryDirectory() as directory:
        bucket, key = model_data[5:].split("/", 1)
        boto3.client("s3").download_file(bucket, key, f"{directory}/model.tar.gz")
        with open(f"{directory}/rows.csv", "w") as file:
            file.write(rows)
        images = subprocess.run(
            ["docker", "images", "--filter", "label=slipway.image=xgboost", "--format", "{{.Repository}}:{{.Tag}}"],
            check=True, capture_output=True, text=True).stdout.split()
        output = subprocess.run(
            ["docker", "run", "--rm", "-v", f"{directory}:/in:ro", images[0], "python3", "-c", program],
            check=True, capture_output=True, text=True).stdout
    return [float(value) for value in output.split(",")]


def flow_deploy_and_predict_the_numbers_of_xgboost_itself():
    job = state["trained"]
    predictor = job.deploy(
        1, "ml.m4.xlarge", endpoint_name=data.unique("deployed"), serializer=CSVSerializer(),
        deserializer=CSVDeserializer())
    answer = [float(value) for row in predictor.predict(features()) for value in row]
    rows = data.rows(50, 3, label=False)
    expected = xgboost_itself(job.model_data, rows)
    assert answer == expected, (answer[:5], expected[:5])
    transformed = boto3.client("s3").get_object(Bucket=data.BUCKET, Key="out/test.csv.out")["Body"].read().decode()
    assert [float(line) for line in transformed.split()] == expected, transformed[:100]
    predictor.update_endpoint(initial_instance_count=2, instance_type="ml.m4.xlarge", wait=True)
    assert [float(value) for row in predictor.predict(features()) for value in row] == expected
    predictor.delete_model()
    predictor.delete_endpoint()
    data.wait_until(lambda: not endpoint_exists(predictor.endpoint_name))
