"""Requests per second with 8 clients (wrk), beside moto_server."""

import re
import subprocess
import tempfile

import figures
import jobs
import shell_image
from sides import REGION, ROLE, Moto, Slipway

CLIENTS, SECONDS = 8, 3

SCRIPT = """
local thread = 0
function setup(t) t:set("id", thread); thread = thread + 1 end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-amz-json-1.1"
wrk.headers["X-Amz-Target"] = "SageMaker.%(operation)s"
wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=bench/20260101/%(region)s/sagemaker/aws4_request, Signature=0"
local count = 0
function request()
  count = count + 1
  return wrk.format(nil, "/", nil, (string.gsub([[%(body)s]], "UNIQUE", "%(round)s-" .. id .. "-" .. count)))
end
"""


def requests_per_second(server, operation, body, round):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % {"operation": operation, "region": REGION, "body": body, "round": round})
        script.flush()
        output = subprocess.run(
            ["wrk", "-t2", f"-c{CLIENTS}", f"-d{SECONDS}s", "-s", script.name, server.endpoint],
            check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output:
        raise RuntimeError(output)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1))


def main():
    shell_image.ensure()
    with Slipway() as slipway, Moto() as moto:
        for server in (slipway, moto):
            server.client("s3").create_bucket(
                Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        job = jobs.training_request("true")
        jobs.run_training(slipway.client("sagemaker"), job)
        moto.client("sagemaker").create_training_job(**job)
        describe = '{"TrainingJobName":"%s"}' % job["TrainingJobName"]
        model = ('{"ModelName":"m-UNIQUE","ExecutionRoleArn":"%s","PrimaryContainer":{"Image":"%s"}}'
                 % (ROLE, shell_image.IMAGE))
        for operation, body in (("DescribeTrainingJob", describe), ("CreateModel", model)):
            rounds = iter(range(1000))
            ours, theirs = figures.interleave(
                lambda: requests_per_second(slipway, operation, body, f"s{next(rounds)}"),
                lambda: requests_per_second(moto, operation, body, f"m{next(rounds)}"))
            figures.report(operation, "at least 10", ours, theirs, theirs_name="moto_server", unit="requests/s")
