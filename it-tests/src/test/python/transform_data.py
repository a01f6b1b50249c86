"""What of batch transform needs no real model: the checks, the ways of objects, what failures leave. Played containers."""

import gzip
import json

import boto3
from botocore.exceptions import ClientError

import data

s3 = boto3.client("s3")
client = boto3.client("sagemaker")
data.upload(s3)
prefix = data.unique("transform")
client.create_model(ModelName=prefix, ExecutionRoleArn=data.ROLE, PrimaryContainer={"Image": data.XGBOOST})


def put(key, body):
    s3.put_object(Bucket=data.BUCKET, Key=f"{prefix}/{key}", Body=body)


def outputs(name):
    listed = s3.list_objects_v2(Bucket=data.BUCKET, Prefix=f"{prefix}/{name}-out/").get("Contents", [])
    return {entry["Key"].split("-out/", 1)[1]: s3.get_object(Bucket=data.BUCKET, Key=entry["Key"])["Body"].read().decode()
            for entry in listed}


def request(name, folder=None, data_type="S3Prefix", input={}, output={}, **changes):
    return {
        "TransformJobName": f"{prefix}-{name}", "ModelName": prefix,
        "TransformInput": {"ContentType": "text/csv", "SplitType": "Line", "DataSource": {"S3DataSource": {
            "S3DataType": data_type, "S3Uri": f"s3://{data.BUCKET}/{prefix}/{folder or name + '/'}"}}, **input},
        "TransformOutput": {"S3OutputPath": f"s3://{data.BUCKET}/{prefix}/{name}-out", **output},
        "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1}, **changes}


def run(name, status="Completed", **changes):
    client.create_transform_job(**request(name, **changes))

    def look():
        job = client.describe_transform_job(TransformJobName=f"{prefix}-{name}")
        return job if job["TransformJobStatus"] not in ("InProgress", "Stopping") else None
    job = data.wait_until(look)
    assert job["TransformJobStatus"] == status, job
    return job


def refuse(text, **changes):
    name = data.unique("refused")
    put(f"{name}/a.csv", "1,2\n")
    try:
        client.create_transform_job(**request(name, **changes))
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ValidationException", error
        assert text in error.response["Error"]["Message"], error
        assert outputs(name) == {}
        return
    raise AssertionError("it was not refused")


def flow_folders_and_manifests_are_kept():
    put("tree/a.csv", "1\n2\n")
    put("tree/sub/deep/b.csv", "3\n")
    put("tree/empty/", "")
    run("tree")
    assert set(outputs("tree")) == {"a.csv.out", "sub/deep/b.csv.out"}
    put("tree.manifest", json.dumps([{"prefix": f"s3://{data.BUCKET}/{prefix}/tree/"}, "sub/deep/b.csv"]))
    run("listed", folder="tree.manifest", data_type="ManifestFile")
    assert set(outputs("listed")) == {"sub/deep/b.csv.out"}


def flow_the_same_answers_however_they_are_fed():
    rows = "".join(f"{i},{i * i}\n" for i in range(200))
    put("rows/a.csv", rows)
    put("zipped/a.csv", gzip.compress(rows.encode()))
    answers = set()
    for number, (folder, changes) in enumerate([
            ("rows/", {"BatchStrategy": "MultiRecord"}), ("rows/", {"BatchStrategy": "SingleRecord"}),
            ("rows/", {"BatchStrategy": "SingleRecord", "MaxConcurrentTransforms": 8}),
            ("rows/", {"input": {"SplitType": "None"}}), ("rows/", {"MaxPayloadInMB": 0}),
            ("rows/", {"output": {"AssembleWith": "Line"}}), ("zipped/", {"input": {"CompressionType": "Gzip"}})]):
        run(f"way{number}", folder=folder, **changes)
        answers.add(outputs(f"way{number}")["a.csv.out"])
    assert len(answers) == 1, answers


def flow_a_payload_is_as_large_as_the_limit():
    line = "x" * 99 + "\n"
    put("limit/a.csv", line * (3 * 1024 * 1024 // 100))
    run("limit", MaxPayloadInMB=1)
    assert len(outputs("limit")["a.csv.out"].splitlines()) == 3 * 1024 * 1024 // 100
    put("over/good.csv", line)
    put("over/long.csv", "x" * (1024 * 1024 + 1))
    job = run("over", "Failed", MaxPayloadInMB=1)
    assert job["FailureReason"] == "ClientError: See job logs for more information", job
    assert set(outputs("over")) == {"good.csv.out"}


def flow_a_corrupt_gzip_leaves_nothing():
    put("gzip/a.csv", b"this is not gzip")
    put("gzip/b.csv", gzip.compress(b"1\n" * 100000)[:50])
    run("gzip", "Failed", input={"CompressionType": "Gzip"})
    assert outputs("gzip") == {}
    logs = boto3.client("logs")
    group = "/aws/sagemaker/TransformJobs"
    streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=f"{prefix}-gzip/")["logStreams"]
    names = [stream["logStreamName"] for stream in streams if stream["logStreamName"].endswith("/data-log")]
    events = logs.get_log_events(logGroupName=group, logStreamName=names[0], startFromHead=True)["events"]
    text = "\n".join(event["message"] for event in events)
    assert f"{data.BUCKET}/{prefix}/gzip/a.csv: ClientError: " in text, text
    assert f"{data.BUCKET}/{prefix}/gzip/b.csv: ClientError: " in text, text


def flow_filters_and_joins():
    put("csv/a.csv", 'id1,"a, b",1\nid2,c,2\n')
    joined = {"output": {"Accept": "text/csv", "AssembleWith": "Line"}}
    run("csv", **joined, DataProcessing={"InputFilter": "$[1:]", "JoinSource": "Input", "OutputFilter": "$[0,-1]"})
    lines = outputs("csv")["a.csv.out"].splitlines()
    assert [line.split(",")[0] for line in lines] == ["id1", "id2"] and all(float(line.split(",")[1]) < 1 for line in lines)

    put("json/a.jsonl", '{"id": 1, "x": [1, 2]}\n{"id": 2, "x": [3]}\n')
    run("json", input={"ContentType": "application/jsonlines"},
        output={"Accept": "application/jsonlines", "AssembleWith": "Line"},
        DataProcessing={"InputFilter": "$.x", "JoinSource": "Input", "OutputFilter": "$['id','SageMakerOutput']"})
    records = [json.loads(line) for line in outputs("json")["a.jsonl.out"].splitlines()]
    assert [list(record) for record in records] == [["id", "SageMakerOutput"]] * 2, records

    put("short/a.csv", "1,2\n3\n")
    run("short", "Failed", DataProcessing={"OutputFilter": "$[0]", "InputFilter": "$[1]"})
    assert outputs("short") == {}


def flow_what_cannot_be_is_refused_at_once():
    refuse("Invalid JsonPath: nonsense", DataProcessing={"InputFilter": "nonsense"})
    refuse("only single range filters of format", DataProcessing={"InputFilter": "$[0:2,246:]"})
    refuse("TransformOutput.Accept must be the same", DataProcessing={"JoinSource": "Input"})
    refuse("TransformOutput.AssembleWith must be the same", DataProcessing={"JoinSource": "Input"},
           output={"Accept": "text/csv"})
    refuse("MaxConcurrentTransforms * MaxPayloadInMB must not exceed 100.", MaxConcurrentTransforms=20, MaxPayloadInMB=6)
    refuse("Could not find model", ModelName="none")


def flow_instances_share_the_objects():
    for i in range(5):
        put(f"shared/{i}.csv", f"{i}\n")
    run("shared", TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 2})
    assert len(outputs("shared")) == 5
    streams = boto3.client("logs").describe_log_streams(
        logGroupName="/aws/sagemaker/TransformJobs", logStreamNamePrefix=f"{prefix}-shared/")["logStreams"]
    assert len([stream for stream in streams if stream["logStreamName"].endswith("/data-log")]) == 2, streams


def flow_create_describe_list_stop_and_wait():
    name = f"{prefix}-tree"
    client.get_waiter("transform_job_completed_or_stopped").wait(TransformJobName=name, WaiterConfig={"Delay": 1})
    job = client.describe_transform_job(TransformJobName=name)
    assert job["DataProcessing"] == {"InputFilter": "$", "OutputFilter": "$", "JoinSource": "None"}, job
    pages = client.get_paginator("list_transform_jobs").paginate(
        NameContains=prefix, StatusEquals="Completed", PaginationConfig={"PageSize": 1})
    assert name in [job["TransformJobName"] for page in pages for job in page["TransformJobSummaries"]]
    for code, text, call, arguments in [
            ("ValidationException", "in status Completed", client.stop_transform_job, {"TransformJobName": name}),
            ("ValidationException", "Could not find requested job with name: none", client.describe_transform_job,
             {"TransformJobName": "none"}),
            ("ResourceInUse", "already exists", client.create_transform_job, request("tree"))]:
        try:
            call(**arguments)
        except ClientError as error:
            assert error.response["Error"]["Code"] == code and text in error.response["Error"]["Message"], error
        else:
            raise AssertionError(f"no {code}")
