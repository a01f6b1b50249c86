#!/usr/bin/env python3
"""Train, tune and transform with the SageMaker Python SDK 2.x, on the same data as tune_and_transform.py.

pip install "sagemaker<3" scikit-learn
AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_DEFAULT_REGION=us-west-2 python train_with_sagemaker_sdk.py
"""

import os
import tempfile

import boto3
import numpy as np
import sagemaker
from sagemaker import image_uris
from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput
from sagemaker.parameter import ContinuousParameter, IntegerParameter
from sagemaker.tuner import HyperparameterTuner
from sklearn.datasets import load_diabetes


def main():
    # Left to itself, the SDK asks AWS's own STS for the account, whatever AWS_ENDPOINT_URL says.
    account = boto3.client("sts").get_caller_identity()["Account"]
    bucket = f"sagemaker-{boto3.Session().region_name}-{account}"
    session = sagemaker.Session(default_bucket=bucket)
    role = os.environ.get("SAGEMAKER_ROLE", f"arn:aws:iam::{account}:role/SageMakerExecutionRole")
    train, validation, test = upload(session)

    estimator = Estimator(
        image_uri=image_uris.retrieve("xgboost", session.boto_region_name, version="1.7-1"),
        role=role,
        instance_count=1,
        instance_type="ml.m5.large",
        sagemaker_session=session,
        hyperparameters={"objective": "reg:squarederror", "num_round": 50, "eta": 0.1, "max_depth": 3},
    )
    channels = {"train": csv(train), "validation": csv(validation)}
    estimator.fit(channels)

    tuner = HyperparameterTuner(
        estimator,
        objective_metric_name="validation:rmse",
        objective_type="Minimize",
        hyperparameter_ranges={"alpha": ContinuousParameter(0, 1000), "max_depth": IntegerParameter(1, 10)},
        max_jobs=4,
        max_parallel_jobs=2,
    )
    tuner.fit(channels)
    print(tuner.analytics().dataframe().sort_values("FinalObjectiveValue").to_string())

    best = tuner.best_estimator()
    transformer = best.transformer(
        instance_count=1, instance_type="ml.m5.large", strategy="MultiRecord", assemble_with="Line", accept="text/csv"
    )
    transformer.transform(test, content_type="text/csv", split_type="Line")
    print("Predictions in", transformer.output_path)


def upload(session):
    """Puts train.csv and validation.csv (target first) and test.csv (features only) into the session's bucket."""
    features, target = load_diabetes(return_X_y=True)
    rows = np.column_stack([target, features])[np.random.default_rng(0).permutation(len(target))]
    parts = {"train": rows[176:], "validation": rows[88:176], "test": rows[:88, 1:]}
    with tempfile.TemporaryDirectory() as directory:
        for name, part in parts.items():
            path = os.path.join(directory, f"{name}.csv")
            np.savetxt(path, part, delimiter=",", fmt="%.8g")
            yield session.upload_data(path, key_prefix="train-with-sagemaker-sdk")


def csv(uri):
    return TrainingInput(uri, content_type="text/csv")


if __name__ == "__main__":
    main()
