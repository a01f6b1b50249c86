"""One page of 100 of ListTrainingJobs, with 10,000 jobs stored and with 100. The jobs are played (simulated engine)."""

import json
import http.client
import time
from concurrent.futures import ThreadPoolExecutor

import figures
import jobs
from sides import REGION, Slipway

PAGES = 20


class Connection:
    """A plain HTTP connection: what is measured is the server, not a client library."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection(server.endpoint.removeprefix("http://"))

    def call(self, operation, request):
        self.connection.request("POST", "/", json.dumps(request), {
            "X-Amz-Target": f"SageMaker.{operation}", "Content-Type": "application/x-amz-json-1.1",
            "Authorization": f"AWS4-HMAC-SHA256 Credential=bench/20260101/{REGION}/sagemaker/aws4_request, Signature=0"})
        response = self.connection.getresponse()
        body = json.loads(response.read())
        if response.status != 200:
            raise RuntimeError(body)
        return body


def fill(server, count):
    server.client("s3").create_bucket(Bucket=jobs.BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})

    def create(share):
        connection = Connection(server)
        for _ in range(share):
            request = jobs.training_request("true")
            del request["InputDataConfig"]
            connection.call("CreateTrainingJob", request)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(create, [count // 4] * 4))
    connection = Connection(server)
    while connection.call("ListTrainingJobs", {"StatusEquals": "InProgress", "MaxResults": 1})["TrainingJobSummaries"]:
        time.sleep(0.2)


def main():
    with Slipway("--engine", "simulated") as many, Slipway("--engine", "simulated") as few:
        fill(many, 10_000)
        fill(few, 100)

        def page(server):
            connection = Connection(server)
            connection.call("ListModels", {})

            def measure():
                start = time.perf_counter()
                for _ in range(PAGES):
                    jobs_listed = connection.call("ListTrainingJobs", {"MaxResults": 100})["TrainingJobSummaries"]
                    assert len(jobs_listed) == 100
                return (time.perf_counter() - start) / PAGES * 1000
            return measure

        figures.report("a page of 100", "at most 1.5", *figures.interleave(page(many), page(few)),
                       ours_name="10,000 jobs", theirs_name="100 jobs", unit="ms")
