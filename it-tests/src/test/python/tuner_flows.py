"""Everything that the tuner of the SageMaker Python SDK has, 2.x and 1.72 alike, on played containers."""

import os
import tempfile

import boto3
import numpy as np
import sagemaker
from sagemaker.amazon.amazon_estimator import RecordSet
from sagemaker.estimator import Estimator
from sagemaker.tuner import (
    CategoricalParameter, ContinuousParameter, HyperparameterTuner, IntegerParameter, WarmStartConfig, WarmStartTypes,
    create_identical_dataset_and_algorithm_tuner, create_transfer_learning_tuner)

import data

V1 = sagemaker.__version__.startswith("1.")
if V1:
    from sagemaker.session import s3_input as TrainingInput
else:
    from sagemaker.inputs import TrainingInput

data.upload(boto3.client("s3"))
session = sagemaker.Session()
session._default_bucket = data.BUCKET  # so that the real STS is not asked for the account
client = session.sagemaker_client
PREFIX = f"s3://{data.BUCKET}/data/train"
RMSE = "validation:rmse"
LOSS = [{"Name": "loss", "Regex": "loss=([0-9.]+)"}]
RANGES = {
    "alpha": ContinuousParameter(0.001, 10, "Logarithmic"),
    "max_depth": IntegerParameter(1, 6),
    "booster": CategoricalParameter(["gbtree", "dart"]),
}


def estimator(image=data.XGBOOST, milliseconds=0, **more):
    hyperparameters = {"num_round": "5", "objective": "reg:linear", "eta": 0.3}
    made = Estimator(
        image, data.ROLE, 1, "ml.m4.xlarge", output_path=f"s3://{data.BUCKET}/models", sagemaker_session=session,
        hyperparameters=hyperparameters, **more)
    made.set_hyperparameters(eta=0.2)
    return made


def tuner(made=None, metric=RMSE, ranges=None, max_jobs=3, max_parallel_jobs=2, base_tuning_job_name=None, **more):
    return HyperparameterTuner(
        made or estimator(), metric, ranges or RANGES, objective_type=more.pop("objective_type", "Minimize"),
        max_jobs=max_jobs, max_parallel_jobs=max_parallel_jobs,
        base_tuning_job_name=base_tuning_job_name or data.unique("t"), **more)


def start(each, inputs=PREFIX, **more):
    """As fit, which since 2.x waits with pauses of five seconds. The SDK's own names repeat within a minute."""
    more.setdefault("job_name", data.unique("t"))
    if not V1:
        more["wait"] = False
    if each.estimator is None:
        # The default is no dictionary, which the SDK itself refuses for several estimators.
        more.setdefault("include_cls_metadata", {})
    each.fit(inputs, **more)
    return each


def ended(each):
    name = each.latest_tuning_job.name
    data.wait_until(lambda: description(name)["HyperParameterTuningJobStatus"] not in ("InProgress", "Stopping"))
    return description(name)


def description(name):
    return client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)


def completed(each):
    job = ended(each)
    assert job["HyperParameterTuningJobStatus"] == "Completed", job
    return job


state = {}


def flow_fit_and_wait():
    parent = tuner(tags=[{"Key": "team", "Value": "x"}])
    parent.fit({"train": PREFIX, "validation": TrainingInput(PREFIX, content_type="text/csv")})
    parent.wait()
    job = completed(parent)
    assert job["TrainingJobStatusCounters"]["Completed"] == 3
    tags = client.list_tags(ResourceArn=job["BestTrainingJob"]["TrainingJobArn"])["Tags"]
    assert {"Key": "team", "Value": "x"} in tags
    state["parent"] = parent


def flow_name_may_be_given():
    name = data.unique("given")
    each = start(tuner(), job_name=name)
    assert each.latest_tuning_job.name == name
    completed(each)


def flow_best_training_job_and_best_estimator():
    parent = state["parent"]
    best = parent.best_estimator()
    assert best.latest_training_job.name == parent.best_training_job()
    assert best.model_data.endswith(f"{parent.best_training_job()}/output/model.tar.gz")
    hyperparameters = best.hyperparameters()
    assert {"alpha", "max_depth", "booster", "num_round"} <= set(hyperparameters), hyperparameters


def flow_deploy():
    predictor = state["parent"].deploy(1, "ml.m5.large", endpoint_name=data.unique("best"), wait=False)
    name = predictor.endpoint if V1 else predictor.endpoint_name
    data.wait_until(lambda: client.describe_endpoint(EndpointName=name)["EndpointStatus"] != "Creating")
    assert client.describe_endpoint(EndpointName=name)["EndpointStatus"] == "InService"
    assert len(predictor.predict(b"1,2\n3,4\n").decode().split()) == 2
    predictor.delete_endpoint()


def flow_there_is_no_best_training_job_before_one_has_ended():
    each = start(tuner(max_jobs=1, max_parallel_jobs=1))
    job = ended(each)
    assert each.best_training_job() == job["BestTrainingJob"]["TrainingJobName"]
    try:
        tuner().best_training_job()
    except ValueError as error:
        assert "No tuning job available" in str(error)
    else:
        raise AssertionError("a best training job of nothing")


def flow_analytics():
    frame = state["parent"].analytics().dataframe()
    assert len(frame) == 3 and set(frame["TrainingJobStatus"]) == {"Completed"}
    assert {"alpha", "max_depth", "booster", "FinalObjectiveValue", "TrainingElapsedTimeSeconds"} <= set(frame.columns), frame
    assert frame["alpha"].dtype == float
    best = frame.loc[frame["FinalObjectiveValue"].idxmin()]["TrainingJobName"]
    assert state["parent"].best_training_job() == best
    analytics = state["parent"].analytics()
    assert len(analytics.training_job_summaries()) == 3
    assert {"alpha", "max_depth", "booster"} == set(analytics.tuning_ranges)
    assert analytics.description()["HyperParameterTuningJobStatus"] == "Completed"


def flow_attach():
    parent = state["parent"]
    attached = HyperparameterTuner.attach(parent.latest_tuning_job.name, sagemaker_session=session)
    assert attached.best_training_job() == parent.best_training_job()
    assert attached.objective_metric_name == RMSE and attached.objective_type == "Minimize"
    assert attached.max_jobs == 3 and attached.max_parallel_jobs == 2
    assert set(attached.hyperparameter_ranges()["CategoricalParameterRanges"][0]["Values"]) == {"gbtree", "dart"}
    assert attached.estimator.hyperparameters()["num_round"] == "5"
    assert "_tuning_objective_metric" not in attached.estimator.hyperparameters()
    attached.wait()
    assert len(attached.analytics().dataframe()) == 3
    again = start(attached)
    completed(again)


def flow_attach_with_details_and_class():
    name = state["parent"].latest_tuning_job.name
    attached = HyperparameterTuner.attach(
        name, sagemaker_session=session, job_details=description(name), estimator_cls="sagemaker.estimator.Estimator")
    assert type(attached.estimator) is Estimator
    assert attached.sagemaker_session is session


def flow_class_metadata_makes_attach_find_the_estimator():
    each = start(tuner(), include_cls_metadata=True)
    completed(each)
    static = description(each.latest_tuning_job.name)["TrainingJobDefinition"]["StaticHyperParameters"]
    assert static["sagemaker_estimator_class_name"] == '"Estimator"'
    attached = HyperparameterTuner.attach(each.latest_tuning_job.name, sagemaker_session=session)
    assert type(attached.estimator) is Estimator


def flow_stop_tuning_job():
    each = start(tuner(max_jobs=500, max_parallel_jobs=1))
    each.stop_tuning_job()
    assert ended(each)["HyperParameterTuningJobStatus"] == "Stopped"
    each.stop_tuning_job()


def flow_identical_dataset_and_algorithm_tuner():
    parent = state["parent"]
    child = start(parent.identical_dataset_and_algorithm_tuner(), {"train": PREFIX, "validation": TrainingInput(PREFIX, content_type="text/csv")})
    job = completed(child)
    assert job["WarmStartConfig"]["WarmStartType"] == "IdenticalDataAndAlgorithm"
    assert job["OverallBestTrainingJob"]["TuningJobName"] in (parent.latest_tuning_job.name, child.latest_tuning_job.name)
    attached = HyperparameterTuner.attach(child.latest_tuning_job.name, sagemaker_session=session)
    assert attached.warm_start_config.type == WarmStartTypes.IDENTICAL_DATA_AND_ALGORITHM
    state["child"] = child


def flow_transfer_learning_tuner():
    parent, child = state["parent"], state["child"]
    each = parent.transfer_learning_tuner(
        additional_parents={child.latest_tuning_job.name}, estimator=estimator("433757028032.dkr.ecr.us-west-2.amazonaws.com/xgboost:1"))
    job = completed(start(each))
    names = {each["HyperParameterTuningJobName"] for each in job["WarmStartConfig"]["ParentHyperParameterTuningJobs"]}
    assert names == {parent.latest_tuning_job.name, child.latest_tuning_job.name}
    assert "OverallBestTrainingJob" not in job


def flow_warm_start_tuners_by_name():
    name = state["parent"].latest_tuning_job.name
    identical = create_identical_dataset_and_algorithm_tuner(name, sagemaker_session=session)
    completed(start(identical, {"train": PREFIX, "validation": TrainingInput(PREFIX, content_type="text/csv")}))
    transfer = create_transfer_learning_tuner(name, estimator=estimator(), sagemaker_session=session)
    completed(start(transfer))


def flow_warm_start_config():
    config = WarmStartConfig(WarmStartTypes.TRANSFER_LEARNING, {state["parent"].latest_tuning_job.name})
    completed(start(tuner(warm_start_config=config)))


def flow_image_of_ones_own_with_metric_definitions():
    each = start(tuner(estimator("000000000000.dkr.ecr.us-west-2.amazonaws.com/mine:1"), "loss", metric_definitions=LOSS))
    job = completed(each)
    assert job["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["MetricName"] == "loss"
    # The SDK leaves the metric definitions out of what it makes of a tuner.
    completed(start(each.transfer_learning_tuner()))
    completed(start(each.identical_dataset_and_algorithm_tuner()))


def flow_every_strategy():
    for strategy in ("Bayesian", "Random"):
        completed(start(tuner(strategy=strategy)))
    completed(start(tuner(early_stopping_type="Auto", max_jobs=8)))
    completed(start(tuner(objective_type="Maximize")))


def flow_create_with_several_estimators():
    two = two_estimators()
    names = set(two.estimator_dict)
    job = completed(start(two, {"one": PREFIX, "two": {"train": PREFIX}}, include_cls_metadata={"one": True},
                          estimator_kwargs={"two": {}}))
    listed = client.list_training_jobs_for_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=two.latest_tuning_job.name)["TrainingJobSummaries"]
    assert {each["TrainingJobDefinitionName"] for each in listed} == names
    assert set(two.hyperparameter_ranges_dict()) == names
    assert two.best_estimator().latest_training_job.name == job["BestTrainingJob"]["TrainingJobName"]
    frame = two.analytics().dataframe()
    assert set(frame["TrainingJobDefinitionName"]) == names
    attached = HyperparameterTuner.attach(
        two.latest_tuning_job.name, sagemaker_session=session, estimator_cls={"two": "sagemaker.estimator.Estimator"})
    assert set(attached.estimator_dict) == names
    assert attached.best_training_job() == two.best_training_job()
    assert attached.best_estimator().latest_training_job.name == two.best_training_job()


def two_estimators():
    return HyperparameterTuner.create(
        estimator_dict={"one": estimator(), "two": estimator("000000000000.dkr.ecr.us-west-2.amazonaws.com/mine:1")},
        objective_metric_name_dict={"one": RMSE, "two": "loss"},
        hyperparameter_ranges_dict={"one": {"alpha": ContinuousParameter(0, 10)}, "two": {"gamma": ContinuousParameter(0, 1)}},
        metric_definitions_dict={"two": LOSS}, base_tuning_job_name=data.unique("two"), strategy="Random",
        objective_type="Minimize", max_jobs=4, max_parallel_jobs=2, tags=[{"Key": "k", "Value": "v"}])


def flow_create_with_one_estimator_and_its_warm_start():
    def one(**more):
        return HyperparameterTuner.create(
            estimator_dict={"one": estimator()}, objective_metric_name_dict={"one": RMSE},
            hyperparameter_ranges_dict={"one": RANGES}, base_tuning_job_name=data.unique("one"),
            objective_type="Minimize", max_jobs=2, early_stopping_type="Auto", **more)
    first = start(one(), {"one": PREFIX})
    completed(first)
    completed(start(one(warm_start_config=WarmStartConfig(
        WarmStartTypes.TRANSFER_LEARNING, {first.latest_tuning_job.name})), {"one": PREFIX}))
    completed(start(first.identical_dataset_and_algorithm_tuner(), {"one": PREFIX}))


def flow_estimator_name_makes_a_list_of_one():
    each = start(tuner(estimator_name="mine"), {"mine": PREFIX})
    job = completed(each)
    assert job["BestTrainingJob"]["TrainingJobDefinitionName"] == "mine"
    assert each.best_estimator().latest_training_job.name == each.best_training_job()


def flow_amazon_algorithm_with_record_sets():
    made = sagemaker.KMeans(data.ROLE, 1, "ml.m5.large", 2, output_path=f"s3://{data.BUCKET}/models",
                            sagemaker_session=session, data_location=f"s3://{data.BUCKET}/records")
    records = made.record_set(np.random.default_rng(1).random((20, 4)).astype("float32"))
    assert isinstance(records, RecordSet)
    test = RecordSet(records.s3_data, records.num_records, records.feature_dim, channel="test")
    ranges = {"extra_center_factor": IntegerParameter(4, 10)}
    for inputs in (records, [records, test]):
        each = tuner(made, "loss", ranges, metric_definitions=LOSS, max_jobs=2)
        completed(start(each, inputs))
    attached = HyperparameterTuner.attach(each.latest_tuning_job.name, sagemaker_session=session)
    assert type(attached.estimator).__name__ == "KMeans"


def flow_framework_estimator():
    made = framework()
    ranges = {"batch": CategoricalParameter([4, 8]), "lr": ContinuousParameter(0.001, 0.1)}
    each = start(tuner(made, "average test loss", ranges, metric_definitions=[
        {"Name": "average test loss", "Regex": "average loss: ([0-9.]+)"}]), {"training": PREFIX})
    job = completed(each)
    static = job["TrainingJobDefinition"]["StaticHyperParameters"]
    assert static["_tuning_objective_metric"] == '"average test loss"', static
    assert job["BestTrainingJob"]["TunedHyperParameters"]["batch"] in ('"4"', '"8"')
    attached = HyperparameterTuner.attach(each.latest_tuning_job.name, sagemaker_session=session)
    assert type(attached.estimator) is type(made)
    frame = each.analytics().dataframe()
    assert {float(str(batch).strip('"')) for batch in frame["batch"]} <= {4.0, 8.0}, frame
    completed(start(each.identical_dataset_and_algorithm_tuner(), {"training": PREFIX}))


def framework():
    with tempfile.TemporaryDirectory() as directory:
        script = os.path.join(directory, "train.py")
    os.makedirs(os.path.dirname(script), exist_ok=True)
    with open(script, "w") as file:
        file.write("print('average loss: 1')\n")
    common = {"role": data.ROLE, "output_path": f"s3://{data.BUCKET}/models", "code_location": f"s3://{data.BUCKET}/code",
              "sagemaker_session": session, "hyperparameters": {"epochs": 3}}
    if V1:
        from sagemaker.mxnet import MXNet
        return MXNet(script, framework_version="1.4.1", py_version="py3", train_instance_count=1,
                     train_instance_type="ml.m5.large", **common)
    from sagemaker.pytorch import PyTorch
    return PyTorch(script, framework_version="2.0", py_version="py310", instance_count=1, instance_type="ml.m5.large", **common)


if not V1:
    from sagemaker.tuner import (
        HyperbandStrategyConfig, InstanceConfig, StrategyConfig, TuningJobCompletionCriteriaConfig)

    def flow_hyperband():
        config = StrategyConfig(HyperbandStrategyConfig(max_resource=3, min_resource=1))
        job = completed(start(tuner(strategy="Hyperband", strategy_config=config, max_jobs=4)))
        assert job["HyperParameterTuningJobConfig"]["StrategyConfig"]["HyperbandStrategyConfig"] == {
            "MinResource": 1, "MaxResource": 3}

    def flow_grid_and_attach():
        each = start(tuner(strategy="Grid", max_jobs=2, ranges={"booster": CategoricalParameter(["gbtree", "dart"])}))
        completed(each)
        attached = HyperparameterTuner.attach(each.latest_tuning_job.name, sagemaker_session=session)
        assert attached.max_jobs == 2

    def flow_completion_criteria_runtime_and_seed():
        criteria = TuningJobCompletionCriteriaConfig(3, True, 0.0)
        each = start(tuner(completion_criteria_config=criteria, random_seed=5, max_runtime_in_seconds=3600, max_jobs=100))
        job = completed(each)
        assert sum(job["TrainingJobStatusCounters"].values()) < 100
        attached = HyperparameterTuner.attach(each.latest_tuning_job.name, sagemaker_session=session)
        assert attached.random_seed == 5 and attached.max_runtime_in_seconds == 3600
        assert attached.completion_criteria_config.max_number_of_training_jobs_not_improving == 3

    def flow_autotune():
        each = tuner(autotune=True, ranges={"alpha": ContinuousParameter(0, 10)}, hyperparameters_to_keep_static=["objective"])
        job = completed(start(each))
        tuned = job["BestTrainingJob"]["TunedHyperParameters"]
        assert set(tuned) == {"alpha", "num_round", "eta"}, tuned
        assert 0.02 <= float(tuned["eta"]) <= 1 and 2 <= int(tuned["num_round"]) <= 10
        bare = HyperparameterTuner(estimator(), RMSE, None, objective_type="Minimize", autotune=True, max_jobs=2,
                                   base_tuning_job_name=data.unique("auto"))
        assert completed(start(bare))["BestTrainingJob"]["TunedHyperParameters"]["objective"] == "reg:linear"

    def flow_override_resource_config():
        each = tuner()
        each.override_resource_config([InstanceConfig(1, "ml.m5.large", 30), InstanceConfig(2, "ml.m4.xlarge", 30)])
        job = completed(start(each))
        assert job["TrainingJobDefinition"]["HyperParameterTuningResourceConfig"]["InstanceConfigs"][1]["InstanceCount"] == 2
        HyperparameterTuner.attach(each.latest_tuning_job.name, sagemaker_session=session)

    def flow_describe_and_visualize():
        assert state["parent"].describe()["HyperParameterTuningJobStatus"] == "Completed"
        state["parent"].visualize_job()
