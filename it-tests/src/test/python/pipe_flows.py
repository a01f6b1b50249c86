"""Channels in Pipe mode through the SDK's own inputs, 1.72 and 2.x alike; a container compares the bytes that it reads."""

import gzip
import hashlib
import json
import struct

import boto3
from sagemaker.estimator import Estimator

import data
from frameworks import V1, client, ended, log, session

if V1:
    from sagemaker.session import ShuffleConfig, s3_input as TrainingInput
else:
    from sagemaker.inputs import ShuffleConfig, TrainingInput

IMAGE = "slipway-it/shell:2"
OBJECTS = {"a": b"one", "b": b"", "c": b"x" * 70_001, "d": b"four"}
PREFIX = f"pipes-{data.unique('sdk')}"
s3 = boto3.client("s3")


def put(key, body):
    s3.put_object(Bucket=data.BUCKET, Key=f"{PREFIX}/{key}", Body=body)
    return f"s3://{data.BUCKET}/{PREFIX}/{key}"


def record(content):
    """A record as MXNet frames it: a magic number, the length, and the content filled up to four bytes."""
    return struct.pack("<II", 0xCED7230A, len(content)) + content + bytes(-len(content) % 4)


def run(inputs, *checks):
    """Fits with a command that fails unless each check is true."""
    made = Estimator(
        IMAGE, data.ROLE, 1, "ml.m5.large", output_path=f"s3://{data.BUCKET}/models", sagemaker_session=session,
        input_mode="Pipe", hyperparameters={"command": "cd /opt/ml/input/data; set -e; " + "; ".join(checks)})
    made.fit(inputs, wait=False, job_name=data.unique("pipe"))
    name = made.latest_training_job.name
    job = data.wait_until(lambda: ended(client.describe_training_job(TrainingJobName=name)))
    assert job["TrainingJobStatus"] == "Completed", (job.get("FailureReason"), log(name))
    return job


def reads(pipe, content):
    return f"test $(sha256sum < {pipe} | cut -c 1-64) = {hashlib.sha256(content).hexdigest()}"


def flow_objects_are_wrapped_as_records_in_every_epoch():
    for name, content in OBJECTS.items():
        put(f"plain/{name}", content)
        put(f"packed/{name}.gz", gzip.compress(content))
    records = b"".join(map(record, OBJECTS.values()))
    inputs = {
        "train": TrainingInput(f"s3://{data.BUCKET}/{PREFIX}/plain/", record_wrapping="RecordIO", input_mode="Pipe"),
        "packed": TrainingInput(f"s3://{data.BUCKET}/{PREFIX}/packed/", record_wrapping="RecordIO", compression="Gzip",
                                content_type="application/x-recordio"),
        "bare": TrainingInput(f"s3://{data.BUCKET}/{PREFIX}/plain/"),
    }
    job = run(inputs, reads("train_0", records), reads("packed_0", records), reads("bare_0", b"".join(OBJECTS.values())),
              reads("train_1", records), reads("packed_1", records))
    channels = {each["ChannelName"]: each for each in job["InputDataConfig"]}
    assert channels["train"]["RecordWrapperType"] == channels["packed"]["RecordWrapperType"] == "RecordIO", channels
    assert channels["packed"]["CompressionType"] == "Gzip" and channels["train"]["InputMode"] == "Pipe", channels


def flow_lines_of_an_augmented_manifest_are_records_in_the_order_of_the_attributes():
    lines = [{"source-ref": put(f"image/{name}", content), "class": number, "label": {"kind": name}}
             for number, (name, content) in enumerate(OBJECTS.items())]
    lines.append(lines[0])
    manifest = put("lines.manifest", "".join(json.dumps(line) + "\n" for line in lines).encode())

    def channel(**more):
        return TrainingInput(
            manifest, s3_data_type="AugmentedManifestFile", attribute_names=["source-ref", "class"], **more)

    inputs = {
        "train": channel(record_wrapping="RecordIO"),
        "bare": channel(),
        "shuffled": channel(record_wrapping="RecordIO", shuffle_config=ShuffleConfig(7)),
    }
    contents = [(content, str(number).encode()) for number, content in enumerate(OBJECTS.values())]
    contents.append(contents[0])
    records = b"".join(record(image) + record(label) for image, label in contents)
    job = run(inputs, reads("train_0", records), reads("bare_0", b"".join(image + label for image, label in contents)),
              f"test $(wc -c < shuffled_0) = {len(records)}", reads("train_1", records))
    channels = {each["ChannelName"]: each for each in job["InputDataConfig"]}
    source = channels["train"]["DataSource"]["S3DataSource"]
    assert source["S3DataType"] == "AugmentedManifestFile" and source["AttributeNames"] == ["source-ref", "class"], source
    assert channels["shuffled"]["ShuffleConfig"] == {"Seed": 7}, channels
