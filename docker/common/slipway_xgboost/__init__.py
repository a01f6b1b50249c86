"""The XGBoost image: SageMaker's built-in algorithm on the open-source library."""
