"""The arguments of the SDK's tuner that the other flows leave alone, 2.x and 1.72 alike, on played containers."""

import contextlib
import csv
import io
import os
import tempfile

from sagemaker import exceptions
from sagemaker.model_monitor import DataCaptureConfig

import data
from tuner_flows import (
    LOSS, PREFIX, RMSE, V1, CategoricalParameter, ContinuousParameter, Estimator, HyperparameterTuner, IntegerParameter,
    TrainingInput, client, completed, description, ended, estimator, session, start, tuner)

KEY = "arn:aws:kms:us-west-2:000000000000:key/one"
state = {}


def flow_parameters_of_every_kind_and_scaling():
    ranges = {
        "linear": ContinuousParameter(-1, 1, "Linear"),
        "log": ContinuousParameter(1e-6, 1, scaling_type="Logarithmic"),
        "reverse": ContinuousParameter(0.5, 0.999, scaling_type="ReverseLogarithmic"),
        "auto": ContinuousParameter(0, 1),
        "whole": IntegerParameter(1, 1000, "Logarithmic"),
        "word": CategoricalParameter(["a", 7]),
        "one": CategoricalParameter("alone"),
    }
    each = start(tuner(ranges=ranges, max_jobs=4))
    sent = each.hyperparameter_ranges()
    job = completed(each)
    assert job["HyperParameterTuningJobConfig"]["ParameterRanges"] == sent, (job, sent)
    scaling = {r["Name"]: r["ScalingType"] for r in sent["ContinuousParameterRanges"] + sent["IntegerParameterRanges"]}
    assert scaling == {"linear": "Linear", "log": "Logarithmic", "reverse": "ReverseLogarithmic", "auto": "Auto",
                       "whole": "Logarithmic"}, scaling
    assert ranges["word"].as_tuning_range("word") == {"Name": "word", "Values": ["a", "7"]}
    assert ranges["word"].as_json_range("word") == {"Name": "word", "Values": ['"a"', '"7"']}
    for summary in each.analytics().training_job_summaries():
        tuned = summary["TunedHyperParameters"]
        assert set(tuned) == set(ranges), tuned
        for name, value in tuned.items():
            assert ranges[name].is_valid(ranges[name].cast_to_type(value)), (name, value)
        assert tuned["one"] == "alone", tuned
    state["tuned"] = each


def flow_name_is_made_of_the_image_and_at_most_32_characters_long():
    image = data.unique("a-rather-long-name-of-an-image")
    each = HyperparameterTuner(
        estimator(f"000000000000.dkr.ecr.us-west-2.amazonaws.com/{image}:1"), "loss", {"x": ContinuousParameter(0, 1)}, LOSS)
    each.fit(PREFIX, **({} if V1 else {"wait": False}))
    job = completed(each)
    name = job["HyperParameterTuningJobName"]
    assert name.startswith("a-rather-long-name") and len(name) <= HyperparameterTuner.TUNING_JOB_NAME_MAX_LENGTH, name
    settings = job["HyperParameterTuningJobConfig"]
    assert settings["Strategy"] == "Bayesian" and settings["TrainingJobEarlyStoppingType"] == "Off", settings
    assert settings["HyperParameterTuningJobObjective"]["Type"] == "Maximize", settings
    assert settings["ResourceLimits"] == {"MaxNumberOfTrainingJobs": 1, "MaxParallelTrainingJobs": 1}, settings


def flow_inputs_of_every_form():
    mine = "000000000000.dkr.ecr.us-west-2.amazonaws.com/mine:1"
    for inputs, channels in (
            (None, []), (PREFIX, ["training"]), (TrainingInput(PREFIX, content_type="text/csv"), ["training"]),
            ({"a": PREFIX, "b": TrainingInput(PREFIX, distribution="ShardedByS3Key", compression="None")}, ["a", "b"])):
        job = completed(start(tuner(estimator(mine), "loss", metric_definitions=LOSS, max_jobs=1, max_parallel_jobs=1), inputs))
        described = job["TrainingJobDefinition"].get("InputDataConfig", [])
        assert [channel["ChannelName"] for channel in described] == channels, (channels, described)


def flow_best_estimator_of_a_job_that_is_given():
    each = state["tuned"]
    worst = [job["TrainingJobName"] for job in each.analytics().training_job_summaries()
             if job["TrainingJobName"] != each.best_training_job()][0]
    chosen = each.best_estimator({"TrainingJobName": worst, "TrainingJobDefinitionName": "any"})
    assert chosen.latest_training_job.name == worst and worst in chosen.model_data


def flow_warm_start_tuners_have_further_parents():
    first = state["tuned"]
    ranges = dict(first._hyperparameter_ranges)
    second = start(tuner(ranges=ranges, max_jobs=2))
    completed(second)
    child = first.identical_dataset_and_algorithm_tuner(additional_parents={second.latest_tuning_job.name})
    job = completed(start(child))
    parents = {each["HyperParameterTuningJobName"] for each in job["WarmStartConfig"]["ParentHyperParameterTuningJobs"]}
    assert parents == {first.latest_tuning_job.name, second.latest_tuning_job.name}, parents


def flow_deploy_with_every_argument():
    name = data.unique("best")
    capture = DataCaptureConfig(
        True, sampling_percentage=50, destination_s3_uri=f"s3://{data.BUCKET}/captured", sagemaker_session=session)
    predictor = state["tuned"].deploy(
        1, "ml.m5.large", accelerator_type="ml.eia1.medium", endpoint_name=name, wait=False, model_name=name,
        kms_key=KEY, data_capture_config=capture)
    served = session.wait_for_endpoint(name, poll=0.1)
    assert served["EndpointStatus"] == "InService", served
    assert served["DataCaptureConfig"]["CurrentSamplingPercentage"] == 50, served
    config = client.describe_endpoint_config(EndpointConfigName=served["EndpointConfigName"])
    variant = config["ProductionVariants"][0]
    assert config["KmsKeyId"] == KEY and variant["AcceleratorType"] == "ml.eia1.medium", config
    assert variant["ModelName"] == name, config
    assert len(predictor.predict(b"1,2\n").decode().split()) == 1
    if V1:
        state["tuned"].delete_endpoint(name)
    else:
        predictor.delete_endpoint()
    data.wait_until(lambda: not client.list_endpoints(NameContains=name)["Endpoints"])


def flow_deploy_without_a_name_takes_that_of_the_best_job():
    best = state["tuned"].best_training_job()
    state["tuned"].deploy(1, "ml.m5.large", wait=False)
    assert session.wait_for_endpoint(best, poll=0.1)["EndpointName"] == best
    if V1:
        state["tuned"].delete_endpoint()
    else:
        client.delete_endpoint(EndpointName=best)
    data.wait_until(lambda: not client.list_endpoints(NameContains=best)["Endpoints"])


def flow_analytics_are_read_again_and_exported():
    analytics = state["tuned"].analytics()
    assert analytics.name == state["tuned"].latest_tuning_job.name
    assert len(analytics.dataframe()) == len(analytics.dataframe(force_refresh=True)) == 4
    assert analytics.description(force_refresh=True)["HyperParameterTuningJobName"] == analytics.name
    with tempfile.TemporaryDirectory() as directory:
        analytics.export_csv(os.path.join(directory, "trials.csv"))
        with open(os.path.join(directory, "trials.csv")) as file:
            rows = list(csv.DictReader(file))
    assert {row["TrainingJobName"] for row in rows} == {
        job["TrainingJobName"] for job in analytics.training_job_summaries(force_refresh=True)}, rows


def flow_tuner_describes_its_job():
    assert state["tuned"].describe()["HyperParameterTuningJobName"] == state["tuned"].latest_tuning_job.name


def flow_a_gpu_that_is_required_and_not_there_is_a_capacity_error():
    made = Estimator("mine:1", data.ROLE, 1, "ml.p3.2xlarge", output_path=f"s3://{data.BUCKET}/models",
                     sagemaker_session=session)
    made.fit(job_name=data.unique("gpu"), wait=False)
    name = made.latest_training_job.name
    # What fit does, without and with the log, but for its pauses.
    for wait in (lambda: session.wait_for_job(name, poll=0.1), lambda: session.logs_for_job(name, wait=True, poll=0.1)):
        try:
            wait()
        except exceptions.UnexpectedStatusException as error:
            assert "CapacityError: Unable to provision requested ML compute capacity. " in str(error), error
            assert type(error).__name__ == ("UnexpectedStatusException" if V1 else "CapacityError"), type(error)
        else:
            raise AssertionError("it had what it needs")


def flow_log_of_a_spot_job_ends_with_its_savings():
    spot = {"train_use_spot_instances": True, "train_max_run": 60, "train_max_wait": 60} if V1 else {
        "use_spot_instances": True, "max_run": 60, "max_wait": 60}
    made = Estimator("mine:1", data.ROLE, 1, "ml.m5.large", output_path=f"s3://{data.BUCKET}/models",
                     sagemaker_session=session, **spot)
    made.fit(job_name=data.unique("spot"), wait=False)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        session.logs_for_job(made.latest_training_job.name, wait=True, poll=0.1)
    # The SDK divides by the seconds that were trained.
    assert "Managed Spot Training savings: 0.0%" in printed.getvalue(), printed.getvalue()
