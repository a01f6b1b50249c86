"""The evaluation metrics of the algorithm, and which way each is better.

https://docs.aws.amazon.com/sagemaker/latest/dg/xgboost-tuning.html
"""

MAXIMIZE = [
    "accuracy",
    "auc",
    "aucpr",
    "balanced_accuracy",
    "f1",
    "f1_binary",
    "f1_macro",
    "map",
    "ndcg",
    "precision",
    "precision_macro",
    "precision_micro",
    "r2",
    "recall",
    "recall_macro",
    "recall_micro",
]

MINIMIZE = [
    "aft-nloglik",
    "cox-nloglik",
    "error",
    "gamma-deviance",
    "gamma-nloglik",
    "interval-regression-accuracy",
    "logloss",
    "mae",
    "mape",
    "merror",
    "mlogloss",
    "mphe",
    "mse",
    "poisson-nloglik",
    "rmse",
    "rmsle",
    "tweedie-nloglik",
]

ALL = sorted(MAXIMIZE + MINIMIZE)

WITH_THRESHOLD = ("error", "ndcg", "map")


def is_maximized(metric):
    return metric.partition("@")[0] in MAXIMIZE
