"""What users' programs import in SageMaker's XGBoost images, under the names that it has there."""
