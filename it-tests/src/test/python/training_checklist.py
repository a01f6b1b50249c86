"""The rules of training jobs, their logs and tags that clients depend on, one flow each, through boto3 on played containers."""

import re

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

import data

sagemaker = boto3.client("sagemaker")
logs = boto3.client("logs")
s3 = boto3.client("s3")
data.upload(s3)
GROUP = "/aws/sagemaker/TrainingJobs"
MISSING = "Requested resource not found."


def request(name=None, **changes):
    return {
        "TrainingJobName": name or data.unique("t"),
        "AlgorithmSpecification": {"TrainingImage": "mine:1", "TrainingInputMode": "File", "MetricDefinitions": [
            {"Name": "loss", "Regex": "loss=([0-9.]+)"}]},
        "RoleArn": data.ROLE,
        "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": {
            "S3DataType": "S3Prefix", "S3Uri": f"s3://{data.BUCKET}/data/train"}}}],
        "OutputDataConfig": {"S3OutputPath": f"s3://{data.BUCKET}/models/"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
        **changes,
    }


def create(name=None, **changes):
    sent = request(name, **changes)
    sagemaker.create_training_job(**sent)
    return sent["TrainingJobName"]


def slow():
    return {"Environment": {"SLIPWAY_SIMULATED_MILLISECONDS": "600000"}}


def describe(name):
    return sagemaker.describe_training_job(TrainingJobName=name)


def ended(name):
    sagemaker.get_waiter("training_job_completed_or_stopped").wait(
        TrainingJobName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 600})
    return describe(name)


def refused(code, message, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        assert error.response["Error"]["Message"] == message, error
        return
    raise AssertionError(f"not refused: {message}")


def flow_training_jobs_are_listed_sorted_filtered_and_by_the_page():
    prefix = data.unique("list")
    names = [ended(create(f"{prefix}-{letter}"))["TrainingJobName"] for letter in "bca"]
    running = create(f"{prefix}-d", **slow())

    def listed(**query):
        pages = sagemaker.get_paginator("list_training_jobs").paginate(
            NameContains=prefix, PaginationConfig={"PageSize": 1}, **query)
        return [job["TrainingJobName"] for page in pages for job in page["TrainingJobSummaries"]]

    assert listed(SortBy="Name", SortOrder="Ascending") == sorted(names + [running])
    assert listed(SortBy="Name", SortOrder="Descending") == sorted(names + [running], reverse=True)
    assert listed(SortBy="CreationTime", SortOrder="Ascending") == names + [running]
    assert listed() == names + [running]
    assert listed(StatusEquals="InProgress") == [running]
    assert set(listed(StatusEquals="Completed")) == set(names)
    second = describe(names[1])
    assert listed(CreationTimeAfter=second["CreationTime"], SortOrder="Ascending") == [names[2], running]
    assert listed(CreationTimeBefore=second["CreationTime"]) == [names[0]]
    assert listed(LastModifiedTimeBefore=second["LastModifiedTime"]) == [names[0]]
    assert listed(SortBy="Status", SortOrder="Ascending")[-1] == running
    one = sagemaker.list_training_jobs(NameContains=prefix, MaxResults=1)
    assert len(one["TrainingJobSummaries"]) == 1 and one["NextToken"], one
    last = sagemaker.list_training_jobs(NameContains=prefix, MaxResults=100)
    assert len(last["TrainingJobSummaries"]) == 4 and "NextToken" not in last, last
    refused("ValidationException", "Invalid NextToken", sagemaker.list_training_jobs, NextToken="none of ours")
    sagemaker.stop_training_job(TrainingJobName=running)
    assert ended(running)["TrainingJobStatus"] == "Stopped"


def flow_stopped_job_ends_its_waiter_and_keeps_its_model():
    name = create(**slow())
    data.wait_until(lambda: describe(name)["SecondaryStatus"] == "Training")
    sagemaker.stop_training_job(TrainingJobName=name)
    job = ended(name)
    assert job["TrainingJobStatus"] == job["SecondaryStatus"] == "Stopped", job
    assert job["TrainingEndTime"] >= job["TrainingStartTime"] and job["TrainingTimeInSeconds"] >= 1, job
    statuses = [each["Status"] for each in job["SecondaryStatusTransitions"]]
    assert statuses[-3:] == ["Stopping", "Uploading", "Stopped"], statuses
    bucket, key = job["ModelArtifacts"]["S3ModelArtifacts"][5:].split("/", 1)
    s3.head_object(Bucket=bucket, Key=key)
    refused("ValidationException", "The request was rejected because the training job is in status Stopped.",
            sagemaker.stop_training_job, TrainingJobName=name)


def flow_failed_job_ends_its_waiter_with_a_reason():
    name = create(Environment={"SLIPWAY_SIMULATED_EXIT_CODE": "3"})
    try:
        ended(name)
    except WaiterError as error:
        job = error.last_response
        assert job["TrainingJobStatus"] == "Failed" and job["FailureReason"] == "AlgorithmError: , exit code: 3", job
        assert job["TrainingEndTime"] and job["SecondaryStatusTransitions"][-1]["Status"] == "Failed", job
    else:
        raise AssertionError("the waiter takes a failed job for a completed one")


def flow_waiter_for_a_job_that_is_not_there_fails_at_once():
    try:
        sagemaker.get_waiter("training_job_completed_or_stopped").wait(TrainingJobName="none-such")
    except WaiterError as error:
        assert error.last_response["Error"] == {"Code": "ValidationException", "Message": MISSING}, error.last_response
    else:
        raise AssertionError("the waiter waited for nothing")


def flow_missing_job_is_told_in_the_services_words():
    for call in (sagemaker.describe_training_job, sagemaker.stop_training_job, sagemaker.delete_training_job,
                 sagemaker.update_training_job):
        refused("ValidationException", MISSING, call, TrainingJobName="none-such")


def flow_name_is_taken_whatever_its_case_until_the_job_is_deleted():
    name = data.unique("Name")
    arn = sagemaker.create_training_job(**request(name))["TrainingJobArn"]
    try:
        create(name.lower())
    except sagemaker.exceptions.ResourceInUse as error:
        assert error.response["Error"]["Message"] == (
            "Training job names must be unique within an AWS account and region, and a training job with this name already"
            f" exists ({arn})"), error
    else:
        raise AssertionError("two jobs of one name")
    ended(name)
    sagemaker.delete_training_job(TrainingJobName=name.lower())
    ended(create(name.lower()))


def flow_validation_errors_are_told_one_and_two_at_a_time():
    bad = request("-bad-")
    try:
        sagemaker.create_training_job(**bad)
    except ClientError as error:
        assert error.response["Error"]["Message"].startswith(
            "1 validation error detected: Value '-bad-' at 'trainingJobName' failed to satisfy constraint: "), error
    bad["ResourceConfig"]["InstanceType"] = "ml.none"
    try:
        sagemaker.create_training_job(**bad)
    except ClientError as error:
        message = error.response["Error"]["Message"]
        assert error.response["Error"]["Code"] == "ValidationException", error
        assert message.startswith("2 validation errors detected: ") and "; Value 'ml.none' at 'resourceConfig" in message, message
    else:
        raise AssertionError("not refused")


def tags(arn):
    return {tag["Key"]: tag["Value"] for tag in sagemaker.list_tags(ResourceArn=arn)["Tags"]}


def flow_tags_are_added_overwritten_deleted_and_at_most_fifty():
    arn = describe(create(Tags=[{"Key": "a", "Value": "1"}]))["TrainingJobArn"]
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "a", "Value": "2"}, {"Key": "b", "Value": ""}])
    assert tags(arn) == {"a": "2", "b": ""}
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=["a", "absent"])
    assert tags(arn) == {"b": ""}
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": f"k{n}", "Value": "v"} for n in range(49)])
    refused("ValidationException", "A resource can have at most 50 tags; this one would have 51",
            sagemaker.add_tags, ResourceArn=arn, Tags=[{"Key": "one-more", "Value": "v"}])
    pages = sagemaker.get_paginator("list_tags").paginate(ResourceArn=arn, PaginationConfig={"PageSize": 50})
    assert len([tag for page in pages for tag in page["Tags"]]) == 50


def flow_log_streams_are_named_as_the_service_does_and_have_no_token_when_all_fit():
    name = create(ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeSizeInGB": 1})
    ended(name)
    query = {"logGroupName": GROUP, "logStreamNamePrefix": f"{name}/", "orderBy": "LogStreamName"}
    fitting = logs.describe_log_streams(limit=2, **query)
    assert "nextToken" not in fitting and len(fitting["logStreams"]) == 2, fitting
    for number, stream in enumerate(fitting["logStreams"], 1):
        assert re.fullmatch(rf"{name}/algo-{number}-\d{{10}}", stream["logStreamName"]), stream
    one = logs.describe_log_streams(limit=1, **query)
    assert len(one["logStreams"]) == 1 and one["nextToken"], one
    stream = fitting["logStreams"][0]["logStreamName"]
    first = logs.get_log_events(logGroupName=GROUP, logStreamName=stream, startFromHead=True, limit=1)
    rest = logs.get_log_events(logGroupName=GROUP, logStreamName=stream, nextToken=first["nextForwardToken"])
    assert any("loss=" in event["message"] for event in first["events"] + rest["events"]), rest
    end = logs.get_log_events(logGroupName=GROUP, logStreamName=stream, nextToken=rest["nextForwardToken"])
    assert end["events"] == [] and end["nextForwardToken"] == rest["nextForwardToken"], end


def flow_log_group_and_stream_that_are_not_there_are_told_so():
    for call, more in ((logs.describe_log_streams, {}), (logs.filter_log_events, {}), (logs.get_log_events, {"logStreamName": "s"})):
        try:
            call(logGroupName="/aws/sagemaker/None", **more)
        except logs.exceptions.ResourceNotFoundException as error:
            assert error.response["Error"]["Message"] == "The specified log group does not exist.", error
        else:
            raise AssertionError("a group of nothing")


def flow_values_that_cannot_be_are_refused():
    source = {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{data.BUCKET}/data/train"}}}
    group = {"InstanceType": "ml.m5.large", "InstanceCount": 1}
    algorithm = request()["AlgorithmSpecification"]
    # Else the client itself refuses some of them.
    unchecked = boto3.client("sagemaker", config=Config(parameter_validation=False))
    for changes, part in (
            ({"StoppingCondition": {"MaxRuntimeInSeconds": 60, "MaxWaitTimeInSeconds": 60}},
             "Invalid MaxWaitTimeInSeconds. It can only be specified if EnableManagedSpotTraining is set to true"),
            ({"ResourceConfig": {"VolumeSizeInGB": 1}},
             "InstanceType and InstanceCount must be specified in ResourceConfig."),
            ({"ResourceConfig": {"VolumeSizeInGB": 1, "InstanceGroups": [
                {"InstanceGroupName": f"g{n}", **group} for n in range(6)]}},
             "at 'resourceConfig.instanceGroups' failed to satisfy constraint: Member must have length less than or equal to 5"),
            ({"AlgorithmSpecification": {"TrainingInputMode": "File"}},
             "Exactly one of TrainingImage and AlgorithmName must be specified in AlgorithmSpecification."),
            ({"AlgorithmSpecification": {**algorithm, "MetricDefinitions": [{"Name": "m", "Regex": "(a)"}] * 2}},
             "Metric names must be unique: m"),
            ({"AlgorithmSpecification": {**algorithm, "MetricDefinitions": [
                {"Name": f"m{n}", "Regex": "(a)"} for n in range(41)]}},
             "Member must have length less than or equal to 40"),
            ({"AlgorithmSpecification": {**algorithm, "ContainerArguments": ["x" * 257]}},
             "Member must have length less than or equal to 256"),
            ({"AlgorithmSpecification": {**algorithm, "ContainerEntrypoint": ["x"] * 101}},
             "Member must have length less than or equal to 100"),
            ({"HyperParameters": {f"h{n}": "1" for n in range(101)}}, "Member must have length less than or equal to 100"),
            ({"Environment": {"1 bad": "x"}}, "Member must satisfy regular expression pattern"),
            ({"RetryStrategy": {"MaximumRetryAttempts": 0}}, "Member must have value greater than or equal to 1"),
            ({"InputDataConfig": [{"ChannelName": "a", "InputMode": "Pipe", "DataSource": {"S3DataSource": {
                "S3DataType": "AugmentedManifestFile", "S3Uri": f"s3://{data.BUCKET}/data/train"}}}]},
             "AttributeNames must be specified for channel a with AugmentedManifestFile."),
            ({"InputDataConfig": [{"ChannelName": "a" * 65, **source}]}, "Member must have length less than or equal to 64"),
            ({"DebugRuleConfigurations": [
                {"RuleConfigurationName": f"r{n}", "RuleEvaluatorImage": "i"} for n in range(21)]},
             "at 'debugRuleConfigurations' failed to satisfy constraint"),
            ({"OutputDataConfig": {"S3OutputPath": "s3://"}}, "at 'outputDataConfig.s3OutputPath' failed to satisfy constraint")):
        try:
            unchecked.create_training_job(**request("refused-training-job", **changes))
        except ClientError as error:
            assert error.response["Error"]["Code"] == "ValidationException", error
            assert part in error.response["Error"]["Message"], (part, error)
        else:
            raise AssertionError(f"not refused: {part}")
    refused("ValidationException", MISSING, sagemaker.describe_training_job, TrainingJobName="refused-training-job")


def flow_roles_are_there_and_may_do_everything():
    iam = boto3.client("iam")
    role = iam.get_role(RoleName="SlipwayTest")["Role"]
    assert role["Arn"] == data.ROLE and role["RoleName"] == "SlipwayTest", role
    actions = ["sagemaker:CreateTrainingJob", "s3:PutObject"]
    pages = iam.get_paginator("simulate_principal_policy").paginate(
        PolicySourceArn=role["Arn"], ActionNames=actions, ResourceArns=["*"])
    results = [result for page in pages for result in page["EvaluationResults"]]
    assert [(each["EvalActionName"], each["EvalDecision"]) for each in results] == [
        (action, "allowed") for action in actions], results
