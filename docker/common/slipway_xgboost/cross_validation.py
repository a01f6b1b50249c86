"""Repeated k-fold cross validation (`_kfold`, `_num_cv_round`): a model a fold, and a prediction for every row."""

import numpy as np

from slipway_xgboost import callbacks
from slipway_xgboost.library import xgboost

PREDICTIONS_NAME = "predictions.csv"


def run(values, matrices, termination, output_directory, boost):
    """The boosters of all folds. Training and validation channel count as one data set."""
    data = _together(matrices)
    folds, repeats = values["_kfold"], values.get("_num_cv_round", 1)
    classes = values.get("objective", "").startswith(("binary:", "multi:"))
    print(f"Run {repeats}-round of {folds}-fold cross validation with {data.num_row()} rows", flush=True)
    random = np.random.default_rng(values.get("seed"))
    boosters, histories, outcomes = [], [], []
    for _ in range(repeats):
        fold_of_row = _folds(data.get_label(), folds, classes, random)
        predictions = [None] * data.num_row()
        for fold in range(folds):
            chosen = np.flatnonzero(fold_of_row == fold)
            parts = {"train": data.slice(np.flatnonzero(fold_of_row != fold)), "validation": data.slice(chosen)}
            print(f"Train cross validation fold {fold + 1}", flush=True)
            history = {}
            booster = boost(values, parts, termination, history=history)
            boosters.append(booster)
            histories.append(history)
            for row, prediction in zip(chosen, booster.predict(parts["validation"])):
                predictions[row] = prediction
        outcomes.append(np.array(predictions))
        print(_summary(values["num_round"], histories[-folds:]), flush=True)
    if repeats > 1:
        print(_summary(values["num_round"], histories), flush=True)
    _write(output_directory, _columns(data.get_label(), outcomes, classes))
    return boosters


def _together(matrices):
    if "validation" not in matrices:
        return matrices["train"]
    from scipy.sparse import vstack

    parts = [matrices["train"], matrices["validation"]]
    weights = [part.get_weight() for part in parts]
    return xgboost.DMatrix(
        vstack([part.get_data() for part in parts]),
        label=np.concatenate([part.get_label() for part in parts]),
        weight=np.concatenate(weights) if all(map(len, weights)) else None,
    )


def _folds(labels, folds, classes, random):
    """A fold for each row at random; with classes, each class is dealt out evenly."""
    order = random.permutation(len(labels))
    if classes:
        order = order[np.argsort(labels[order], kind="stable")]
    fold_of_row = np.empty(len(labels), dtype=int)
    fold_of_row[order] = np.arange(len(labels)) % folds
    return fold_of_row


def _summary(number, histories):
    first = histories[0]
    means = [
        (data, metric, np.mean([history[data][metric][-1] for history in histories]))
        for data in first
        for metric in first[data]
    ]
    return callbacks.line(number, means)


def _columns(labels, outcomes, classes):
    """True label, then the mean prediction; with classes, the mean probability and the most frequent class."""
    if not classes:
        return [labels, np.mean(outcomes, axis=0)]
    if outcomes[0].ndim > 1:
        probabilities = [outcome.max(axis=1) for outcome in outcomes]
        chosen = np.array([outcome.argmax(axis=1) for outcome in outcomes])
    else:
        probabilities = outcomes
        chosen = np.array([outcome > 0.5 for outcome in outcomes]).astype(int)
    votes = [np.bincount(column).argmax() for column in chosen.T]
    return [labels, np.mean(probabilities, axis=0), votes]


def _write(directory, columns):
    directory.mkdir(parents=True, exist_ok=True)
    np.savetxt(directory / PREDICTIONS_NAME, np.column_stack(columns), delimiter=",", fmt="%f")
