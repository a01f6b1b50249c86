"""Channels from EFS and FSx for Lustre with the SageMaker SDK, 2.x and 1.72 alike, in containers of a shell."""

from sagemaker import KMeans
from sagemaker.amazon.amazon_estimator import FileSystemRecordSet
from sagemaker.estimator import Estimator
from sagemaker.inputs import FileSystemInput
from sagemaker.tuner import ContinuousParameter, HyperparameterTuner

import data
from frameworks import V1, client, estimator, fit, log, session

SYSTEM = "fs-0123456789abcdef0"  # where Slipway has it is a setting of the server
IMAGE = "slipway-it/shell:2"
VPC = {"subnets": ["subnet-0123456789abcdef0"], "security_group_ids": ["sg-0123456789abcdef0"]}
FOLDER = data.unique("/sdk")
CHANNELS = "/opt/ml/input/data"


def shell(command, **more):
    return estimator(Estimator, **{"image_name" if V1 else "image_uri": IMAGE}, **VPC,
                     hyperparameters={"command": command}, **more)


def flow_what_a_job_writes_stays_on_the_file_system():
    job = fit(shell(f"mkdir {CHANNELS}/disk{FOLDER} && seq 5 > {CHANNELS}/disk{FOLDER}/rows"),
              {"disk": FileSystemInput(SYSTEM, "EFS", "/", "rw")})
    assert job["InputDataConfig"] == [{
        "ChannelName": "disk", "CompressionType": "None", "RecordWrapperType": "None",
        "DataSource": {"FileSystemDataSource": {
            "FileSystemId": SYSTEM, "FileSystemType": "EFS", "DirectoryPath": "/", "FileSystemAccessMode": "rw"}}}], job
    assert job["VpcConfig"]["Subnets"] == VPC["subnets"], job


def flow_a_file_system_is_read_beside_s3():
    entry = ".train.:{.ContentType.:.text/csv.,.TrainingInputMode.:.File.,.S3DistributionType.:.FullyReplicated."
    fit(shell(f"cd {CHANNELS} && test $(wc -l < train/rows) = 5 && ! touch train/new && test -s other/train.csv"
              f" && touch other/new && grep -q '{entry}' ../config/inputdataconfig.json"),
        {"train": FileSystemInput(SYSTEM, "FSxLustre", FOLDER, content_type="text/csv"),
         "other": f"s3://{data.BUCKET}/data/train"})


def flow_an_amazon_algorithm_takes_a_file_system_record_set():
    kmeans = estimator(KMeans, k=2, **VPC)
    kmeans.fit(FileSystemRecordSet(SYSTEM, "EFS", FOLDER, 5, 1), wait=False, job_name=data.unique("kmeans"))
    name = kmeans.latest_training_job.name
    job = data.wait_until(lambda: ended(client.describe_training_job(TrainingJobName=name), "TrainingJobStatus"))
    assert job["TrainingJobStatus"] == "Completed" and job["HyperParameters"]["feature_dim"] == "1", job
    assert "rows" in log(name), log(name)


def flow_the_jobs_of_a_tuner_share_a_file_system():
    tuner = HyperparameterTuner(
        shell(f"echo n=$(wc -l < {CHANNELS}/train/rows)"), "n", {"x": ContinuousParameter(0, 1)},
        metric_definitions=[{"Name": "n", "Regex": "n=([0-9]+)"}], max_jobs=2, max_parallel_jobs=2)
    tuner.fit({"train": FileSystemInput(SYSTEM, "EFS", FOLDER)}, job_name=data.unique("efs"),
              **({} if V1 else {"wait": False}))
    name = tuner.latest_tuning_job.name
    job = data.wait_until(lambda: ended(client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name),
                                        "HyperParameterTuningJobStatus"))
    assert job["TrainingJobStatusCounters"]["Completed"] == 2, job
    assert job["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] == 5, job


def flow_a_directory_that_is_not_there_fails_the_job():
    job = fit(shell("true"), {"train": FileSystemInput(SYSTEM, "EFS", FOLDER + "/none")}, "Failed")
    assert job["FailureReason"] == (
        f"ClientError: Unable to mount file system: {SYSTEM}, directory path: {FOLDER}/none. Incorrect mount path. Please"
        " ensure the mount path specified exists on the filesystem."), job


def ended(job, status):
    return None if job[status] in ("InProgress", "Stopping") else job
