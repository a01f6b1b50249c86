"""Batch transform of a large CSV object against a container that answers at once, beside curl with the same payloads.

What is compared is the feeding, not the start and end of the container: from the first line of the job's data log, which it
writes when the container serves, to the time of the output object.
"""

import http.client
import os
import subprocess
import tempfile
import time
import uuid

import answer_image
import figures
import jobs
from sides import REGION, ROLE, Slipway

PAYLOAD, CONCURRENCY, ROUNDS = 6 << 20, 4, 5
ROW = b"0.123456,0.234567,0.345678,0.456789,0.567890,0.678901,0.789012,0.890123,0.901234,0.012345\n"
SETTLE_SECONDS = 5


class Rows:
    """As many whole rows as fit into a size, as a file: a short read would be taken for its end."""

    def __init__(self, size):
        self.left = size // len(ROW)
        self.rest = b""

    def read(self, size):
        rows = min(self.left, max(0, size - len(self.rest)) // len(ROW) + 1)
        self.left -= rows
        data = self.rest + ROW * rows
        self.rest = data[size:]
        return data[:size]


def serving_since(logs, job):
    group = "/aws/sagemaker/TransformJobs"
    streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=job + "/")["logStreams"]
    data_log = next(stream["logStreamName"] for stream in streams if stream["logStreamName"].endswith("/data-log"))
    events = logs.get_log_events(logGroupName=group, logStreamName=data_log, startFromHead=True)["events"]
    return events[0]["timestamp"] / 1000


def payload_files(directory, size):
    """The payloads as the job makes them: whole rows, as many as fit."""
    each = PAYLOAD // len(ROW)
    rows, files = size // len(ROW), []
    while rows > 0:
        path = os.path.join(directory, str(len(files)))
        with open(path, "wb") as file:
            file.write(ROW * min(each, rows))
        files.append(path)
        rows -= each
    return files


def await_ping(address):
    while True:
        try:
            connection = http.client.HTTPConnection(address, 8080)
            connection.request("GET", "/ping")
            if connection.getresponse().status == 200:
                connection.close()
                return
        except OSError:
            time.sleep(0.02)


def main(size=1 << 30):
    """@param size: of the object, in bytes"""
    answer_image.ensure()
    with Slipway() as slipway, tempfile.TemporaryDirectory() as directory:
        s3, sagemaker, logs = (slipway.client(service) for service in ("s3", "sagemaker", "logs"))
        s3.create_bucket(Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.upload_fileobj(Rows(size), jobs.BUCKET, "in/rows.csv")
        sagemaker.create_model(
            ModelName="answer", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": answer_image.IMAGE})
        files = payload_files(directory, size)

        def transform():
            name = f"bench-{uuid.uuid4().hex}"
            sagemaker.create_transform_job(
                TransformJobName=name, ModelName="answer", BatchStrategy="MultiRecord", MaxPayloadInMB=PAYLOAD >> 20,
                MaxConcurrentTransforms=CONCURRENCY,
                TransformInput={"ContentType": "text/csv", "SplitType": "Line", "DataSource": {
                    "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{jobs.BUCKET}/in/"}}},
                TransformOutput={"S3OutputPath": f"s3://{jobs.BUCKET}/out/{name}"},
                TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1})
            while True:
                job = sagemaker.describe_transform_job(TransformJobName=name)
                if job["TransformJobStatus"] != "InProgress":
                    assert job["TransformJobStatus"] == "Completed", job
                    return name
                time.sleep(0.05)

        def ours():
            name = transform()
            output = s3.list_objects_v2(Bucket=jobs.BUCKET, Prefix=f"out/{name}/")["Contents"][0]
            assert output["Size"] == len(b"ok\n") * len(files), output
            return size / 1e6 / (output["LastModified"].timestamp() - serving_since(logs, name))

        def curl():
            container = subprocess.run(
                ["docker", "run", "-d", answer_image.IMAGE, "serve"],
                check=True, capture_output=True, text=True).stdout.strip()
            try:
                address = subprocess.run(
                    ["docker", "inspect", "-f", "{{.NetworkSettings.IPAddress}}", container],
                    check=True, capture_output=True, text=True).stdout.strip()
                await_ping(address)
                command = ["curl", "--no-progress-meter", "--parallel", "--parallel-max", str(CONCURRENCY)]
                for number, path in enumerate(files):
                    command += ["--next"] if number else []
                    command += ["-X", "POST", "-T", path, "-H", "Content-Type: text/csv", "-H", "Expect:",
                                "-o", os.devnull, f"http://{address}:8080/invocations"]
                start = time.perf_counter()
                subprocess.run(command, check=True)
                return size / 1e6 / (time.perf_counter() - start)
            finally:
                subprocess.run(["docker", "rm", "-f", container], check=True, stdout=subprocess.DEVNULL)

        time.sleep(SETTLE_SECONDS)
        idle = slipway.resident_mebibytes()
        slipway.forget_peak()
        transform()
        print(f"memory: idle {idle:.0f} MiB, peak {slipway.peak_mebibytes():.0f} MiB "
              f"(bar: at most 128 MiB above idle)", flush=True)
        figures.report(f"feeding {size / (1 << 30):.4g} GiB", "at least 0.8", *figures.interleave(ours, curl, rounds=ROUNDS),
                       theirs_name="curl", unit="MB/s")
