"""Training and tuning with the SageMaker Python SDK 2.x, unmodified, with only the endpoint, keys and region set."""

import boto3
import sagemaker
from sagemaker.algorithm import AlgorithmEstimator
from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput
from sagemaker.tuner import ContinuousParameter, HyperparameterTuner, IntegerParameter

import data

data.upload(boto3.client("s3"))
session = sagemaker.Session(default_bucket=data.BUCKET)
inputs = {
    "train": TrainingInput(f"s3://{data.BUCKET}/data/train", content_type="text/csv"),
    "validation": TrainingInput(f"s3://{data.BUCKET}/data/validation/validation.csv", content_type="text/csv"),
}
state = {}


def estimator(image=data.XGBOOST):
    return Estimator(
        image_uri=image,
        role=data.ROLE,
        instance_count=1,
        instance_type="ml.m4.xlarge",
        output_path=f"s3://{data.BUCKET}/models",
        sagemaker_session=session,
        hyperparameters={"num_round": "20", "objective": "reg:linear", "eta": "0.3"},
    )


def flow_fit_of_a_current_version():
    image = sagemaker.image_uris.retrieve("xgboost", "us-west-2", version="1.7-1")
    job = estimator(image)
    job.set_hyperparameters(objective="reg:squarederror")
    job.fit(inputs, job_name=data.unique("fit17"), logs=False)
    metrics = job.latest_training_job.describe()["FinalMetricDataList"]
    assert {"train:rmse", "validation:rmse"} <= {metric["MetricName"] for metric in metrics}, metrics
    state["trained"] = job


def flow_fit_in_pipe_mode():
    image = sagemaker.image_uris.retrieve("xgboost", "us-west-2", version="1.7-1")
    job = Estimator(
        image_uri=image, role=data.ROLE, instance_count=1, instance_type="ml.m4.xlarge", input_mode="Pipe",
        output_path=f"s3://{data.BUCKET}/models", sagemaker_session=session,
        hyperparameters={"num_round": "5", "objective": "reg:squarederror"})
    job.fit(inputs, job_name=data.unique("pipe"), logs=False)
    assert job.latest_training_job.describe()["AlgorithmSpecification"]["TrainingInputMode"] == "Pipe"


def flow_an_algorithm_in_place_of_an_image():
    name = data.unique("trees")
    channel = {"SupportedContentTypes": ["text/csv"], "SupportedInputModes": ["File"]}
    arn = boto3.client("sagemaker").create_algorithm(AlgorithmName=name, TrainingSpecification={
        "TrainingImage": data.XGBOOST,
        "SupportedTrainingInstanceTypes": ["ml.m4.xlarge"],
        "SupportedHyperParameters": [
            {"Name": "num_round", "Type": "Integer", "IsRequired": True, "Range": {
                "IntegerParameterRangeSpecification": {"MinValue": "1", "MaxValue": "100"}}},
            {"Name": "eta", "Type": "Continuous", "DefaultValue": "0.2", "Range": {
                "ContinuousParameterRangeSpecification": {"MinValue": "0", "MaxValue": "1"}}}],
        "MetricDefinitions": [{"Name": "rmse", "Regex": "validation-rmse:([0-9.]+)"}],
        "TrainingChannels": [{"Name": "train", "IsRequired": True, **channel}, {"Name": "validation", **channel}],
    })["AlgorithmArn"]
    job = AlgorithmEstimator(
        algorithm_arn=arn, role=data.ROLE, instance_count=1, instance_type="ml.m4.xlarge",
        output_path=f"s3://{data.BUCKET}/models", sagemaker_session=session)
    job.set_hyperparameters(num_round=5)
    job.fit(inputs, job_name=data.unique("algorithm"), logs=False)
    described = job.latest_training_job.describe()
    assert described["AlgorithmSpecification"]["AlgorithmName"] == arn, described
    assert described["HyperParameters"] == {"num_round": "5", "eta": "0.2"}, described
    assert [metric["MetricName"] for metric in described["FinalMetricDataList"]] == ["rmse"], described
    attached = AlgorithmEstimator.attach(job.latest_training_job.name, sagemaker_session=session)
    assert str(attached.hyperparameters()["num_round"]) == "5", attached.hyperparameters()


def flow_attach():
    name = state["trained"].latest_training_job.name
    attached = Estimator.attach(name, sagemaker_session=session)
    assert attached.model_data == state["trained"].model_data
    assert attached.hyperparameters()["num_round"] == "20"


def flow_tune():
    tuner = HyperparameterTuner(
        estimator(),
        "validation:rmse",
        {"alpha": ContinuousParameter(0, 10), "max_depth": IntegerParameter(1, 6)},
        objective_type="Minimize",
        max_jobs=4,
        max_parallel_jobs=2,
        base_tuning_job_name=data.unique("tune"),
    )
    tuner.fit(inputs)
    tuner.wait()
    assert tuner.describe()["HyperParameterTuningJobStatus"] == "Completed"
    state["tuner"] = tuner


def flow_tuning_analytics():
    frame = state["tuner"].analytics().dataframe()
    assert len(frame) == 4, frame
    assert set(frame["TrainingJobStatus"]) == {"Completed"}
    best = frame.loc[frame["FinalObjectiveValue"].idxmin()]["TrainingJobName"]
    assert state["tuner"].best_training_job() == best


def flow_attach_a_tuner_and_take_its_best_estimator():
    tuner = HyperparameterTuner.attach(state["tuner"].latest_tuning_job.name, sagemaker_session=session)
    best = tuner.best_estimator()
    assert best.latest_training_job.name == state["tuner"].best_training_job()
