"""Batch transform of 50 MB of CSV, beside the same container started by hand and fed with the same payloads."""

import http.client
import io
import random
import subprocess
import tarfile
import tempfile
import time
import uuid

import figures
import jobs
from sides import REGION, ROLE, Slipway

XGBOOST = "433757028032.dkr.ecr.us-west-2.amazonaws.com/xgboost:latest"
SIZE, PAYLOAD, ROUNDS = 50 * 1024 * 1024, 6 * 1024 * 1024, 5


def rows(size, label):
    draw = random.Random(1)
    block = "".join(
        ",".join(f"{draw.random():.6f}" for _ in range(10 + label)) + "\n" for _ in range(5000))
    return (block * (size // len(block) + 1))[: size].rsplit("\n", 1)[0] + "\n"


def payloads(text):
    """Whole lines, as many as fit."""
    start = 0
    while start < len(text):
        end = min(start + PAYLOAD, len(text))
        end = text.rfind("\n", start, end) + 1
        yield text[start:end].encode()
        start = end


def train(slipway):
    s3, sagemaker = slipway.client("s3"), slipway.client("sagemaker")
    s3.put_object(Bucket=jobs.BUCKET, Key="train/train.csv", Body=rows(200_000, 1).encode())
    request = jobs.training_request("", ["train"])
    request["AlgorithmSpecification"]["TrainingImage"] = XGBOOST
    request["InputDataConfig"][0]["ContentType"] = "text/csv"
    request["HyperParameters"] = {"num_round": "10"}
    job = jobs.run_training(sagemaker, request)
    return job["ModelArtifacts"]["S3ModelArtifacts"]


def local_image():
    """The image that Slipway built for XGBoost."""
    lines = subprocess.run(
        ["docker", "images", "--filter", "label=slipway.image=xgboost", "--format", "{{.Repository}}:{{.Tag}}"],
        check=True, capture_output=True, text=True).stdout.split()
    return lines[0]


def main():
    text = rows(SIZE, 0)
    with Slipway() as slipway, tempfile.TemporaryDirectory() as directory:
        s3, sagemaker = slipway.client("s3"), slipway.client("sagemaker")
        s3.create_bucket(Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        model = train(slipway)
        s3.put_object(Bucket=jobs.BUCKET, Key="in/rows.csv", Body=text.encode())
        archive = s3.get_object(Bucket=jobs.BUCKET, Key=model.split("/", 3)[3])["Body"].read()
        tarfile.open(fileobj=io.BytesIO(archive)).extractall(directory)
        sagemaker.create_model(
            ModelName="bench", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": XGBOOST, "ModelDataUrl": model})
        image = local_image()

        def ours():
            name = f"bench-{uuid.uuid4().hex}"
            start = time.perf_counter()
            sagemaker.create_transform_job(
                TransformJobName=name, ModelName="bench", BatchStrategy="MultiRecord", MaxPayloadInMB=6,
                MaxConcurrentTransforms=1,
                TransformInput={"ContentType": "text/csv", "SplitType": "Line", "DataSource": {
                    "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{jobs.BUCKET}/in/"}}},
                TransformOutput={"S3OutputPath": f"s3://{jobs.BUCKET}/out/{name}", "AssembleWith": "Line"},
                TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1})
            while True:
                job = sagemaker.describe_transform_job(TransformJobName=name)
                if job["TransformJobStatus"] != "InProgress":
                    assert job["TransformJobStatus"] == "Completed", job
                    return time.perf_counter() - start
                time.sleep(0.01)

        def by_hand():
            start = time.perf_counter()
            container = subprocess.run(
                ["docker", "run", "-d", "-e", "SAGEMAKER_BATCH=true", "-v", f"{directory}:/opt/ml/model", image, "serve"],
                check=True, capture_output=True, text=True).stdout.strip()
            try:
                address = subprocess.run(
                    ["docker", "inspect", "-f", "{{.NetworkSettings.IPAddress}}", container],
                    check=True, capture_output=True, text=True).stdout.strip()
                with tempfile.TemporaryFile() as out:
                    feed(address, out)
                return time.perf_counter() - start
            finally:
                subprocess.run(["docker", "rm", "-f", container], check=True, stdout=subprocess.DEVNULL)

        def feed(address, out):
            connection = wait_for_ping(address)
            for payload in payloads(text):
                connection.request("POST", "/invocations", payload, {"Content-Type": "text/csv"})
                response = connection.getresponse()
                out.write(response.read())
                assert response.status == 200

        figures.report("batch transform of 50 MB", "at most 1.5",
                       *figures.interleave(ours, by_hand, rounds=ROUNDS), theirs_name="by hand")


def wait_for_ping(address):
    while True:
        connection = http.client.HTTPConnection(address, 8080)
        try:
            connection.request("GET", "/ping")
            response = connection.getresponse()
            response.read()
            if response.status == 200:
                return connection
        except OSError:
            time.sleep(0.02)
