"""Metrics, logs and search with boto3 and the SageMaker SDK, on jobs that are only played."""

import datetime

import boto3
from botocore.exceptions import ClientError
from sagemaker.analytics import ExperimentAnalytics, TrainingJobAnalytics
from sagemaker.session import Session

import data

sagemaker = boto3.client("sagemaker")
logs = boto3.client("logs")
s3 = boto3.client("s3")
data.upload(s3)

METRIC = "loss"
GROUP = "/aws/sagemaker/TrainingJobs"


def train(name, **changes):
    request = {
        "TrainingJobName": name,
        "AlgorithmSpecification": {
            "TrainingImage": "any/image", "TrainingInputMode": "File",
            "MetricDefinitions": [{"Name": METRIC, "Regex": "loss=([0-9.]+)"}]},
        "RoleArn": data.ROLE,
        "OutputDataConfig": {"S3OutputPath": f"s3://{data.BUCKET}/models/"},
        "ResourceConfig": {"InstanceType": "ml.m4.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 10},
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
    }
    request.update(changes)
    sagemaker.create_training_job(**request)
    sagemaker.get_waiter("training_job_completed_or_stopped").wait(
        TrainingJobName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    return sagemaker.describe_training_job(TrainingJobName=name)


def flow_training_job_analytics():
    job = train(data.unique("analytics"))
    frame = TrainingJobAnalytics(
        job["TrainingJobName"], metric_names=[METRIC],
        sagemaker_session=Session(default_bucket=data.BUCKET)).dataframe()
    assert list(frame["metric_name"].unique()) == [METRIC], frame
    assert (frame["timestamp"] >= 0).all() and (frame["value"] >= 0).all(), frame


def flow_experiment_analytics():
    experiment = data.unique("experiment")
    name = data.unique("trial")
    train(name, ExperimentConfig={"ExperimentName": experiment, "TrialName": "first"}, HyperParameters={"eta": "0.5"})
    frame = ExperimentAnalytics(
        sagemaker_session=Session(default_bucket=data.BUCKET), experiment_name=experiment).dataframe()
    assert list(frame["TrialComponentName"]) == [f"{name}-aws-training-job"], frame
    assert list(frame["eta"]) == [0.5] and f"{METRIC} - Last" in frame.columns, frame
    assert list(frame["Experiments"]) == [[experiment]] and list(frame["Trials"]) == [["first"]], frame


def flow_search():
    team = data.unique("team")
    names = [data.unique(f"search-{i}") for i in range(3)]
    for i, name in enumerate(names):
        train(name, Tags=[{"Key": "team", "Value": team}], HyperParameters={"depth": str(i)})
    own = {"Name": "Tags.team", "Operator": "Equals", "Value": team}
    pages = sagemaker.get_paginator("search").paginate(
        Resource="TrainingJob", SearchExpression={"Filters": [own]}, SortBy="HyperParameters.depth", SortOrder="Ascending",
        PaginationConfig={"PageSize": 2})
    found = [result["TrainingJob"] for page in pages for result in page["Results"]]
    assert [job["TrainingJobName"] for job in found] == names, found
    assert found[0]["Tags"] == [{"Key": "team", "Value": team}], found[0]
    assert found[0]["TrainingJobStatus"] == "Completed" and found[0]["FinalMetricDataList"], found[0]
    response = sagemaker.search(Resource="TrainingJob", SearchExpression={
        "Filters": [own, {"Name": "Metrics." + METRIC, "Operator": "Exists"}],
        "SubExpressions": [{"Operator": "Or", "Filters": [
            {"Name": "HyperParameters.depth", "Operator": "GreaterThan", "Value": "1"},
            {"Name": "TrainingJobName", "Operator": "Equals", "Value": names[0]}]}]})
    assert {result["TrainingJob"]["TrainingJobName"] for result in response["Results"]} == {names[0], names[2]}, response
    suggested = sagemaker.get_search_suggestions(
        Resource="TrainingJob", SuggestionQuery={"PropertyNameQuery": {"PropertyNameHint": "HyperParameters.d"}})
    assert {"PropertyName": "HyperParameters.depth"} in suggested["PropertyNameSuggestions"], suggested
    for resource in ["Model", "Endpoint", "ModelPackage", "HyperParameterTuningJob", "Pipeline", "Experiment"]:
        assert isinstance(sagemaker.search(Resource=resource)["Results"], list)
    try:
        sagemaker.search(Resource="TrainingJob", SearchExpression={"Filters": [
            {"Name": "TrainingJobName", "Operator": "Contains", "Value": "a"},
            {"Name": "Tags.team", "Operator": "Contains", "Value": "b"}]})
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ValidationException", error
        assert error.response["Error"]["Message"] == "'CONTAINS' operator usage limit of 1 exceeded.", error
    else:
        raise AssertionError("no error")


def flow_tail_as_the_command_line_does():
    """Pages to the end, then asks again from the last time and drops the events it has seen."""
    name = data.unique("tail")
    train(name)
    seen, start = {}, 0
    for again in (False, True):
        events = []
        for page in logs.get_paginator("filter_log_events").paginate(
                logGroupName=GROUP, logStreamNamePrefix=name + "/", startTime=start, PaginationConfig={"PageSize": 2}):
            events += page["events"]
        new = [event for event in events if event["eventId"] not in seen]
        assert not (again and new), new
        assert events == sorted(events, key=lambda event: event["timestamp"]), events
        seen.update((event["eventId"], event["message"]) for event in new)
        start = events[-1]["timestamp"]
    assert sum("loss=" in message for message in seen.values()) == 3, seen


def flow_batch_metrics():
    name = data.unique("batch")
    metrics = boto3.client("sagemaker-metrics")
    now = datetime.datetime.now(datetime.timezone.utc)
    answer = metrics.batch_put_metrics(
        TrialComponentName=name + "-aws-training-job",
        MetricData=[{"MetricName": "m", "Timestamp": now, "Step": step, "Value": step / 2} for step in range(3)])
    assert not answer.get("Errors"), answer
    results = metrics.batch_get_metrics(MetricQueries=[{
        "MetricName": "m", "ResourceArn": f"arn:aws:sagemaker:us-west-2:000000000000:training-job/{name}",
        "MetricStat": "Last", "Period": "IterationNumber", "XAxisType": "IterationNumber"}])["MetricQueryResults"]
    assert results[0]["XAxisValues"] == [0, 1, 2] and results[0]["MetricValues"] == [0, 0.5, 1], results
