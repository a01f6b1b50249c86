"""Requests to an endpoint of the XGBoost image, beside the same load (wrk) put straight on its container.

Both sides are warm: a JVM compiles what it runs during its first minute, and that is no cost of a request. At the end, under the
same load, the container is killed, and the time taken until another one answers.
"""

import re
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import figures
import jobs
from measure_transform import XGBOOST, rows, train
from sides import REGION, ROLE, Slipway

SECONDS, ROUNDS, PAYLOAD, WARM_SECONDS, TURNS, KILLS = 4, 5, 1024, 40, 20, 3

AUTHORIZATION = f"AWS4-HMAC-SHA256 Credential=bench/20260101/{REGION}/sagemaker/aws4_request, Signature=0"
SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "text/csv"
wrk.headers["Authorization"] = "%(authorization)s"
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


def container(arn):
    return docker("ps", "-q", "--filter", f"label=slipway.job={arn}").split()[-1]


def address(arn):
    return docker("inspect", "-f", "{{.NetworkSettings.IPAddress}}", container(arn)).strip()


def docker(*arguments):
    return subprocess.run(["docker", *arguments], check=True, capture_output=True, text=True).stdout


def seconds_to_replace(arn, url, script, body):
    """From the kill of the container to the first good answer; requests wait for another one, or break off with it."""
    request = urllib.request.Request(url, body.encode(), {"Content-Type": "text/csv", "Authorization": AUTHORIZATION})
    load = subprocess.Popen(["wrk", "-t2", "-c16", "-d60s", "-s", script, url], stdout=subprocess.DEVNULL)
    try:
        docker("kill", container(arn))
        start = time.perf_counter()
        while True:
            try:
                with urllib.request.urlopen(request) as response:
                    response.read()
                    return time.perf_counter() - start
            except urllib.error.HTTPError:
                pass
    finally:
        load.terminate()
        load.wait()


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
        script.write(SCRIPT % {"authorization": AUTHORIZATION, "body": body})
        script.flush()
        through = f"{slipway.endpoint}/endpoints/bench/invocations"
        straight = f"http://{address(arn)}:8080/invocations"
        wrk(through, script.name, 16, WARM_SECONDS)
        ours, theirs = figures.interleave(
            lambda: wrk(through, script.name, 16)[0], lambda: wrk(straight, script.name, 16)[0], rounds=ROUNDS)
        figures.report(
            "InvokeEndpoint, 1 KB, 16 connections", "at least 0.7", ours, theirs, theirs_name="straight",
            unit="requests/s")
        # In short turns, for both sides to meet the same load from elsewhere.
        ours, theirs = figures.interleave(
            lambda: wrk(through, script.name, 1, 1)[1], lambda: wrk(straight, script.name, 1, 1)[1], rounds=TURNS)
        figures.report(
            "median latency, one connection", "at most 0.5 ms more", ours, theirs, theirs_name="straight", unit="ms")
        times = [seconds_to_replace(arn, through, script.name, body) for _ in range(KILLS)]
        print(f"a killed container, 16 connections: another answers after {statistics.median(times):.2f} s "
              f"(from {min(times):.2f} to {max(times):.2f}) (bar: at most 10 s)", flush=True)
