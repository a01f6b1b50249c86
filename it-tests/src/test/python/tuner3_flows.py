"""Everything that works of the tuner of the SageMaker Python SDK 3.x, on played containers."""

import boto3
from sagemaker.core.helper.session_helper import Session
from sagemaker.core.parameter import CategoricalParameter, ContinuousParameter, IntegerParameter
from sagemaker.core.resources import HyperParameterTuningJob
from sagemaker.core.shapes import (
    HyperbandStrategyConfig, HyperParameterTuningJobStrategyConfig, HyperParameterTuningJobWarmStartConfig, OutputDataConfig,
    ParentHyperParameterTuningJob, TuningJobCompletionCriteria)
from sagemaker.core.training.configs import Compute, InputData
from sagemaker.train import ModelTrainer
from sagemaker.train.tuner import HyperparameterTuner

import data

data.upload(boto3.client("s3"))
client = boto3.client("sagemaker")
session = Session(default_bucket=data.BUCKET)
PREFIX = f"s3://{data.BUCKET}/data/train"
RMSE = "validation:rmse"
RANGES = {
    "alpha": ContinuousParameter(0.001, 10, "Logarithmic"),
    "max_depth": IntegerParameter(1, 6),
    "booster": CategoricalParameter(["gbtree", "dart"]),
}


def trainer():
    return ModelTrainer(
        training_image=data.XGBOOST, role=data.ROLE, sagemaker_session=session,
        compute=Compute(instance_type="ml.m5.large", instance_count=1, volume_size_in_gb=5),
        output_data_config=OutputDataConfig(s3_output_path=f"s3://{data.BUCKET}/models"),
        hyperparameters={"num_round": 5, "eta": 0.3})


def tuner(ranges=None, max_jobs=3, **more):
    return HyperparameterTuner(
        trainer(), RMSE, ranges or RANGES, objective_type="Minimize", max_jobs=max_jobs, max_parallel_jobs=1,
        base_tuning_job_name=data.unique("t3"), **more)


def ended(each):
    name = each.latest_tuning_job.hyper_parameter_tuning_job_name
    data.wait_until(lambda: described(name)["HyperParameterTuningJobStatus"] not in ("InProgress", "Stopping"))
    return described(name)


def described(name):
    return client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)


def completed(each, inputs=PREFIX):
    each.tune(inputs, wait=False)
    job = ended(each)
    assert job["HyperParameterTuningJobStatus"] == "Completed", job
    return job


state = {}


def flow_tune_and_wait():
    each = tuner(tags=[{"Key": "team", "Value": "x"}])
    each.tune([InputData(channel_name="train", data_source=PREFIX, content_type="text/csv")])
    each.wait()
    assert each.describe().hyper_parameter_tuning_job_status == "Completed"
    state["parent"] = each


def flow_best_training_job():
    job = described(state["parent"].latest_tuning_job.hyper_parameter_tuning_job_name)
    assert state["parent"].best_training_job() == job["BestTrainingJob"]["TrainingJobName"]


def flow_analytics():
    frame = state["parent"].analytics().dataframe()
    assert len(frame) == 3 and {"alpha", "max_depth", "booster", "FinalObjectiveValue"} <= set(frame.columns)


def flow_inputs_by_channel():
    completed(tuner(), {"train": PREFIX, "validation": PREFIX})


def flow_stop_tuning_job():
    each = tuner(max_jobs=500)
    each.tune(PREFIX, wait=False)
    each.stop_tuning_job()
    assert ended(each)["HyperParameterTuningJobStatus"] == "Stopped"


def flow_strategies():
    completed(tuner(strategy="Random", random_seed=3))
    completed(tuner(early_stopping_type="Auto"))
    completed(tuner({"booster": CategoricalParameter(["gbtree", "dart"])}, strategy="Grid", max_jobs=2))
    completed(tuner(strategy="Hyperband", strategy_config=HyperParameterTuningJobStrategyConfig(
        hyperband_strategy_config=HyperbandStrategyConfig(min_resource=1, max_resource=3))))


def flow_criteria_and_runtime():
    criteria = TuningJobCompletionCriteria(target_objective_metric_value=1000.0)
    job = completed(tuner(max_jobs=50, completion_criteria_config=criteria, max_runtime_in_seconds=600))
    assert job["TrainingJobStatusCounters"]["Completed"] < 50


def flow_warm_start():
    parent = state["parent"].latest_tuning_job.hyper_parameter_tuning_job_name
    for kind in ("IdenticalDataAndAlgorithm", "TransferLearning"):
        config = HyperParameterTuningJobWarmStartConfig(
            warm_start_type=kind,
            parent_hyper_parameter_tuning_jobs=[ParentHyperParameterTuningJob(hyper_parameter_tuning_job_name=parent)])
        inputs = [InputData(channel_name="train", data_source=PREFIX, content_type="text/csv")]
        assert completed(tuner(warm_start_config=config), inputs)["WarmStartConfig"]["WarmStartType"] == kind


def flow_resource_classes():
    name = state["parent"].latest_tuning_job.hyper_parameter_tuning_job_name
    job = HyperParameterTuningJob.get(name)
    assert job.best_training_job.training_job_name == state["parent"].best_training_job()
    assert len(list(job.get_all_training_jobs())) == 3
    assert name in [each.hyper_parameter_tuning_job_name for each in HyperParameterTuningJob.get_all(name_contains=name)]
    each = tuner(max_jobs=1)
    completed(each)
    HyperParameterTuningJob.get(each.latest_tuning_job.hyper_parameter_tuning_job_name).delete()
    listed = client.list_hyper_parameter_tuning_jobs(
        NameContains=each.latest_tuning_job.hyper_parameter_tuning_job_name)
    assert listed["HyperParameterTuningJobSummaries"] == []
