"""Combinations and failures of batch transform beyond the plain ones, through boto3 on played containers."""

import gzip
import itertools
import json

import data
import frames
from expectations import expect
from played_hosting import FAST, create_model
from transform_data import client, data_log, outputs, prefix, put, request, run, s3

ROWS = [f"{i},{i * i}\n".encode() for i in range(40)]


def flow_gzip_with_every_split_and_strategy():
    plain = b"".join(ROWS)
    put("unzipped/a", plain)
    run("unzipped")
    expected = outputs("unzipped")["a.out"]
    bodies = {"None": plain, "Line": plain, "RecordIO": b"".join(map(frames.recordio, ROWS)),
              "TFRecord": b"".join(map(frames.tfrecord, ROWS))}
    for split, body in bodies.items():
        put(f"packed{split}/a", gzip.compress(body))
        put(f"broken{split}/a", gzip.compress(body)[:-9])
        put(f"noise{split}/a", b"\x1f\x8b, but no more of it than that")
        packed = {"input": {"SplitType": split, "CompressionType": "Gzip"}}
        for strategy in ("MultiRecord", "SingleRecord"):
            run(f"packed{split}{strategy}", folder=f"packed{split}/", BatchStrategy=strategy, **packed)
            (name, answer), = outputs(f"packed{split}{strategy}").items()
            # Many framed records are one line to a played model, or some: it answers for each that it sees.
            assert name == "a.out" and answer, (split, strategy)
            if split in ("None", "Line") or strategy == "SingleRecord":
                assert answer == expected, (split, strategy, answer)
            for kind in ("broken", "noise"):
                bad = f"{kind}{split}{strategy}"
                job = run(bad, "Failed", folder=f"{kind}{split}/", BatchStrategy=strategy, **packed)
                assert job["FailureReason"] == "ClientError: See job logs for more information", job
                assert outputs(bad) == {}
                assert f"{data.BUCKET}/{prefix}/{kind}{split}/a: ClientError: " in data_log(bad)


def flow_the_request_decides_before_the_container_and_the_container_before_the_defaults():
    asked = {"MaxConcurrentTransforms": 64, "BatchStrategy": "SINGLE_RECORD", "MaxPayloadInMB": 10}

    def model(parameters):
        return create_model(Environment={"SLIPWAY_SIMULATED_EXECUTION_PARAMETERS": parameters})
    asking, silent, babbling = model(json.dumps(asked)), create_model(), model("no JSON")
    partly = model('{"MaxPayloadInMB": 3}')
    put("fed/a.csv", "1\n2\n")
    for number, (name, changes, line) in enumerate([
            (asking, {}, "MaxConcurrentTransforms=10, MaxPayloadInMB=10, BatchStrategy=SINGLE_RECORD"),
            (asking, {"MaxConcurrentTransforms": 3, "MaxPayloadInMB": 2, "BatchStrategy": "MultiRecord"},
             "MaxConcurrentTransforms=3, MaxPayloadInMB=2, BatchStrategy=MULTI_RECORD"),
            (asking, {"MaxPayloadInMB": 2, "MaxConcurrentTransforms": 0},
             "MaxConcurrentTransforms=50, MaxPayloadInMB=2, BatchStrategy=SINGLE_RECORD"),
            (partly, {}, "MaxConcurrentTransforms=1, MaxPayloadInMB=3, BatchStrategy=MULTI_RECORD"),
            (silent, {}, "MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD"),
            (babbling, {}, "MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD")]):
        run(f"fed{number}", folder="fed/", ModelName=name, **changes)
        assert data_log(f"fed{number}").endswith(f":[sagemaker logs]: {line}"), (number, data_log(f"fed{number}"))
        assert len(outputs(f"fed{number}")["a.csv.out"].split()) == 2


def flow_a_manifest_shared_out_over_instances():
    names = [f"part/{letter}/{letter}.csv" for letter in "abcde"]
    for name in names:
        put(f"shares/{name}", name + "\n")
    put("shares.manifest", json.dumps([{"prefix": f"s3://{data.BUCKET}/{prefix}/shares/"}, *names]))
    resources = {"InstanceType": "ml.m5.large", "InstanceCount": 3}
    run("shares", folder="shares.manifest", data_type="ManifestFile", TransformResources=resources)
    assert set(outputs("shares")) == {f"{name}.out" for name in names}


def flow_a_manifest_that_is_none_leaves_nothing():
    missing = json.dumps([{"prefix": f"s3://{data.BUCKET}/{prefix}/nowhere/"}, "none.csv"])
    for number, body in enumerate(["this is no manifest", '{"prefix": "s3://x/"}', "[]", missing]):
        put(f"manifest{number}", body)
        job = run(f"manifest{number}", "Failed", folder=f"manifest{number}", data_type="ManifestFile")
        assert job["FailureReason"].startswith("ClientError: "), job
        assert outputs(f"manifest{number}") == {}


def flow_what_is_not_there_fails_the_job():
    job = run("nothing", "Failed")
    assert job["FailureReason"].startswith("ClientError: No S3 objects found under S3 URL"), job
    put("homeless/a.csv", "1\n")
    job = run("homeless", "Failed", output={"S3OutputPath": "s3://there-is-no-such-bucket/out"})
    assert job["FailureReason"].startswith("ClientError: The bucket of S3OutputPath"), job


def flow_one_bad_object_keeps_no_other_back_on_any_instance():
    for number in range(6):
        put(f"mixed/{number}.csv", "1,2\n" if number != 3 else "x" * (1 << 20) + "1,2\n")
    resources = {"InstanceType": "ml.m5.large", "InstanceCount": 2}
    job = run("mixed", "Failed", MaxPayloadInMB=1, TransformResources=resources)
    assert job["FailureReason"] == "ClientError: See job logs for more information", job
    assert set(outputs("mixed")) == {f"{number}.csv.out" for number in (0, 1, 2, 4, 5)}
    assert f"{data.BUCKET}/{prefix}/mixed/3.csv: ClientError: " in data_log("mixed")


def flow_joins_of_json_that_do_not_go_together_leave_nothing():
    lines = {"input": {"ContentType": "application/jsonlines"},
             "output": {"Accept": "application/jsonlines", "AssembleWith": "Line"}}
    # A carriage return is a space to JSON, and the end of a line to the played model.
    put("unlikejson/a.jsonl", '{"id":\r1}\n')
    put("unlikejson/b.jsonl", '{"id": 1}\n')
    for number, folder in enumerate(["unlikejson/a.jsonl", "unlikejson/"]):
        run(f"unlikejson{number}", "Failed", folder=folder, DataProcessing={"JoinSource": "Input"}, **lines)
    assert outputs("unlikejson0") == {} and set(outputs("unlikejson1")) == {"b.jsonl.out"}
    put("nojson/a.jsonl", "{no json\n")
    run("nojson", "Failed", DataProcessing={"InputFilter": "$.id"}, **lines)
    assert outputs("nojson") == {}
    put("nosuch/a.jsonl", '{"id": 1}\n')
    run("nosuch", "Failed", DataProcessing={"JoinSource": "Input", "OutputFilter": "$['other']"}, **lines)
    assert outputs("nosuch") == {}


def flow_every_filter_of_the_guide():
    put("filters/a.csv", "a,1,2,3\nb,4,5,6\n")
    both = {"output": {"Accept": "text/csv", "AssembleWith": "Line"}}
    for number, (path, columns) in enumerate([
            ("$", 5), ("$[1:]", 4), ("$[:2]", 2), ("$[-1]", 1), ("$[0,-1]", 2), ("$[1:3]", 2), ("$[0,2,4]", 3)]):
        run(f"filters{number}", folder="filters/", DataProcessing={"JoinSource": "Input", "OutputFilter": path}, **both)
        rows = outputs(f"filters{number}")["a.csv.out"].splitlines()
        assert [len(row.split(",")) for row in rows] == [columns] * 2, (path, rows)
    put("documents2/a.jsonl", '{"id": 7, "features": [1, 2], "deep": {"x": 5}}\n')
    lines = {"input": {"ContentType": "application/jsonlines"},
             "output": {"Accept": "application/jsonlines", "AssembleWith": "Line"}}
    for number, (path, members) in enumerate([
            ("$['id','SageMakerOutput']", ["id", "SageMakerOutput"]), ("$", ["id", "features", "deep", "SageMakerOutput"])]):
        run(f"documents2{number}", folder="documents2/", DataProcessing={
            "InputFilter": "$.features", "JoinSource": "Input", "OutputFilter": path}, **lines)
        assert list(json.loads(outputs(f"documents2{number}")["a.jsonl.out"])) == members, path
    run("deep", folder="documents2/", DataProcessing={"InputFilter": "$.deep.x"}, **lines)
    assert len(outputs("deep")["a.jsonl.out"].split()) == 1


def flow_what_is_no_filter_is_refused():
    for path in ("no path", "$[", "$..a", "$[?(@.x)]", "a.b", "$[1:2,4:5]"):
        for member in ("InputFilter", "OutputFilter"):
            expect("ValidationException", f"Invalid JsonPath: {path}", client.create_transform_job,
                   **request("refused", DataProcessing={member: path}))
    expect("ValidationException", "1 validation error detected: ", client.create_transform_job,
           **request("refused", DataProcessing={"InputFilter": "$" + "[1]" * 30}))
    expect("ValidationException", "only indexes of columns", client.create_transform_job,
           **request("refused", DataProcessing={"InputFilter": "$.name"}))
    expect("ValidationException", "text/csv, application/json and application/jsonlines only", client.create_transform_job,
           **request("refused", input={"ContentType": "image/png"}, DataProcessing={"InputFilter": "$[0]"}))
    expect("ValidationException", "Could not find requested job with name", client.describe_transform_job,
           TransformJobName=f"{prefix}-refused")


def flow_captured_batches_have_identifiers():
    put("captured/a.csv", "1,2\n3,4\n")
    run("captured", output={"Accept": "text/csv", "AssembleWith": "Line"}, DataCaptureConfig={
        "DestinationS3Uri": f"s3://{data.BUCKET}/{prefix}/capture", "GenerateInferenceId": True})
    rows = [row.split(",") for row in outputs("captured")["a.csv.out"].splitlines()]
    assert [len(row) for row in rows] == [3, 3] and rows[0][1] != rows[1][1], rows
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=data.BUCKET, Prefix=f"{prefix}/capture/")["Contents"]]
    for kind, name in [("input", "a.csv"), ("output", "a.csv.out")]:
        (key,) = [key for key in keys if key.startswith(f"{prefix}/capture/{kind}/") and key.endswith(".json")]
        manifest = json.loads(s3.get_object(Bucket=data.BUCKET, Key=key)["Body"].read())
        assert manifest[1:] == [name], manifest


def flow_a_stopped_job_stores_nothing_on_any_instance():
    for number in range(4):
        put(f"halted/{number}.csv", "1\n")
    resources = {"InstanceType": "ml.m5.large", "InstanceCount": 2}
    name = f"{prefix}-halted"
    client.create_transform_job(**request(
        "halted", Environment={"SLIPWAY_SIMULATED_MILLISECONDS": "600000"}, TransformResources=resources))
    data.wait_until(lambda: "MaxConcurrentTransforms=" in data_log("halted"))
    client.stop_transform_job(TransformJobName=name)
    client.get_waiter("transform_job_completed_or_stopped").wait(TransformJobName=name, WaiterConfig=FAST)
    assert client.describe_transform_job(TransformJobName=name)["TransformJobStatus"] == "Stopped"
    assert outputs("halted") == {}


def flow_models_of_several_containers_and_of_packages():
    put("models/a.csv", b"".join(ROWS))
    run("alone", folder="models/")
    put("again/a.csv", outputs("alone")["a.csv.out"])
    run("again")
    run("chained", folder="models/", ModelName=create_model(containers=[{}, {}]))
    assert outputs("chained") == outputs("again")
    package = client.create_model_package(ModelPackageName=data.unique("batch"), InferenceSpecification={
        "Containers": [{"Image": data.XGBOOST}, {"Image": data.XGBOOST}], "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["text/csv"], "SupportedTransformInstanceTypes": ["ml.m5.large"],
        "SupportedRealtimeInferenceInstanceTypes": ["ml.m5.large"]})["ModelPackageArn"]
    made = data.unique("batch")
    client.create_model(ModelName=made, ExecutionRoleArn=data.ROLE, PrimaryContainer={"ModelPackageName": package})
    run("package", folder="models/", ModelName=made)
    assert outputs("package") == outputs("again")


def flow_limits_of_concurrency_and_payload():
    put("bounds/a.csv", "1\n")
    for concurrent, payload in itertools.product([0, 1, 10, 100], [0, 1, 10, 100]):
        name = f"bounds{concurrent}x{payload}"
        job = {"folder": "bounds/", "MaxConcurrentTransforms": concurrent, "MaxPayloadInMB": payload}
        if concurrent * max(1, payload) <= 100:
            run(name, **job)
        else:
            expect("ValidationException", "MaxConcurrentTransforms * MaxPayloadInMB must not exceed 100.",
                   client.create_transform_job, **request(name, **job))
    expect("ValidationException", "MaxPayloadInMB must not exceed 100.", client.create_transform_job,
           **request("bounds", MaxPayloadInMB=101))
