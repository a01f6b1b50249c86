"""Search for jobs by hyperparameter and tag, sorted by a property, among 10,000 jobs and among 100, all of them played."""

import time

import figures
from measure_listing import Connection, fill
from sides import Slipway

REQUEST = {
    "Resource": "TrainingJob", "SortBy": "TrainingTimeInSeconds", "MaxResults": 10,
    "SearchExpression": {"Operator": "Or", "Filters": [
        {"Name": "ResourceConfig.InstanceType", "Operator": "Equals", "Value": "ml.m5.large"},
        {"Name": "HyperParameters.eta", "Operator": "LessThan", "Value": "0.5"},
        {"Name": "Tags.team", "Operator": "Exists"}]},
}


def main():
    with Slipway("--engine", "simulated") as many, Slipway("--engine", "simulated") as few:
        fill(many, 10_000)
        fill(few, 100)

        def search(server):
            connection = Connection(server)

            def measure():
                start = time.perf_counter()
                assert "Results" in connection.call("Search", REQUEST)
                return (time.perf_counter() - start) * 1000
            return measure

        figures.report("a search", "10,000 jobs in at most 500 ms", *figures.interleave(search(many), search(few)),
                       ours_name="10,000 jobs", theirs_name="100 jobs", unit="ms")
