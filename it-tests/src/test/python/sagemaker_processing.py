"""Processing jobs, model packages and models of them: the SageMaker Python SDK 2.x and boto3, unmodified."""

import io
import json
import os
import tarfile
import tempfile

import boto3
import sagemaker
from sagemaker.processing import FrameworkProcessor, ProcessingInput, ProcessingOutput, ScriptProcessor
from sagemaker.sklearn.processing import SKLearnProcessor
from sagemaker.xgboost.estimator import XGBoost

import data
from expectations import expect

s3 = boto3.client("s3")
client = boto3.client("sagemaker")
data.upload(s3)
session = sagemaker.Session(default_bucket=data.BUCKET)
directory = tempfile.mkdtemp()

SCRIPT = """
import json, os, sys
import helper
rows = open("/opt/ml/processing/input/data/train.csv").read().splitlines()
os.makedirs("/opt/ml/processing/output", exist_ok=True)
with open("/opt/ml/processing/output/report.json", "w") as file:
    json.dump({"rows": helper.count(rows), "arguments": sys.argv[1:], "word": os.environ.get("WORD")}, file)
with open("/opt/ml/output/message", "w") as file:
    file.write("counted")
print("counted", len(rows))
"""


def write(name, text):
    path = os.path.join(directory, name)
    with open(path, "w") as file:
        file.write(text)
    return path


# The helper is beside the script only where a directory is sent.
script = write("alone.py", SCRIPT.replace("import helper", "class helper:\n    count = len"))
write("process.py", SCRIPT)
write("helper.py", "def count(rows):\n    return len(rows)\n")


def processor(kind, **arguments):
    return kind(role=data.ROLE, instance_count=1, instance_type="ml.m5.large", sagemaker_session=session, **arguments)


def run(kind, code, **arguments):
    name = data.unique("process")
    kind.run(
        code=code,
        inputs=[ProcessingInput(
            source=f"s3://{data.BUCKET}/data/train/", destination="/opt/ml/processing/input/data", input_name="data")],
        outputs=[ProcessingOutput(
            source="/opt/ml/processing/output", destination=f"s3://{data.BUCKET}/{name}/out", output_name="report")],
        arguments=["--depth", "3"], job_name=name, wait=False, logs=False, **arguments)
    return kind


# All are started here and run beside each other.
jobs = {
    "script": run(processor(
        ScriptProcessor, image_uri=data.XGBOOST, command=["python3"], env={"WORD": "a<b"}), script),
    "sklearn": run(processor(SKLearnProcessor, framework_version="1.2-1", env={"WORD": "a<b"}), script),
    "framework": run(processor(
        FrameworkProcessor, estimator_cls=XGBoost, framework_version="1.7-1", py_version="py3", env={"WORD": "a<b"}),
        "process.py", source_dir=directory),
}


def check(kind):
    job = jobs[kind].latest_job
    job.wait(logs=False)
    description = job.describe()
    assert description["ProcessingJobStatus"] == "Completed", description
    assert description["ExitMessage"] == "counted", description
    report = json.loads(s3.get_object(Bucket=data.BUCKET, Key=f"{job.job_name}/out/report.json")["Body"].read())
    assert report == {"rows": 300, "arguments": ["--depth", "3"], "word": "a<b"}, report
    return job.job_name


def flow_script_processor_and_its_log():
    name = check("script")
    logs = boto3.client("logs")
    group = "/aws/sagemaker/ProcessingJobs"
    stream = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=name + "/")["logStreams"][0]
    events = logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True)["events"]
    assert any("counted 300" in event["message"] for event in events), events


def flow_sklearn_processor():
    check("sklearn")


def flow_framework_processor_with_a_directory_of_code():
    check("framework")


def flow_processing_jobs_through_boto3():
    name = jobs["script"].latest_job.job_name
    client.get_waiter("processing_job_completed_or_stopped").wait(
        ProcessingJobName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 300})
    expect("ValidationException", "Could not find requested job", client.describe_processing_job, ProcessingJobName="nope")
    expect("ValidationException", "The request was rejected because the processing job is in status Completed.",
           client.stop_processing_job, ProcessingJobName=name)
    description = client.describe_processing_job(ProcessingJobName=name)
    again = {member: description[member] for member in (
        "ProcessingJobName", "ProcessingResources", "AppSpecification", "RoleArn")}
    expect("ResourceInUse", "already exists", client.create_processing_job, **again)
    assert description["ProcessingStartTime"] <= description["ProcessingEndTime"], description
    pages = client.get_paginator("list_processing_jobs").paginate(
        NameContains="process-", SortBy="Name", PaginationConfig={"PageSize": 1})
    found = [job["ProcessingJobName"] for page in pages for job in page["ProcessingJobSummaries"]]
    assert {job.latest_job.job_name for job in jobs.values()} <= set(found), found


def flow_stop_a_processing_job():
    name = data.unique("sleep")
    client.create_processing_job(
        ProcessingJobName=name, RoleArn=data.ROLE,
        AppSpecification={"ImageUri": data.XGBOOST, "ContainerEntrypoint": ["python3", "-c"], "ContainerArguments": [
            "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(1)); print('up', flush=True); "
            "time.sleep(600)"]},
        ProcessingResources={"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}})
    data.wait_until(lambda: "ProcessingStartTime" in client.describe_processing_job(ProcessingJobName=name))
    client.stop_processing_job(ProcessingJobName=name)
    client.get_waiter("processing_job_completed_or_stopped").wait(
        ProcessingJobName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 300})
    assert client.describe_processing_job(ProcessingJobName=name)["ProcessingJobStatus"] == "Stopped"
    client.delete_processing_job(ProcessingJobName=name)


def model_archive():
    with io.BytesIO() as archive:
        with tarfile.open(fileobj=archive, mode="w:gz"):
            pass
        return archive.getvalue()


def flow_a_version_is_registered_approved_and_made_a_model():
    s3.put_object(Bucket=data.BUCKET, Key="packaged/model.tar.gz", Body=model_archive())
    url = f"s3://{data.BUCKET}/packaged/model.tar.gz"
    group = data.unique("group")
    client.create_model_package_group(ModelPackageGroupName=group, ModelPackageGroupDescription="versions")
    expect("ValidationException", "already exists", client.create_model_package_group, ModelPackageGroupName=group)
    client.create_model_package(ModelPackageGroupName=group, InferenceSpecification={
        "Containers": [{"Image": data.XGBOOST, "ModelDataUrl": url, "Environment": {"A": "package"}}],
        "SupportedContentTypes": ["text/csv"], "SupportedResponseMIMETypes": ["text/csv"]})
    versions = client.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"]
    assert [version["ModelPackageVersion"] for version in versions] == [1], versions
    arn = versions[0]["ModelPackageArn"]
    assert arn.endswith(f":model-package/{group}/1"), arn
    client.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved", ApprovalDescription="good")
    description = client.describe_model_package(ModelPackageName=arn)
    assert description["ModelApprovalStatus"] == "Approved" and description["ModelPackageStatus"] == "Completed"
    container = description["InferenceSpecification"]["Containers"][0]
    assert container["ModelDataETag"] == s3.head_object(Bucket=data.BUCKET, Key="packaged/model.tar.gz")["ETag"].strip('"')
    assert arn in client.batch_describe_model_package(ModelPackageArnList=[arn])["ModelPackageSummaries"]

    name = data.unique("packaged")
    client.create_model(ModelName=name, ExecutionRoleArn=data.ROLE, PrimaryContainer={"ModelPackageName": arn})
    made = client.describe_model(ModelName=name)["PrimaryContainer"]
    assert made["ModelDataUrl"] == url and made["Environment"] == {"A": "package"}, made

    expect("ConflictException", "", client.delete_model_package_group, ModelPackageGroupName=group)
    client.delete_model_package(ModelPackageName=arn)
    client.delete_model_package_group(ModelPackageGroupName=group)
    expect("ValidationException", "does not exist.", client.describe_model_package, ModelPackageName=arn)
