"""What users do with the AWS CLI, unmodified, with only the endpoint, keys and region set."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import data

AWS = os.path.join(os.path.dirname(sys.executable), "aws")


def aws(*arguments, status=0):
    done = subprocess.run([AWS, *arguments], capture_output=True, text=True, timeout=120)
    assert done.returncode == status, f"aws {arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout if status == 0 else done.stderr


def bucket():
    name = data.unique("aws-cli")
    aws("s3", "mb", f"s3://{name}")
    return name


def files(directory):
    return {str(file.relative_to(directory)): file.read_bytes()
            for file in pathlib.Path(directory).rglob("*") if file.is_file()}


def flow_sync_there_and_back():
    name = bucket()
    with tempfile.TemporaryDirectory() as here, tempfile.TemporaryDirectory() as there:
        (pathlib.Path(here) / "deep" / "er").mkdir(parents=True)
        (pathlib.Path(here) / "a b+c.txt").write_text("with a space")
        (pathlib.Path(here) / "deep" / "er" / "empty").write_bytes(b"")
        # Above the threshold from which the CLI sends in parts.
        (pathlib.Path(here) / "deep" / "large").write_bytes(os.urandom(20 << 20))
        assert aws("s3", "sync", here, f"s3://{name}/prefix").count("upload: ") == 3
        assert aws("s3", "sync", here, f"s3://{name}/prefix") == ""
        aws("s3", "sync", f"s3://{name}/prefix", there)
        assert files(there) == files(here)
        (pathlib.Path(here) / "a b+c.txt").unlink()
        assert "delete: " in aws("s3", "sync", here, f"s3://{name}/prefix", "--delete")
    listed = aws("s3", "ls", f"s3://{name}/prefix/", "--recursive")
    assert "deep/large" in listed and "a b+c" not in listed, listed
    aws("s3", "rb", f"s3://{name}", "--force")
    assert "NoSuchBucket" in aws("s3", "ls", f"s3://{name}", status=255)


def flow_copy_through_pipes_and_between_keys():
    name = bucket()
    subprocess.run([AWS, "s3", "cp", "-", f"s3://{name}/one"], input=b"streamed", check=True)
    aws("s3", "mv", f"s3://{name}/one", f"s3://{name}/two")
    assert aws("s3", "cp", f"s3://{name}/two", "-") == "streamed"
    assert aws("s3", "presign", f"s3://{name}/two").startswith("http")
    aws("s3", "rb", f"s3://{name}", "--force")


def flow_a_model_by_json():
    name = data.unique("aws-cli-model")
    created = json.loads(aws(
        "sagemaker", "create-model", "--model-name", name, "--execution-role-arn", data.ROLE,
        "--primary-container", json.dumps({"Image": data.XGBOOST})))
    assert created["ModelArn"].endswith(f":model/{name}"), created
    assert json.loads(aws("sagemaker", "describe-model", "--model-name", name))["PrimaryContainer"]["Image"] == data.XGBOOST
    assert name in aws("sagemaker", "list-models", "--name-contains", name, "--query", "Models[].ModelName", "--output", "text")
    aws("sagemaker", "delete-model", "--model-name", name)
    assert "ValidationException" in aws("sagemaker", "describe-model", "--model-name", name, status=255)


def flow_who_am_i():
    assert ":assumed-role/" in json.loads(aws("sts", "get-caller-identity"))["Arn"]
