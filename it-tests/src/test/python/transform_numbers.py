"""Batch transform gives the numbers of XGBoost itself, however its input is split, fed and put together."""

import gzip
import io
import itertools
import re
import tarfile

import boto3
import sagemaker
from sagemaker.processing import ProcessingInput, ProcessingOutput, ScriptProcessor

import data
import frames

ROWS = 50
REFERENCE = """
import os, pickle, struct, tarfile
import numpy as np, xgboost
from sagemaker_training.record_pb2 import Record

tarfile.open("/opt/ml/processing/model/model.tar.gz").extractall("/tmp/model")
with open("/tmp/model/xgboost-model", "rb") as file:
    booster = pickle.load(file)
rows = np.loadtxt("/opt/ml/processing/rows/test.csv", delimiter=",", dtype=np.float32, ndmin=2)
os.makedirs("/opt/ml/processing/out", exist_ok=True)
np.savetxt("/opt/ml/processing/out/predictions", booster.predict(xgboost.DMatrix(rows), validate_features=False))
with open("/opt/ml/processing/out/rows.recordio", "wb") as file:
    for row in rows:
        record = Record()
        record.features["values"].float32_tensor.values.extend(row.tolist())
        content = record.SerializeToString()
        file.write(struct.pack("<II", 0xCED7230A, len(content)) + content + b"\\0" * (-len(content) % 4))
"""

# What a user adds to a model whose input the container does not know.
SERVE = """
import os, pickle, struct
import numpy as np, xgboost

def model_fn(directory):
    with open(os.path.join(directory, "xgboost-model"), "rb") as file:
        return pickle.load(file)

def input_fn(body, content_type):
    rows, at = [], 0
    while at < len(body):
        (length,) = struct.unpack_from("<Q", body, at)
        rows.append(body[at + 12:at + 12 + length].decode().split(","))
        at += length + 16
    return xgboost.DMatrix(np.array(rows, dtype=np.float32))

def predict_fn(rows, booster):
    return booster.predict(rows, validate_features=False)

def output_fn(predictions, accept):
    return "".join(f"{prediction}\\n" for prediction in predictions)
"""

s3 = boto3.client("s3")
client = boto3.client("sagemaker")
data.upload(s3)
session = sagemaker.Session(default_bucket=data.BUCKET)
prefix = data.unique("numbers")


def ended(describe, status, **name):
    def look():
        job = describe(**name)
        return job if job[status] in ("Completed", "Failed", "Stopped") else None
    job = data.wait_until(look)
    assert job[status] == "Completed", job
    return job


def train():
    client.create_training_job(
        TrainingJobName=prefix, RoleArn=data.ROLE,
        AlgorithmSpecification={"TrainingImage": data.XGBOOST, "TrainingInputMode": "File"},
        InputDataConfig=[{"ChannelName": "train", "ContentType": "text/csv", "DataSource": {"S3DataSource": {
            "S3DataType": "S3Prefix", "S3Uri": f"s3://{data.BUCKET}/data/train/"}}}],
        OutputDataConfig={"S3OutputPath": f"s3://{data.BUCKET}/{prefix}/models"},
        ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        StoppingCondition={"MaxRuntimeInSeconds": 600}, HyperParameters={"num_round": "20"})
    job = ended(client.describe_training_job, "TrainingJobStatus", TrainingJobName=prefix)
    return job["ModelArtifacts"]["S3ModelArtifacts"]


def reference(model):
    """XGBoost's own predictions, made by a processing job in the same image, and the rows as RecordIO."""
    path = "/tmp/" + prefix + ".py"
    with open(path, "w") as file:
        file.write(REFERENCE)
    processor = ScriptProcessor(
        image_uri=data.XGBOOST, command=["python3"], role=data.ROLE, instance_count=1, instance_type="ml.m5.large",
        sagemaker_session=session)
    processor.run(
        code=path, job_name=prefix, wait=False, logs=False,
        inputs=[
            ProcessingInput(source=model, destination="/opt/ml/processing/model", input_name="model"),
            ProcessingInput(
                source=f"s3://{data.BUCKET}/data/test/", destination="/opt/ml/processing/rows", input_name="rows")],
        outputs=[ProcessingOutput(
            source="/opt/ml/processing/out", destination=f"s3://{data.BUCKET}/{prefix}/reference", output_name="out")])
    ended(client.describe_processing_job, "ProcessingJobStatus", ProcessingJobName=prefix)
    return [float(number) for number in get("reference/predictions").split()]


def get(key):
    return s3.get_object(Bucket=data.BUCKET, Key=f"{prefix}/{key}")["Body"].read().decode()


def put(key, body):
    s3.put_object(Bucket=data.BUCKET, Key=f"{prefix}/{key}", Body=body)


def transform(name, model="plain", folder=None, content_type="text/csv", instances=1, accept=None, assemble="None",
              processing=None, **request):
    split = request.pop("split", "Line")
    output = {"S3OutputPath": f"s3://{data.BUCKET}/{prefix}/out/{name}", "AssembleWith": assemble}
    if accept:
        output["Accept"] = accept
    source = f"{prefix}/{folder}" if folder else "data/test"
    if processing:
        request["DataProcessing"] = processing
    client.create_transform_job(
        TransformJobName=f"{prefix}-{name}", ModelName=f"{prefix}-{model}",
        TransformInput={"ContentType": content_type, "SplitType": split, "CompressionType": request.pop("compression", "None"),
                        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{data.BUCKET}/{source}/"}}},
        TransformOutput=output, TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": instances}, **request)


def create_model(name, container, **request):
    client.create_model(ModelName=f"{prefix}-{name}", ExecutionRoleArn=data.ROLE, PrimaryContainer=container, **request)


def packaged(url):
    client.create_model_package_group(ModelPackageGroupName=prefix)
    return client.create_model_package(ModelPackageGroupName=prefix, InferenceSpecification={
        "Containers": [{"Image": data.XGBOOST, "ModelDataUrl": url}],
        "SupportedContentTypes": ["text/csv"], "SupportedResponseMIMETypes": ["text/csv"]})["ModelPackageArn"]


def with_code(url):
    """The model's archive with a serving program in it."""
    bucket, key = url[5:].split("/", 1)
    model = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    with io.BytesIO() as file:
        with tarfile.open(fileobj=io.BytesIO(model)) as before, tarfile.open(fileobj=file, mode="w:gz") as after:
            for entry in before:
                after.addfile(entry, before.extractfile(entry))
            code = tarfile.TarInfo("code/inference.py")
            code.size = len(SERVE.encode())
            after.addfile(code, io.BytesIO(SERVE.encode()))
        put("models/coded.tar.gz", file.getvalue())
    return f"s3://{data.BUCKET}/{prefix}/models/coded.tar.gz"


url = train()
expected = reference(url)
create_model("plain", {"Image": data.XGBOOST, "ModelDataUrl": url})
create_model("isolated", {"Image": data.XGBOOST, "ModelDataUrl": url}, EnableNetworkIsolation=True)
create_model("packaged", {"ModelPackageName": packaged(url)})
create_model("coded", {"Image": data.XGBOOST, "ModelDataUrl": with_code(url)})
rows = data.rows(ROWS, 3, label=False).splitlines(keepends=True)
put("zipped/test.csv", gzip.compress("".join(rows).encode()))
put("numbered/test.csv", "".join(f"id{i},{row}" for i, row in enumerate(rows)))
put("halves/a/first.csv", "".join(rows[:25]))
put("halves/b/second.csv", "".join(rows[25:]))
s3.copy_object(Bucket=data.BUCKET, Key=f"{prefix}/recordio/test.csv",
               CopySource=f"{data.BUCKET}/{prefix}/reference/rows.recordio")

for split, frame in [("RecordIO", frames.recordio), ("TFRecord", frames.tfrecord)]:
    put(f"rows{split}/test.csv", b"".join(frame(row.strip().encode()) for row in rows))

# A container gets many records with their frames, one without. What follows is how some of the combinations are asked for.
shapes = {
    ("RecordIO", "MultiRecord"): dict(folder="recordio", content_type="application/x-recordio-protobuf"),
    ("RecordIO", "SingleRecord"): dict(folder="rowsRecordIO"),
    ("TFRecord", "MultiRecord"): dict(folder="rowsTFRecord", content_type="application/x-tfrecord", model="coded"),
    ("TFRecord", "SingleRecord"): dict(folder="rowsTFRecord"),
    ("None", "MultiRecord"): dict(folder="zipped", compression="Gzip"),
    ("Line", "MultiRecord", "None"): dict(model="isolated"),
    ("Line", "SingleRecord", "None"): dict(model="packaged", MaxConcurrentTransforms=4),
}
combinations = {
    f"{split}-{strategy}-{assemble}": dict(
        split=split, BatchStrategy=strategy, assemble=assemble, **shapes.get((split, strategy), {}),
        **shapes.get((split, strategy, assemble), {}))
    for split, strategy, assemble in itertools.product(
        ["None", "Line", "RecordIO", "TFRecord"], ["MultiRecord", "SingleRecord"], ["None", "Line"])}
# All are started here and run beside each other.
for name, request in combinations.items():
    transform(name, **request)
transform("halves", folder="halves", instances=2)
transform("joined", folder="numbered", accept="text/csv", assemble="Line", processing={
    "InputFilter": "$[1:]", "JoinSource": "Input", "OutputFilter": "$[0,-1]"})


def numbers(text):
    return [float(number) for number in re.split("[,\n]", text) if number]


def check(found):
    assert len(found) == len(expected), (found, expected)
    assert all(abs(a - b) < 1e-4 for a, b in zip(found, expected)), (found[:5], expected[:5])


def await_transform(name):
    return ended(client.describe_transform_job, "TransformJobStatus", TransformJobName=f"{prefix}-{name}")


def flow_every_combination_gives_the_same_numbers():
    for name in combinations:
        await_transform(name)
        check(numbers(get(f"out/{name}/test.csv.out")))


def flow_instances_share_the_objects():
    await_transform("halves")
    check(numbers(get("out/halves/a/first.csv.out")) + numbers(get("out/halves/b/second.csv.out")))


def flow_rows_are_joined_with_their_numbers():
    await_transform("joined")
    lines = get("out/joined/test.csv.out").splitlines()
    assert [line.split(",")[0] for line in lines] == [f"id{i}" for i in range(ROWS)], lines
    check([float(line.split(",")[1]) for line in lines])
