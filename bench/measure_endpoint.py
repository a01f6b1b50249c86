"""Requests to an endpoint of the XGBoost image, beside the same load (wrk) put straight on its container.

Both sides are warm: a JVM compiles what it runs during its first minute, and that is no cost of a request.
"""

import re
import subprocess
import tempfile
import time

import figures
import jobs
from measure_transform import XGBOOST, rows, train
from sides import REGION, ROLE, Slipway

SECONDS, ROUNDS, PAYLOAD, WARM_SECONDS = 4, 5, 1024, 40

SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "text/csv"
wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=bench/20260101/%(region)s/sagemaker/aws4_request, Signature=0"
wrk.body = [[%(body)s]]
"""


def serve(slipway, model):
    sagemaker = slipway.client("sagemaker")
    sagemaker.create_model(
        ModelName="bench", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": XGBOOST, "ModelDataUrl": model})
    sagemaker.create_endpoint_config(EndpointConfigName="bench", ProductionVariants=[{
        "VariantName": "AllTraffic", "ModelName": "bench", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}])
    sagemaker.create_endpoint(EndpointName="bench", EndpointConfigName="bench")
    while sagemaker.describe_endpoint(EndpointName="bench")["EndpointStatus"] == "Creating":
        time.sleep(0.1)
    endpoint = sagemaker.describe_endpoint(EndpointName="bench")
    assert endpoint["EndpointStatus"] == "InService", endpoint
    return endpoint["EndpointArn"]


def address(arn):
    container = subprocess.run(
        ["docker", "ps", "-q", "--filter", f"label=slipway.job={arn}"], check=True, capture_output=True,
        text=True).stdout.split()[-1]
    return subprocess.run(
        ["docker", "inspect", "-f", "{{.NetworkSettings.IPAddress}}", container], check=True, capture_output=True,
        text=True).stdout.strip()


def wrk(url, script, connections, seconds=SECONDS):
    """Requests per second, and the median latency in milliseconds."""
    output = subprocess.run(
        ["wrk", f"-t{min(2, connections)}", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script, url],
        check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output:
        raise RuntimeError(output)
    median, unit = re.search(r"50%\s+([\d.]+)(us|ms|s)", output).groups()
    milliseconds = float(median) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1)), milliseconds


def main():
    body = rows(PAYLOAD, 0).rstrip("\n")
    with Slipway() as slipway, tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        slipway.client("s3").create_bucket(
            Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        arn = serve(slipway, train(slipway))
        script.write(SCRIPT % {"region": REGION, "body": body})
        script.flush()
        through = f"{slipway.endpoint}/endpoints/bench/invocations"
        straight = f"http://{address(arn)}:8080/invocations"
        wrk(through, script.name, 16, WARM_SECONDS)
        ours, theirs = figures.interleave(
            lambda: wrk(through, script.name, 16)[0], lambda: wrk(straight, script.name, 16)[0], rounds=ROUNDS)
        figures.report(
            "InvokeEndpoint, 1 KB, 16 connections", "at least 0.7", ours, theirs, theirs_name="straight",
            unit="requests/s")
        ours, theirs = figures.interleave(
            lambda: wrk(through, script.name, 1)[1], lambda: wrk(straight, script.name, 1)[1], rounds=ROUNDS)
        figures.report(
            "median latency, one connection", "at most 0.5 ms more", ours, theirs, theirs_name="straight", unit="ms")
