"""What users do with the SageMaker Python SDK 2.x, unmodified, with only the endpoint, keys and region set."""

import subprocess
import tempfile

import boto3
import sagemaker
from sagemaker.algorithm import AlgorithmEstimator
from sagemaker.deserializers import CSVDeserializer
from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput
from sagemaker.model import Model
from sagemaker.pipeline import PipelineModel
from sagemaker.predictor import Predictor
from sagemaker.serializers import CSVSerializer
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


def flow_fit_with_logs():
    job = estimator()
    job.fit(inputs, job_name=data.unique("fit"), logs=True)
    assert job.latest_training_job.describe()["TrainingJobStatus"] == "Completed"
    assert job.model_data == f"s3://{data.BUCKET}/models/{job.latest_training_job.name}/output/model.tar.gz"
    state["trained"] = job


def flow_fit_of_a_current_version():
    image = sagemaker.image_uris.retrieve("xgboost", "us-west-2", version="1.7-1")
    job = estimator(image)
    job.set_hyperparameters(objective="reg:squarederror")
    job.fit(inputs, job_name=data.unique("fit17"), logs=False)
    metrics = job.latest_training_job.describe()["FinalMetricDataList"]
    assert {"train:rmse", "validation:rmse"} <= {metric["MetricName"] for metric in metrics}, metrics


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


def flow_transform():
    transformer = state["trained"].transformer(
        1, "ml.m4.xlarge", output_path=f"s3://{data.BUCKET}/out", assemble_with="Line", strategy="MultiRecord")
    transformer.transform(
        f"s3://{data.BUCKET}/data/test/", content_type="text/csv", split_type="Line",
        job_name=data.unique("transform"), wait=True, logs=True)
    body = boto3.client("s3").get_object(Bucket=data.BUCKET, Key="out/test.csv.out")["Body"].read().decode()
    predictions = [float(line) for line in body.splitlines()]
    assert len(predictions) == 50, body
    truth = [10 + 3 * x[0] - 2 * x[1] * x[2] for x in features()]
    mean = sum(truth) / len(truth)
    error = sum((p - t) ** 2 for p, t in zip(predictions, truth))
    assert error < 0.3 * sum((t - mean) ** 2 for t in truth), (error, predictions[:5], truth[:5])


def features():
    return [[float(v) for v in line.split(",")] for line in data.rows(50, 3, label=False).splitlines()]


def xgboost_itself(model_data, rows):
    """The predictions of the library on the model's file, without any serving."""
    program = (
        "import pickle, sys, numpy, xgboost, tarfile\n"
        "file = tarfile.open('/in/model.tar.gz').extractfile('xgboost-model').read()\n"
        "try:\n booster = pickle.loads(file)\n"
        "except Exception:\n booster = xgboost.Booster(model_file=bytearray(file))\n"
        "rows = numpy.loadtxt('/in/rows.csv', delimiter=',', ndmin=2)\n"
        "print(','.join(map(str, booster.predict(xgboost.DMatrix(rows), validate_features=False).tolist())))\n")
    with tempfile.TemporaryDirectory() as directory:
        bucket, key = model_data[5:].split("/", 1)
        boto3.client("s3").download_file(bucket, key, f"{directory}/model.tar.gz")
        with open(f"{directory}/rows.csv", "w") as file:
            file.write(rows)
        images = subprocess.run(
            ["docker", "images", "--filter", "label=slipway.image=xgboost", "--format", "{{.Repository}}:{{.Tag}}"],
            check=True, capture_output=True, text=True).stdout.split()
        output = subprocess.run(
            ["docker", "run", "--rm", "-v", f"{directory}:/in:ro", images[0], "python3", "-c", program],
            check=True, capture_output=True, text=True).stdout
    return [float(value) for value in output.split(",")]


def flow_deploy_and_predict_the_numbers_of_xgboost_itself():
    job = state["trained"]
    predictor = job.deploy(
        1, "ml.m4.xlarge", endpoint_name=data.unique("deployed"), serializer=CSVSerializer(),
        deserializer=CSVDeserializer())
    answer = [float(value) for row in predictor.predict(features()) for value in row]
    rows = data.rows(50, 3, label=False)
    expected = xgboost_itself(job.model_data, rows)
    assert answer == expected, (answer[:5], expected[:5])
    transformed = boto3.client("s3").get_object(Bucket=data.BUCKET, Key="out/test.csv.out")["Body"].read().decode()
    assert [float(line) for line in transformed.split()] == expected, transformed[:100]
    predictor.update_endpoint(initial_instance_count=2, instance_type="ml.m4.xlarge", wait=True)
    assert [float(value) for row in predictor.predict(features()) for value in row] == expected
    predictor.delete_model()
    predictor.delete_endpoint()
    data.wait_until(lambda: not endpoint_exists(predictor.endpoint_name))


def endpoint_exists(name):
    return name in [e["EndpointName"] for e in boto3.client("sagemaker").list_endpoints(NameContains=name)["Endpoints"]]


def flow_pipeline_model_deployed_and_in_batch():
    trained = state["trained"]
    first = Model(image_uri="slipway-it/serve:2", role=data.ROLE, sagemaker_session=session, env={"WORD": "row: "})
    second = Model(image_uri="slipway-it/serve:2", role=data.ROLE, sagemaker_session=session, env={"WORD": "then "})
    pipeline = PipelineModel(
        models=[first, second], role=data.ROLE, name=data.unique("pipeline"), sagemaker_session=session)
    predictor = pipeline.deploy(1, "ml.c4.xlarge", endpoint_name=data.unique("pipeline"))
    predictor = predictor or Predictor(pipeline.endpoint_name, session, serializer=CSVSerializer())
    predictor.serializer = CSVSerializer()
    assert predictor.predict("1,2") == b"then (row: (1,2))", predictor.predict("1,2")
    transformer = pipeline.transformer(
        1, "ml.c4.xlarge", output_path=f"s3://{data.BUCKET}/piped", assemble_with="Line", strategy="SingleRecord")
    transformer.transform(
        f"s3://{data.BUCKET}/data/test/", content_type="text/csv", split_type="Line", wait=True, logs=False)
    body = boto3.client("s3").get_object(Bucket=data.BUCKET, Key="piped/test.csv.out")["Body"].read().decode()
    assert body.startswith("then (row: ("), body[:100]
    predictor.delete_endpoint()
    assert trained.model_data


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
