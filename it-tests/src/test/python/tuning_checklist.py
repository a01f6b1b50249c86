"""The rules of hyperparameter tuning that clients depend on, one flow each, through boto3 on played containers."""

import collections
import json
import re
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

import data

sagemaker = boto3.client("sagemaker")
s3 = boto3.client("s3")
data.upload(s3)
IMAGE = "000000000000.dkr.ecr.us-west-2.amazonaws.com/mine:1"
LOSS = [{"Name": "loss", "Regex": "loss=([0-9.]+)"}]


def definition(**changes):
    return {
        "AlgorithmSpecification": {
            "TrainingImage": IMAGE, "TrainingInputMode": "File", "MetricDefinitions": LOSS},
        "RoleArn": data.ROLE,
        "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": {
            "S3DataType": "S3Prefix", "S3Uri": f"s3://{data.BUCKET}/data/train"}}}],
        "OutputDataConfig": {"S3OutputPath": f"s3://{data.BUCKET}/models"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
        "StaticHyperParameters": {"epochs": "3"},
        **changes,
    }


def continuous(*names, low="-3", high="3"):
    return {"ContinuousParameterRanges": [{"Name": name, "MinValue": low, "MaxValue": high} for name in names]}


def categories(**values):
    return {"CategoricalParameterRanges": [{"Name": name, "Values": each} for name, each in values.items()]}


OBJECTIVE = {"Type": "Minimize", "MetricName": "loss"}


def config(jobs=3, parallel=1, ranges=None, strategy="Random", **changes):
    limits = {"MaxParallelTrainingJobs": parallel, **({"MaxNumberOfTrainingJobs": jobs} if jobs else {})}
    return {
        "Strategy": strategy,
        "HyperParameterTuningJobObjective": OBJECTIVE,
        "ResourceLimits": limits,
        "ParameterRanges": ranges or continuous("x"),
        "RandomSeed": 7,
        **changes,
    }


def create(settings=None, training=None, name=None, **more):
    name = name or data.unique("t")
    training = {} if "TrainingJobDefinitions" in more else {"TrainingJobDefinition": training or definition()}
    sagemaker.create_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=name, HyperParameterTuningJobConfig=settings or config(), **training, **more)
    return name


def describe(name):
    return sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)


def ended(name):
    def look():
        job = describe(name)
        return job["HyperParameterTuningJobStatus"] not in ("InProgress", "Stopping") and job
    return data.wait_until(look)


def run(*arguments, **more):
    return ended(create(*arguments, **more))


def children(name, **query):
    pages = sagemaker.get_paginator("list_training_jobs_for_hyper_parameter_tuning_job").paginate(
        HyperParameterTuningJobName=name, **query)
    return [job for page in pages for job in page["TrainingJobSummaries"]]


def refused(code, message, call, **request):
    try:
        call(**request)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        assert error.response["Error"]["Message"] == message, error
        return
    raise AssertionError(f"not refused: {message}")


def create_refused(message, settings=None, code="ValidationException", **more):
    training = {} if "TrainingJobDefinitions" in more else {"TrainingJobDefinition": more.pop("training", None) or definition()}
    refused(code, message, sagemaker.create_hyper_parameter_tuning_job,
            HyperParameterTuningJobName=more.pop("name", data.unique("refused")),
            HyperParameterTuningJobConfig=settings or config(), **training, **more)


def slow(milliseconds="600000"):
    return definition(Environment={"SLIPWAY_SIMULATED_MILLISECONDS": milliseconds})


def value(job):
    return job["FinalHyperParameterTuningJobObjectiveMetric"]["Value"]


# --- create, describe, list, stop, delete ------------------------------------------------------------------------------


def flow_completed_tuning_job_is_described_as_the_service_does():
    job = run(config(4, 2))
    name = job["HyperParameterTuningJobName"]
    assert job["HyperParameterTuningJobStatus"] == "Completed"
    assert job["HyperParameterTuningJobArn"].endswith(f":hyper-parameter-tuning-job/{name}")
    assert job["TrainingJobStatusCounters"] == {
        "Completed": 4, "InProgress": 0, "RetryableError": 0, "NonRetryableError": 0, "Stopped": 0}
    assert job["ObjectiveStatusCounters"] == {"Succeeded": 4, "Pending": 0, "Failed": 0}
    assert job["HyperParameterTuningEndTime"] == job["LastModifiedTime"] >= job["CreationTime"]
    best = job["BestTrainingJob"]
    assert set(best) == {
        "TrainingJobName", "TrainingJobArn", "CreationTime", "TrainingStartTime", "TrainingEndTime", "TrainingJobStatus",
        "TunedHyperParameters", "FinalHyperParameterTuningJobObjectiveMetric", "ObjectiveStatus"}, best
    assert set(best["TunedHyperParameters"]) == {"x"}
    assert set(best["FinalHyperParameterTuningJobObjectiveMetric"]) == {"MetricName", "Value"}
    assert "OverallBestTrainingJob" not in job and "FailureReason" not in job
    assert job["ConsumedResources"]["RuntimeInSeconds"] >= 0
    assert "NumberOfTrainingJobsObjectiveNotImproving" in job["TuningJobCompletionDetails"]


def flow_best_training_job_has_the_best_single_precision_value():
    job = run(config(6, 3))
    listed = children(job["HyperParameterTuningJobName"])
    assert job["BestTrainingJob"]["TrainingJobName"] == min(listed, key=value)["TrainingJobName"]
    for child in listed:
        training = sagemaker.describe_training_job(TrainingJobName=child["TrainingJobName"])
        assert value(child) == training["FinalMetricDataList"][0]["Value"], child


def flow_training_jobs_are_named_after_the_tuning_job_and_belong_to_it():
    name = "n" * 23 + "-" + data.unique("x")[-8:]
    job = run(config(3), name=name)
    for number, child in enumerate(children(name), 1):
        assert re.fullmatch(f"{name}-00{number}-[0-9a-f]{{8}}", child["TrainingJobName"]), child
        training = sagemaker.describe_training_job(TrainingJobName=child["TrainingJobName"])
        assert training["TuningJobArn"] == job["HyperParameterTuningJobArn"]
        assert set(training["HyperParameters"]) == {"epochs", "x", "_tuning_objective_metric"}
        assert training["HyperParameters"]["x"] == repr(float(training["HyperParameters"]["x"]))


def flow_missing_tuning_job_is_resource_not_found():
    text = "Amazon SageMaker can't find a tuning job called none-such. Type another name."
    for call in (sagemaker.describe_hyper_parameter_tuning_job, sagemaker.stop_hyper_parameter_tuning_job,
                 sagemaker.delete_hyper_parameter_tuning_job,
                 sagemaker.list_training_jobs_for_hyper_parameter_tuning_job):
        refused("ResourceNotFound", text, call, HyperParameterTuningJobName="none-such")


def flow_second_tuning_job_of_one_name_is_resource_in_use():
    name = create()
    create_refused(f"A hyperparameter tuning job with the name, {name}, already exists. Choose a different name.",
                   code="ResourceInUse", name=name)
    ended(name)


def flow_stop_stops_the_training_jobs_and_keeps_their_artifacts():
    name = create(config(10, 2), slow())
    data.wait_until(lambda: len([job for job in children(name) if running_container(job)]) == 2)
    sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    assert describe(name)["HyperParameterTuningJobStatus"] in ("Stopping", "Stopped")
    job = ended(name)
    assert job["HyperParameterTuningJobStatus"] == "Stopped"
    assert job["TrainingJobStatusCounters"]["Stopped"] == 2, job
    for child in children(name):
        assert child["TrainingJobStatus"] == "Stopped"
        uri = sagemaker.describe_training_job(TrainingJobName=child["TrainingJobName"])["ModelArtifacts"]
        s3.head_object(Bucket=data.BUCKET, Key=uri["S3ModelArtifacts"].split("/", 3)[3])
    assert job["BestTrainingJob"]["TrainingJobStatus"] == "Stopped"
    refused("ValidationException",
            "The request was rejected because the hyperparameter tuning job is in status Stopped.",
            sagemaker.stop_hyper_parameter_tuning_job, HyperParameterTuningJobName=name)


def running_container(job):
    training = sagemaker.describe_training_job(TrainingJobName=job["TrainingJobName"])
    return training["SecondaryStatus"] == "Training"


def flow_deleted_tuning_job_is_gone_and_its_training_jobs_stay():
    name = run(config(2))["HyperParameterTuningJobName"]
    listed = children(name)
    sagemaker.delete_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    refused("ResourceNotFound", f"Amazon SageMaker can't find a tuning job called {name}. Type another name.",
            sagemaker.describe_hyper_parameter_tuning_job, HyperParameterTuningJobName=name)
    for child in listed:
        sagemaker.describe_training_job(TrainingJobName=child["TrainingJobName"])
    assert run(config(2), name=name)["TrainingJobStatusCounters"]["Completed"] == 2


def flow_running_tuning_job_cannot_be_deleted():
    name = create(config(1), slow())
    refused("ValidationException",
            "The request was rejected because the hyperparameter tuning job is in status InProgress.",
            sagemaker.delete_hyper_parameter_tuning_job, HyperParameterTuningJobName=name)
    sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    ended(name)


def flow_tuning_jobs_are_listed_sorted_filtered_and_by_the_page():
    prefix = data.unique("list")
    names = [ended(create(config(1), name=f"{prefix}-{letter}"))["HyperParameterTuningJobName"] for letter in "bca"]
    stopped = create(config(1), slow(), name=f"{prefix}-d")
    sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=stopped)
    ended(stopped)

    def listed(**query):
        pages = sagemaker.get_paginator("list_hyper_parameter_tuning_jobs").paginate(
            NameContains=prefix, PaginationConfig={"PageSize": 1}, **query)
        found = [job for page in pages for job in page["HyperParameterTuningJobSummaries"]]
        return [job["HyperParameterTuningJobName"] for job in found]

    assert listed() == sorted(names + [stopped])
    assert listed(SortBy="Name", SortOrder="Descending") == sorted(names + [stopped], reverse=True)
    assert listed(SortBy="CreationTime") == names + [stopped]
    assert listed(SortBy="Status") == sorted(names) + [stopped]
    assert listed(StatusEquals="Stopped") == [stopped]
    second = describe(names[1])
    assert listed(CreationTimeAfter=second["CreationTime"], SortBy="CreationTime") == [names[2], stopped]
    assert listed(CreationTimeBefore=second["CreationTime"]) == [names[0]]
    assert listed(LastModifiedTimeBefore=second["LastModifiedTime"]) == [names[0]]
    summary = sagemaker.list_hyper_parameter_tuning_jobs(NameContains=names[0])["HyperParameterTuningJobSummaries"][0]
    assert summary["Strategy"] == "Random"
    assert summary["ResourceLimits"] == {"MaxNumberOfTrainingJobs": 1, "MaxParallelTrainingJobs": 1}
    assert summary["TrainingJobStatusCounters"]["Completed"] == 1
    assert summary["ObjectiveStatusCounters"]["Succeeded"] == 1


def flow_training_jobs_are_listed_in_every_order_by_the_page():
    name = run(config(5, 2))["HyperParameterTuningJobName"]
    page = {"PaginationConfig": {"PageSize": 1}}
    by_name = [job["TrainingJobName"] for job in children(name, **page)]
    assert len(by_name) == 5 and by_name == sorted(by_name)
    assert [job["TrainingJobName"] for job in children(name, SortOrder="Descending", **page)] == by_name[::-1]
    values = [value(job) for job in children(name, SortBy="FinalObjectiveMetricValue", **page)]
    assert len(values) == 5 and values == sorted(values)
    times = [job["CreationTime"] for job in children(name, SortBy="CreationTime", SortOrder="Descending", **page)]
    assert times == sorted(times, reverse=True)
    assert len(children(name, SortBy="Status", StatusEquals="Completed", **page)) == 5
    assert children(name, StatusEquals="Failed") == []
    refused("ValidationException", "Invalid NextToken", sagemaker.list_training_jobs_for_hyper_parameter_tuning_job,
            HyperParameterTuningJobName=name, NextToken="none of ours")


def flow_jobs_without_a_value_are_left_out_where_values_are_sorted():
    silent = definition(AlgorithmSpecification={
        "TrainingImage": IMAGE, "TrainingInputMode": "File",
        # Without a group it never gives a value.
        "MetricDefinitions": [{"Name": "loss", "Regex": "loss=[0-9.]+"}]})
    job = run(config(3), silent)
    name = job["HyperParameterTuningJobName"]
    assert job["HyperParameterTuningJobStatus"] == "Failed"
    assert job["FailureReason"].startswith("No training job succeeded after 5 attempts. "), job
    assert job["TrainingJobStatusCounters"]["Completed"] == 3
    assert job["ObjectiveStatusCounters"] == {"Succeeded": 0, "Pending": 0, "Failed": 3}
    assert "BestTrainingJob" not in job
    assert len(children(name)) == 3
    assert {child["ObjectiveStatus"] for child in children(name)} == {"Failed"}
    assert children(name, SortBy="FinalObjectiveMetricValue") == []


def flow_counters_and_best_agree_with_the_training_jobs_at_every_moment():
    name = create(config(40, 4), slow("20"))
    status = "InProgress"
    while status == "InProgress":
        before = describe(name)
        listed = children(name, PaginationConfig={"PageSize": 100})
        # What changed meanwhile cannot be compared; when the job has ended, nothing changes any more.
        if figures(before) == figures(describe(name)):
            assert figures(before) == counted(listed), (figures(before), counted(listed))
        status = before["HyperParameterTuningJobStatus"]
    assert figures(before) == figures(describe(name)) == counted(listed)
    assert before["TrainingJobStatusCounters"]["Completed"] == 40, before


def figures(job):
    return (job["TrainingJobStatusCounters"], job["ObjectiveStatusCounters"],
            job.get("BestTrainingJob", {}).get("TrainingJobName"))


def counted(listed):
    status = collections.Counter(job["TrainingJobStatus"] for job in listed)
    objective = collections.Counter(job["ObjectiveStatus"] for job in listed)
    best = min((job for job in listed if job["ObjectiveStatus"] == "Succeeded"), key=value, default=None)
    return (
        {"Completed": status["Completed"], "InProgress": status["InProgress"] + status["Stopping"], "RetryableError": 0,
         "NonRetryableError": status["Failed"], "Stopped": status["Stopped"]},
        {"Succeeded": objective["Succeeded"], "Pending": objective["Pending"], "Failed": objective["Failed"]},
        best and best["TrainingJobName"])


# --- what the SDK's attach and analytics read --------------------------------------------------------------------------


def flow_description_has_what_attach_reads():
    resources = {"InstanceType": "ml.m5.xlarge", "InstanceCount": 2, "VolumeSizeInGB": 20}
    training = definition(HyperParameterTuningResourceConfig=resources)
    del training["ResourceConfig"]
    job = run(config(1, ranges=continuous("x")), training)
    described = job["TrainingJobDefinition"]
    assert described["StaticHyperParameters"] == {"epochs": "3", "_tuning_objective_metric": "loss"}
    assert described["ResourceConfig"] == resources == described["HyperParameterTuningResourceConfig"]
    assert described["AlgorithmSpecification"]["MetricDefinitions"] == LOSS
    assert described["OutputDataConfig"]["KmsKeyId"] == ""
    assert not (described["EnableNetworkIsolation"] or described["EnableInterContainerTrafficEncryption"]
                or described["EnableManagedSpotTraining"])
    settings = job["HyperParameterTuningJobConfig"]
    assert settings["TrainingJobEarlyStoppingType"] == "Off"
    assert settings["ParameterRanges"]["ContinuousParameterRanges"][0]["ScalingType"] == "Auto"
    assert settings["ParameterRanges"]["CategoricalParameterRanges"] == []
    assert settings["ParameterRanges"]["IntegerParameterRanges"] == []


def flow_instance_configs_give_the_first_choice():
    training = definition(HyperParameterTuningResourceConfig={
        "InstanceConfigs": [{"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
                            {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 6}],
        "AllocationStrategy": "Prioritized"})
    del training["ResourceConfig"]
    job = run(config(1), training)
    child = sagemaker.describe_training_job(TrainingJobName=job["BestTrainingJob"]["TrainingJobName"])
    assert child["ResourceConfig"] == {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5}


def flow_built_in_algorithm_has_its_metrics_and_the_objective():
    training = definition(AlgorithmSpecification={"TrainingImage": data.XGBOOST, "TrainingInputMode": "File"})
    objective = {"Type": "Minimize", "MetricName": "validation:rmse"}
    job = run(config(2, HyperParameterTuningJobObjective=objective), training)
    metrics = {each["Name"]: each["Regex"]
               for each in job["TrainingJobDefinition"]["AlgorithmSpecification"]["MetricDefinitions"]}
    assert metrics["ObjectiveMetric"] == metrics["validation:rmse"]
    assert job["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["MetricName"] == "validation:rmse"
    create_refused(
        f"The objective metric for the hyperparameter tuning job, [validation:none], isn't valid for the [{data.XGBOOST}]"
        " algorithm. Choose a valid objective metric.",
        config(HyperParameterTuningJobObjective={"Type": "Minimize", "MetricName": "validation:none"}), training=training)


def flow_checkpoints_of_the_training_jobs_lie_apart():
    training = definition(CheckpointConfig={"S3Uri": f"s3://{data.BUCKET}/checkpoints"})
    name = run(config(2), training)["HyperParameterTuningJobName"]
    places = {sagemaker.describe_training_job(TrainingJobName=job["TrainingJobName"])["CheckpointConfig"]["S3Uri"]
              for job in children(name)}
    assert len(places) == 2 and all(place.startswith(f"s3://{data.BUCKET}/checkpoints/{name}-") for place in places)


# --- tags --------------------------------------------------------------------------------------------------------------


def tags(arn):
    return {tag["Key"]: tag["Value"] for tag in sagemaker.list_tags(ResourceArn=arn)["Tags"]}


def flow_tags_reach_the_training_jobs_that_come_after_them():
    name = create(config(4, 1), slow(), Tags=[{"Key": "team", "Value": "a"}, {"Key": "old", "Value": "1"}])
    arn = describe(name)["HyperParameterTuningJobArn"]
    first = data.wait_until(lambda: children(name))[0]
    assert tags(first["TrainingJobArn"]) == {"team": "a", "old": "1"}
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "team", "Value": "b"}, {"Key": "new", "Value": "2"}])
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=["old"])
    assert tags(arn) == {"team": "b", "new": "2"}
    sagemaker.stop_training_job(TrainingJobName=first["TrainingJobName"])
    second = data.wait_until(lambda: children(name)[1:])[0]
    assert tags(second["TrainingJobArn"]) == {"team": "b", "new": "2"}
    assert tags(first["TrainingJobArn"]) == {"team": "a", "old": "1"}
    sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    ended(name)


def flow_tuning_job_has_at_most_fifty_tags():
    many = [{"Key": f"k{number}", "Value": "v"} for number in range(50)]
    arn = run(config(1), Tags=many)["HyperParameterTuningJobArn"]
    assert len(tags(arn)) == 50
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "k0", "Value": "w"}])
    assert tags(arn)["k0"] == "w"
    refused("ValidationException", "A resource can have at most 50 tags; this one would have 51",
            sagemaker.add_tags, ResourceArn=arn, Tags=[{"Key": "one-more", "Value": "v"}])


# --- strategies --------------------------------------------------------------------------------------------------------


def flow_random_with_the_same_seed_gives_the_same_values():
    names = [run(config(5, 2, ranges=continuous("x", "y")))["HyperParameterTuningJobName"] for _ in range(2)]
    first, second = [[job["TunedHyperParameters"] for job in children(name)] for name in names]
    assert first == second and len({json.dumps(each) for each in first}) == 5


def flow_grid_tries_every_combination_once():
    job = run(config(None, 3, categories(a=["1", "2", "3"], b=["x", "y"]), "Grid"))
    assert job["HyperParameterTuningJobConfig"]["ResourceLimits"]["MaxNumberOfTrainingJobs"] == 6
    tried = {tuple(sorted(child["TunedHyperParameters"].items())) for child in children(job["HyperParameterTuningJobName"])}
    assert tried == {(("a", a), ("b", b)) for a in "123" for b in "xy"}
    create_refused(
        "The value of MaxNumberOfTrainingJobs, [2], must be equal to the number of hyperparameter combinations, [3], for"
        " the Grid strategy. Leave it out, or correct it.", config(2, 1, categories(a=["1", "2", "3"]), "Grid"))
    create_refused("The Grid strategy supports categorical hyperparameter ranges only.", config(2, strategy="Grid"))


def flow_bayesian_improves_on_random_for_a_smooth_function():
    best = {}
    for strategy in ("Bayesian", "Random"):
        jobs = [create(config(20, 1, continuous("x", "y", "z"), strategy, RandomSeed=seed)) for seed in range(3)]
        best[strategy] = sum(value(ended(job)["BestTrainingJob"]) for job in jobs)
    assert best["Bayesian"] < best["Random"], best


def flow_hyperband_stops_what_is_not_worth_finishing():
    settings = config(9, 3, strategy="Hyperband",
                      StrategyConfig={"HyperbandStrategyConfig": {"MinResource": 1, "MaxResource": 3}})
    job = run(settings, definition(StaticHyperParameters={}, Environment={"SLIPWAY_SIMULATED_MILLISECONDS": "600000"}))
    assert job["HyperParameterTuningJobStatus"] == "Completed"
    assert job["TrainingJobStatusCounters"]["Stopped"] == 9, job["TrainingJobStatusCounters"]
    assert job["ObjectiveStatusCounters"]["Succeeded"] == 9
    create_refused(
        "MaxResource parameter is not provided and could not be inferred from provided static hyperparameters of"
        " TrainingJobDefinition.", config(strategy="Hyperband"), training=definition(StaticHyperParameters={}))
    create_refused(
        "TrainingJobEarlyStoppingType must be Off for the Hyperband strategy, which stops training jobs itself.",
        config(strategy="Hyperband", TrainingJobEarlyStoppingType="Auto"))


def flow_early_stopping_stops_bad_jobs_and_uses_their_last_value():
    job = run(config(40, 4, TrainingJobEarlyStoppingType="Auto"), slow("400"))
    counters = job["TrainingJobStatusCounters"]
    assert job["HyperParameterTuningJobStatus"] == "Completed"
    assert counters["Stopped"] > 0 and counters["Stopped"] + counters["Completed"] == 40, counters
    assert job["ObjectiveStatusCounters"]["Succeeded"] == 40
    stopped = children(job["HyperParameterTuningJobName"], StatusEquals="Stopped")
    completed = children(job["HyperParameterTuningJobName"], StatusEquals="Completed")
    assert min(map(value, stopped)) > min(map(value, completed))


def flow_every_scaling_type_keeps_its_bounds():
    ranges = {
        "ContinuousParameterRanges": [
            {"Name": "linear", "MinValue": "-1", "MaxValue": "1", "ScalingType": "Linear"},
            {"Name": "log", "MinValue": "1e-8", "MaxValue": "512", "ScalingType": "Logarithmic"},
            {"Name": "reverse", "MinValue": "0.9", "MaxValue": "0.99999", "ScalingType": "ReverseLogarithmic"},
            {"Name": "auto", "MinValue": "1e-8", "MaxValue": "512", "ScalingType": "Auto"}],
        "IntegerParameterRanges": [
            {"Name": "whole", "MinValue": "1", "MaxValue": "1000", "ScalingType": "Logarithmic"}],
    }
    name = run(config(30, 8, ranges))["HyperParameterTuningJobName"]
    values = [{key: float(text) for key, text in job["TunedHyperParameters"].items()} for job in children(name)]
    for low, high, key in ((-1, 1, "linear"), (1e-8, 512, "log"), (0.9, 0.99999, "reverse"), (1e-8, 512, "auto"), (1, 1000, "whole")):
        assert all(low <= each[key] <= high for each in values), key
    for key, middle in (("linear", 0), ("log", 2.3e-3), ("reverse", 0.999), ("auto", 2.3e-3), ("whole", 31.6)):
        assert 5 <= sum(each[key] < middle for each in values) <= 25, key
    texts = [job["TunedHyperParameters"]["log"] for job in children(name)]
    assert all(text == repr(float(text)) for text in texts), texts


def flow_categorical_values_of_framework_estimators_stay_quoted():
    training = definition(StaticHyperParameters={"sagemaker_program": '"train.py"'})
    job = run(config(2, 1, categories(batch=['"4"', '"8"'])), training)
    static = job["TrainingJobDefinition"]["StaticHyperParameters"]
    assert static["_tuning_objective_metric"] == '"loss"'
    for child in children(job["HyperParameterTuningJobName"]):
        assert child["TunedHyperParameters"]["batch"] in ('"4"', '"8"')
        training = sagemaker.describe_training_job(TrainingJobName=child["TrainingJobName"])
        assert training["HyperParameters"]["batch"] == child["TunedHyperParameters"]["batch"]


def several(*names, ranges=None):
    return [definition(DefinitionName=name, TuningObjective=OBJECTIVE, HyperParameterRanges=(ranges or {}).get(name) or continuous("x"))
            for name in names]


def without_objective(settings):
    return {key: each for key, each in settings.items() if key not in ("HyperParameterTuningJobObjective", "ParameterRanges")}


def flow_several_definitions_share_the_training_jobs():
    job = run(without_objective(config(6, 2)), TrainingJobDefinitions=several("one", "two"))
    listed = children(job["HyperParameterTuningJobName"])
    assert collections.Counter(child["TrainingJobDefinitionName"] for child in listed) == {"one": 3, "two": 3}
    assert job["BestTrainingJob"]["TrainingJobDefinitionName"] in ("one", "two")
    assert [each["DefinitionName"] for each in job["TrainingJobDefinitions"]] == ["one", "two"]
    assert all(each["StaticHyperParameters"]["_tuning_objective_metric"] == "loss" for each in job["TrainingJobDefinitions"])


def flow_grids_of_several_definitions_are_all_tried():
    ranges = {"one": categories(a=["1"]), "two": categories(a=["1", "2", "3", "4"])}
    job = run(without_objective(config(None, 2, strategy="Grid")), TrainingJobDefinitions=several("one", "two", ranges=ranges))
    listed = children(job["HyperParameterTuningJobName"])
    tried = {(child["TrainingJobDefinitionName"], child["TunedHyperParameters"]["a"]) for child in listed}
    assert len(listed) == 5 and tried == {("one", "1")} | {("two", a) for a in "1234"}, listed


def flow_hyperband_works_with_several_definitions():
    settings = without_objective(config(6, 2, strategy="Hyperband"))
    job = run(settings, TrainingJobDefinitions=several("one", "two"))
    assert job["ObjectiveStatusCounters"]["Succeeded"] == 6


def flow_definitions_must_fit_together():
    two = several("one", "two")
    create_refused("The DefinitionName [one] is used more than once.", without_objective(config()),
                   TrainingJobDefinitions=several("one", "one"))
    create_refused("WarmStartConfig is not available with several training job definitions.", without_objective(config()),
                   TrainingJobDefinitions=two, WarmStartConfig=parents("TransferLearning", "any"))
    create_refused("TrainingJobEarlyStoppingType Auto is not available with several training job definitions.",
                   without_objective(config(TrainingJobEarlyStoppingType="Auto")), TrainingJobDefinitions=two)
    create_refused(
        "With TrainingJobDefinitions, the objective and the ranges must be specified in each definition, as TuningObjective"
        " and HyperParameterRanges, and not in HyperParameterTuningJobConfig.", config(), TrainingJobDefinitions=two)
    unlike = several("one", "two")
    unlike[1]["TuningObjective"] = {"Type": "Maximize", "MetricName": "loss"}
    create_refused("All of TrainingJobDefinitions must have the same TuningObjective Type.", without_objective(config()),
                   TrainingJobDefinitions=unlike)


def flow_autotune_makes_ranges_of_hints():
    hints = {"AutoParameters": [
        {"Name": "units", "ValueHint": "64"}, {"Name": "lr", "ValueHint": "0.01"}, {"Name": "eta", "ValueHint": "0.3"},
        {"Name": "one", "ValueHint": "1"}, {"Name": "objective", "ValueHint": "reg:linear"}]}
    job = run(config(2, ranges=hints), Autotune={"Mode": "Enabled"})
    ranges = job["HyperParameterTuningJobConfig"]["ParameterRanges"]
    assert job["Autotune"] == {"Mode": "Enabled"}
    numbers = {each["Name"]: (each["MinValue"], each["MaxValue"])
               for kind in ("IntegerParameterRanges", "ContinuousParameterRanges") for each in ranges[kind]}
    assert numbers == {"units": ("32", "128"), "one": ("1", "2"), "lr": ("0.001", "0.1"), "eta": ("0.03", "1")}, numbers
    assert ranges["CategoricalParameterRanges"] == [{"Name": "objective", "Values": ["reg:linear"]}]
    create_refused("AutoParameters can only be specified with Autotune.", config(ranges=hints))


# --- ends --------------------------------------------------------------------------------------------------------------


def flow_five_failures_at_the_start_end_the_tuning_job():
    failing = definition(Environment={"SLIPWAY_SIMULATED_EXIT_CODE": "1"})
    job = run(config(20, 1), failing)
    assert job["HyperParameterTuningJobStatus"] == "Failed"
    assert job["FailureReason"] == (
        "No training job succeeded after 5 attempts. For additional details, please take a look at the training job"
        " failures by listing training jobs for the hyperparameter tuning job.")
    assert job["TrainingJobStatusCounters"]["NonRetryableError"] == 5
    for child in children(job["HyperParameterTuningJobName"]):
        assert child["TrainingJobStatus"] == "Failed" and child["ObjectiveStatus"] == "Failed"
        assert child["FailureReason"].startswith("AlgorithmError: ")


def flow_target_reached_ends_the_tuning_job():
    job = run(config(50, 2, TuningJobCompletionCriteria={"TargetObjectiveMetricValue": 1000}))
    assert job["HyperParameterTuningJobStatus"] == "Completed"
    assert sum(job["TrainingJobStatusCounters"].values()) <= 4, job["TrainingJobStatusCounters"]


def flow_no_improvement_ends_the_tuning_job():
    criteria = {"BestObjectiveNotImproving": {"MaxNumberOfTrainingJobsNotImproving": 3}}
    job = run(config(200, 1, TuningJobCompletionCriteria=criteria))
    assert job["HyperParameterTuningJobStatus"] == "Completed"
    assert job["TrainingJobStatusCounters"]["Completed"] < 200
    assert job["TuningJobCompletionDetails"]["NumberOfTrainingJobsObjectiveNotImproving"] == 3


def flow_convergence_ends_the_tuning_job_if_asked():
    criteria = {"ConvergenceDetected": {"CompleteOnConvergence": "Enabled"}}
    settings = config(None, 4, TuningJobCompletionCriteria=criteria)
    job = run(settings)
    assert job["HyperParameterTuningJobStatus"] == "Completed"
    assert job["TuningJobCompletionDetails"]["ConvergenceDetectedTime"] >= job["CreationTime"]
    assert job["HyperParameterTuningJobConfig"]["ResourceLimits"]["MaxNumberOfTrainingJobs"] == 750


# --- warm start --------------------------------------------------------------------------------------------------------


def parents(kind, *names):
    return {"ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": name} for name in names], "WarmStartType": kind}


def flow_warm_start_uses_its_parents():
    ranges = continuous("x", "y", "z")
    parent = run(config(15, 1, ranges, "Bayesian"))
    name = parent["HyperParameterTuningJobName"]
    child = run(config(1, 1, ranges, "Bayesian"), WarmStartConfig=parents("IdenticalDataAndAlgorithm", name))
    cold = children(name)[0]
    assert value(child["BestTrainingJob"]) < value(cold), "the first job after a warm start is better than the first of all"
    overall = child["OverallBestTrainingJob"]
    best = min((parent["BestTrainingJob"], name), (child["BestTrainingJob"], child["HyperParameterTuningJobName"]),
               key=lambda each: value(each[0]))
    assert (overall["TrainingJobName"], overall["TuningJobName"]) == (best[0]["TrainingJobName"], best[1])
    transfer = run(config(1, 1, ranges, "Bayesian"),
                   WarmStartConfig=parents("TransferLearning", name, child["HyperParameterTuningJobName"]))
    assert "OverallBestTrainingJob" not in transfer
    assert transfer["WarmStartConfig"]["WarmStartType"] == "TransferLearning"


def flow_warm_start_works_with_a_list_of_one_definition():
    name = run(without_objective(config(2)), TrainingJobDefinitions=several("one"))["HyperParameterTuningJobName"]
    job = run(without_objective(config(2, TrainingJobEarlyStoppingType="Auto")), TrainingJobDefinitions=several("one"),
              WarmStartConfig=parents("IdenticalDataAndAlgorithm", name))
    assert job["OverallBestTrainingJob"]["TrainingJobDefinitionName"] == "one"


def flow_warm_start_without_metric_definitions_takes_the_parents():
    name = run(config(1))["HyperParameterTuningJobName"]
    bare = definition(AlgorithmSpecification={"TrainingImage": IMAGE, "TrainingInputMode": "File"})
    job = run(config(1), bare, WarmStartConfig=parents("TransferLearning", name))
    assert job["TrainingJobDefinition"]["AlgorithmSpecification"]["MetricDefinitions"] == LOSS


def flow_parents_must_be_there_ended_and_alike():
    parent = run(config(1))["HyperParameterTuningJobName"]
    running = create(config(1), slow())
    warm = "TransferLearning"
    create_refused("Amazon SageMaker can't find a tuning job called none-such. Type another name.",
                   WarmStartConfig=parents(warm, "none-such"))
    create_refused(f"The parent tuning job [{running}] is in status InProgress. Parents must be Completed, Stopped or Failed.",
                   WarmStartConfig=parents(warm, running))
    create_refused(f"The parent tuning job [{parent}] is given more than once.", WarmStartConfig=parents(warm, parent, parent))
    create_refused(f"The objective metric of the tuning job must be that of its parent tuning job [{parent}], [loss].",
                   config(HyperParameterTuningJobObjective={"Type": "Maximize", "MetricName": "loss"}),
                   WarmStartConfig=parents(warm, parent))
    create_refused(f"The hyperparameters of the tuning job must be those of its parent tuning job [{parent}], static and"
                   " tunable ones together.", config(ranges=continuous("other")), WarmStartConfig=parents(warm, parent))
    create_refused(f"The type of the hyperparameter [x] differs from that in the parent tuning job [{parent}].",
                   config(ranges={"IntegerParameterRanges": [{"Name": "x", "MinValue": "1", "MaxValue": "9"}]}),
                   WarmStartConfig=parents(warm, parent))
    create_refused("WarmStartConfig is available with the Bayesian and the Random strategy only.",
                   config(None, ranges=categories(x=["1"]), strategy="Grid"), WarmStartConfig=parents(warm, parent))
    identical = parents("IdenticalDataAndAlgorithm", parent)
    other = definition()
    other["InputDataConfig"][0]["ChannelName"] = "other"
    create_refused(f"InputDataConfig must be that of the parent tuning job [{parent}] for the warm start type"
                   " IdenticalDataAndAlgorithm.", training=other, WarmStartConfig=identical)
    sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=running)
    ended(running)


# --- bad values --------------------------------------------------------------------------------------------------------


def flow_values_that_the_model_forbids_are_told_all_at_once():
    create_refused("1 validation error detected: Value 'Best' at 'hyperParameterTuningJobConfig.strategy' failed to satisfy"
                   " constraint: Member must satisfy enum value set: [Bayesian, Random, Hyperband, Grid]",
                   config(strategy="Best"))
    try:
        create(config(strategy="Best", TrainingJobEarlyStoppingType="Maybe"))
    except ClientError as error:
        message = error.response["Error"]["Message"]
        assert message.startswith("2 validation errors detected: ") and "; Value 'Maybe' at " in message, message
    else:
        raise AssertionError("not refused")


def flow_ranges_must_make_sense():
    for low, high, scaling, message in (
            ("2", "1", "Auto", "The MinValue, [2], of the hyperparameter [x] must be less than its MaxValue, [1]."),
            ("1", "1", "Auto", "The MinValue, [1], of the hyperparameter [x] must be less than its MaxValue, [1]."),
            ("a", "1", "Auto", "The MinValue, [a], of the hyperparameter [x] is not a number."),
            ("0", "1", "Logarithmic",
             "The MinValue, [0], of the hyperparameter [x] must be greater than 0 for Logarithmic scaling."),
            ("0", "1", "ReverseLogarithmic",
             "The range of the hyperparameter [x] must be within 0 <= x < 1 for ReverseLogarithmic scaling.")):
        create_refused(message, config(ranges={"ContinuousParameterRanges": [
            {"Name": "x", "MinValue": low, "MaxValue": high, "ScalingType": scaling}]}))
    create_refused("The categorical hyperparameter [x] has the value [a] more than once. Specify each value only once.",
                   config(ranges=categories(x=["a", "a"])))
    create_refused("The hyperparameter [x] is in more than one parameter range. Specify each hyperparameter only once.",
                   config(ranges={**continuous("x"), **categories(x=["a"])}))
    create_refused("The hyperparameter [epochs] is in both the parameter ranges and the static hyperparameters. Specify it in"
                   " one of them.", config(ranges=continuous("epochs")))
    create_refused("The total number of hyperparameter ranges, [31], must not be greater than 30.",
                   config(ranges={**continuous(*(f"p{n}" for n in range(16))),
                                  **categories(**{f"c{n}": ["1"] for n in range(15)})}))
    create_refused("The MinValue, [1], and the MaxValue, [2.5], of the integer hyperparameter [x] must be integers.",
                   config(ranges={"IntegerParameterRanges": [{"Name": "x", "MinValue": "1", "MaxValue": "2.5"}]}))
    create_refused("No hyperparameter ranges are provided. Provide at least one parameter range.",
                   {**config(), "ParameterRanges": {}})


def flow_limits_must_fit_together():
    create_refused("The value of MaxParallelTrainingJobs, [3], must be less than or equal to the value of"
                   " MaxNumberOfTrainingJobs, [2].", config(2, 3))
    create_refused(
        "You don't have enough combinations of hyperparameter ranges. The total number of hyperparameter combinations for the"
        " provided ranges [3.0] must be equal or greater than the value of MaxNumberOfJobs, [10]. Provide additional ranges.",
        config(10, 1, {"IntegerParameterRanges": [{"Name": "x", "MinValue": "1", "MaxValue": "3"}]}))
    create_refused("MaxNumberOfTrainingJobs must be specified, unless the Grid strategy, MaxRuntimeInSeconds or"
                   " TuningJobCompletionCriteria end the hyperparameter tuning job.", config(None))
    create_refused("The total number of static and tunable hyperparameters, [101], must not be greater than 100.",
                   training=definition(StaticHyperParameters={f"s{n}": "1" for n in range(99)}))


def flow_metrics_must_be_there_and_be_regular_expressions():
    def metrics(*definitions):
        return definition(AlgorithmSpecification={
            "TrainingImage": IMAGE, "TrainingInputMode": "File", "MetricDefinitions": list(definitions)})
    needed = "A metric is required for this hyperparameter tuning job objective. Provide a metric in the metric definitions."
    create_refused(needed, training=metrics({"Name": "other", "Regex": "(.*)"}))
    create_refused(needed, training=metrics())
    create_refused("Invalid regular expression of metric loss: Unclosed group near index 5.",
                   training=metrics({"Name": "loss", "Regex": "loss("}))


def flow_further_values_that_cannot_be_are_refused():
    def algorithm(**changes):
        return definition(AlgorithmSpecification={"TrainingInputMode": "File", "MetricDefinitions": LOSS, **changes})

    hyperband = {"HyperbandStrategyConfig": {"MinResource": 5, "MaxResource": 3}}
    resources = {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1}
    own = definition(HyperParameterTuningResourceConfig={**resources, "InstanceConfigs": [resources]})
    bare = definition(HyperParameterTuningResourceConfig={"VolumeSizeInGB": 1})
    neither = definition()
    for each in (own, bare, neither):
        del each["ResourceConfig"]
    reverse = {"IntegerParameterRanges": [
        {"Name": "x", "MinValue": "1", "MaxValue": "9", "ScalingType": "ReverseLogarithmic"}]}
    for message, settings, training in (
            ("HyperbandStrategyConfig can only be specified for the Hyperband strategy.", config(StrategyConfig=hyperband), None),
            ("The value of MinResource, [5], must be less than or equal to the value of MaxResource, [3].",
             config(strategy="Hyperband", StrategyConfig=hyperband), None),
            ("HyperParameterTuningJobObjective must be specified with TrainingJobDefinition.",
             {key: each for key, each in config().items() if key != "HyperParameterTuningJobObjective"}, None),
            ("ParameterRanges must be specified with TrainingJobDefinition.",
             {key: each for key, each in config().items() if key != "ParameterRanges"}, None),
            ("ReverseLogarithmic scaling is not supported for the integer hyperparameter [x]. Choose a different scaling type.",
             config(ranges=reverse), None),
            ("TuningObjective and HyperParameterRanges can only be specified in TrainingJobDefinitions.", None,
             definition(TuningObjective=OBJECTIVE)),
            ("Only one of TrainingImage and AlgorithmName can be specified.", None,
             algorithm(TrainingImage=IMAGE, AlgorithmName="trees")),
            ("Either TrainingImage or AlgorithmName must be specified.", None, algorithm()),
            ("Only one of ResourceConfig and HyperParameterTuningResourceConfig can be specified.", None,
             definition(HyperParameterTuningResourceConfig=resources)),
            ("Either ResourceConfig or HyperParameterTuningResourceConfig must be specified.", None, neither),
            ("InstanceType or InstanceCount cannot be specified with InstanceConfigs in HyperParameterTuningResourceConfig.",
             None, own),
            ("HyperParameterTuningResourceConfig must have InstanceType and InstanceCount, or InstanceConfigs.", None, bare)):
        create_refused(message, settings, training=training)
    unnamed = several("one")
    del unnamed[0]["DefinitionName"]
    aimless = several("one")
    del aimless[0]["TuningObjective"]
    for message, definitions in (
            ("Each of TrainingJobDefinitions must have a DefinitionName.", unnamed),
            ("The definition [one] must have TuningObjective and HyperParameterRanges.", aimless)):
        create_refused(message, without_objective(config()), TrainingJobDefinitions=definitions)
    name = data.unique("refused")
    refused("ValidationException", "Only one of TrainingJobDefinition and TrainingJobDefinitions can be specified.",
            sagemaker.create_hyper_parameter_tuning_job, HyperParameterTuningJobName=name,
            HyperParameterTuningJobConfig=config(), TrainingJobDefinition=definition(), TrainingJobDefinitions=several("one"))
    refused("ValidationException", "Either TrainingJobDefinition or TrainingJobDefinitions must be specified.",
            sagemaker.create_hyper_parameter_tuning_job, HyperParameterTuningJobName=name,
            HyperParameterTuningJobConfig=config())


def flow_numbers_outside_of_their_bounds_are_refused():
    # Else the client itself refuses some of them.
    unchecked = boto3.client("sagemaker", config=Config(parameter_validation=False))
    for changes, part in (
            ({"ResourceLimits": {"MaxParallelTrainingJobs": 0, "MaxNumberOfTrainingJobs": 1}},
             "Value '0' at 'hyperParameterTuningJobConfig.resourceLimits.maxParallelTrainingJobs' failed to satisfy constraint:"
             " Member must have value greater than or equal to 1"),
            ({"ResourceLimits": {"MaxParallelTrainingJobs": 1, "MaxNumberOfTrainingJobs": 1, "MaxRuntimeInSeconds": 119}},
             "maxRuntimeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 120"),
            ({"TuningJobCompletionCriteria": {"BestObjectiveNotImproving": {"MaxNumberOfTrainingJobsNotImproving": 2}}},
             "Member must have value greater than or equal to 3"),
            ({"RandomSeed": -1}, "'hyperParameterTuningJobConfig.randomSeed' failed to satisfy constraint"),
            ({"ParameterRanges": categories(x=[str(n) for n in range(31)])},
             "Member must have length less than or equal to 30")):
        try:
            unchecked.create_hyper_parameter_tuning_job(
                HyperParameterTuningJobName=data.unique("refused"), HyperParameterTuningJobConfig={**config(), **changes},
                TrainingJobDefinition=definition())
        except ClientError as error:
            assert error.response["Error"]["Code"] == "ValidationException", error
            assert part in error.response["Error"]["Message"], (part, error)
        else:
            raise AssertionError(f"not refused: {part}")
    six = [{"HyperParameterTuningJobName": f"p{n}"} for n in range(6)]
    try:
        unchecked.create_hyper_parameter_tuning_job(
            HyperParameterTuningJobName=data.unique("refused"), HyperParameterTuningJobConfig=config(),
            TrainingJobDefinition=definition(),
            WarmStartConfig={"ParentHyperParameterTuningJobs": six, "WarmStartType": "TransferLearning"})
    except ClientError as error:
        assert "Member must have length less than or equal to 5" in error.response["Error"]["Message"], error
    else:
        raise AssertionError("six parents")


def flow_input_data_and_image_must_be_there():
    create_refused("Invalid training image. Please provide a valid Amazon Elastic Container Registry path of the Docker image"
                   " to run.", training=definition(AlgorithmSpecification={
                       "TrainingImage": " ", "TrainingInputMode": "File", "MetricDefinitions": LOSS}))
    nothing = f"s3://{data.BUCKET}/nothing/here"
    create_refused(
        f'No S3 objects found under S3 URL "{nothing}" given in input data source. Please ensure that the bucket exists in the'
        f' selected region (us-west-2), that objects exist under that S3 prefix, and that the role "{data.ROLE}" has'
        f' "s3:ListBucket" permissions on bucket "{data.BUCKET}".',
        training=definition(InputDataConfig=[{"ChannelName": "train", "DataSource": {"S3DataSource": {
            "S3DataType": "S3Prefix", "S3Uri": nothing}}}]))


def flow_what_is_refused_leaves_nothing():
    before = sagemaker.list_hyper_parameter_tuning_jobs(NameContains="refused")["HyperParameterTuningJobSummaries"]
    assert before == []
