"""What of batch transform needs no real model: the checks, the ways of objects, what failures leave. Played containers."""

import gzip
import json

import boto3
from botocore.exceptions import WaiterError

import archives
import data
import frames
from expectations import expect
from played_hosting import FAST, create_model

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
    job = data.wait_until(look, pause=0.02)
    assert job["TransformJobStatus"] == status, job
    return job


def refuse(text, **changes):
    name = data.unique("refused")
    put(f"{name}/a.csv", "1,2\n")
    expect("ValidationException", text, client.create_transform_job, **request(name, **changes))
    assert outputs(name) == {}


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


def flow_payloads_of_six_megabytes_unless_told_otherwise():
    line = "x" * 1023 + "\n"
    put("six/a.csv", line * (13 * 1024))
    run("six", BatchStrategy="MultiRecord")
    assert len(outputs("six")["a.csv.out"].splitlines()) == 13 * 1024
    put("seven/a.csv", "x" * (6 * 1024 * 1024 + 1))
    assert run("seven", "Failed")["FailureReason"] == "ClientError: See job logs for more information"
    assert outputs("seven") == {}
    run("eight", folder="seven/", MaxPayloadInMB=7)
    assert set(outputs("eight")) == {"a.csv.out"}


def flow_framed_records():
    """Records of one line each, framed as MXNet and TensorFlow frame them."""
    rows = [f"{i},{i * i}\n".encode() for i in range(20)]
    put("plain/a", b"".join(rows))
    run("plain")
    answers = outputs("plain")["a.out"]
    put("recordio/a", b"".join(frames.recordio(row) for row in rows))
    put("tfrecord/a", b"".join(frames.tfrecord(row) for row in rows))
    for folder, split in [("recordio", "RecordIO"), ("tfrecord", "TFRecord")]:
        run(folder, BatchStrategy="SingleRecord", input={"SplitType": split})
        assert outputs(folder)["a.out"] == answers, (split, outputs(folder), answers)
        put(f"{folder}-cut/a", b"".join(rows))
        assert run(f"{folder}-cut", "Failed", input={"SplitType": split})["FailureReason"].startswith("ClientError")
        assert outputs(f"{folder}-cut") == {}


def data_log(name):
    logs = boto3.client("logs")
    group = "/aws/sagemaker/TransformJobs"
    streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=f"{prefix}-{name}/")["logStreams"]
    return "\n".join(
        event["message"] for stream in streams if stream["logStreamName"].endswith("/data-log")
        for event in logs.get_log_events(
            logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True)["events"])


def flow_a_corrupt_gzip_leaves_nothing():
    put("gzip/a.csv", b"this is not gzip")
    put("gzip/b.csv", gzip.compress(b"1\n" * 100000)[:50])
    run("gzip", "Failed", input={"CompressionType": "Gzip"})
    assert outputs("gzip") == {}
    text = data_log("gzip")
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


def flow_a_join_of_unlike_lines_leaves_nothing():
    # The model takes what follows the carriage return for a line of its own.
    put("unlike/a.csv", "1,2\r3\n")
    put("unlike/b.csv", "1,2\n")
    job = run("unlike", "Failed", output={"Accept": "text/csv", "AssembleWith": "Line"},
              DataProcessing={"JoinSource": "Input"})
    assert job["FailureReason"] == "ClientError: See job logs for more information", job
    assert set(outputs("unlike")) == {"b.csv.out"}
    assert "a.csv: Failed to join the input with the output of the algorithm: 1 input rows, but 2 output rows" in data_log(
        "unlike")


def flow_whole_json_documents_are_joined():
    put("documents/a.json", '{"id": 7, "x": [1, 2]}')
    run("documents", input={"ContentType": "application/json", "SplitType": "None"}, output={"Accept": "application/json"},
        DataProcessing={"InputFilter": "$.x", "JoinSource": "Input"})
    joined = json.loads(outputs("documents")["a.json.out"])
    assert list(joined) == ["id", "x", "SageMakerOutput"] and joined["id"] == 7, joined


def flow_what_the_model_refuses_or_fails_at():
    for status, reason, line in [("415", "ClientError", "ClientError: 415"),
                                 ("500", "AlgorithmError", "Bad HTTP status received from algorithm: 500")]:
        put(f"status{status}/a.csv", "1\n")
        job = run(f"status{status}", "Failed", Environment={"SLIPWAY_SIMULATED_STATUS": status},
                  ModelClientConfig={"InvocationsMaxRetries": 1, "InvocationsTimeoutInSeconds": 60})
        assert job["FailureReason"] == f"{reason}: See job logs for more information", job
        assert f"{prefix}/status{status}/a.csv: {line}" in data_log(f"status{status}")
        assert outputs(f"status{status}") == {}
    put("slow/a.csv", "1\n")
    run("slow", "Failed", Environment={"SLIPWAY_SIMULATED_MILLISECONDS": "60000"},
        ModelClientConfig={"InvocationsMaxRetries": 0, "InvocationsTimeoutInSeconds": 1})
    assert "Model server did not respond to /invocations request within 1 seconds" in data_log("slow")
    put("dies/a.csv", "1\n")
    job = run("dies", "Failed", Environment={"SLIPWAY_SIMULATED_EXIT_CODE": "1"})
    assert job["FailureReason"].startswith("AlgorithmError: Model container failed to respond to ping."), job


def flow_bad_archives_of_models():
    put("archived/a.csv", "1\n")
    for kind, archive in archives.bad().items():
        put(f"archives/{kind}.tar.gz", archive)
        url = f"s3://{data.BUCKET}/{prefix}/archives/{kind}.tar.gz"
        job = run(f"archived-{kind}", "Failed", folder="archived/", ModelName=create_model(ModelDataUrl=url))
        assert job["FailureReason"].startswith(f'ClientError: Failed to download model data from URL "{url}".'), job
        assert outputs(f"archived-{kind}") == {}


def flow_a_running_job_is_stopped():
    put("stopped/a.csv", "1\n")
    name = f"{prefix}-stopped"
    client.create_transform_job(**request("stopped", Environment={"SLIPWAY_SIMULATED_MILLISECONDS": "600000"}))
    data.wait_until(lambda: "TransformStartTime" in client.describe_transform_job(TransformJobName=name))
    client.stop_transform_job(TransformJobName=name)
    client.get_waiter("transform_job_completed_or_stopped").wait(TransformJobName=name, WaiterConfig=FAST)
    assert client.describe_transform_job(TransformJobName=name)["TransformJobStatus"] == "Stopped"
    assert outputs("stopped") == {}


def flow_the_waiter_fails_on_what_failed_and_on_what_is_not_there():
    for name, words in [(f"{prefix}-dies", "Failed"), ("nowhere", "Could not find requested job with name: nowhere")]:
        try:
            client.get_waiter("transform_job_completed_or_stopped").wait(TransformJobName=name, WaiterConfig=FAST)
            raise AssertionError(f"it went on after {name}")
        except WaiterError as error:
            answer = error.last_response
            assert words in (answer.get("TransformJobStatus"), answer.get("Error", {}).get("Message")), answer


def flow_every_constraint_is_told_at_once():
    resources = {"InstanceType": "ml.none", "InstanceCount": 1}
    refuse("1 validation error detected: ", BatchStrategy="Every")
    refuse("2 validation errors detected: ", BatchStrategy="Every", TransformResources=resources)


def flow_models_that_a_job_cannot_use_are_refused():
    library = create_model(Mode="MultiModel", ModelDataUrl=f"s3://{data.BUCKET}/library/")
    refuse("container definitions which use MultiModel mode", ModelName=library)
    direct = create_model(containers=[{"ContainerHostname": "a"}, {"ContainerHostname": "b"}], mode="Direct")
    refuse("InferenceExecutionConfig which uses Direct mode", ModelName=direct)


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
    expect("ValidationException", "in status Completed", client.stop_transform_job, TransformJobName=name)
    expect("ValidationException", "Could not find requested job with name: none", client.describe_transform_job,
           TransformJobName="none")
    expect("ValidationException", "Could not find job to update with name: none", client.stop_transform_job,
           TransformJobName="none")
    expect("ResourceInUse", "already exists", client.create_transform_job, **request("tree"))
