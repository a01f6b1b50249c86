#!/usr/bin/env python3
"""Records what real models of scikit-learn score over a grid of their settings, for bo_bench.py to look up.

  tables.py FOLDER       writes FOLDER/svm.csv and boosting.csv: a row per point of the grid, the settings, then the loss
"""
import itertools, os, sys
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np
from sklearn import datasets, ensemble, metrics, model_selection, preprocessing, svm

def support_vectors():
    """Share of errors of three folds of breast_cancer."""
    x, y = datasets.load_breast_cancer(return_X_y=True); x = preprocessing.scale(x)
    folds = list(model_selection.StratifiedKFold(3, shuffle=True, random_state=0).split(x, y))
    for kernel, c, gamma in itertools.product(["rbf", "poly", "sigmoid"], range(16), range(19)):
        model = svm.SVC(C=2. ** (c - 5), gamma=2. ** (gamma - 15), kernel=kernel, cache_size=50, max_iter=20000)
        yield (c, gamma, kernel), float(np.mean([1 - model.fit(x[a], y[a]).score(x[b], y[b]) for a, b in folds]))

def boosted_trees():
    """Mean squared error on half of diabetes."""
    x, y = datasets.load_diabetes(return_X_y=True); half = np.random.RandomState(0).permutation(len(y)); a, b = half[:220], half[220:]
    rounds = [int(round(2 ** (r / 2 + 1))) for r in range(12)]
    for rate, depth, sample, leaf in itertools.product(range(6), range(1, 5), ["1", ".7", ".4"], range(2)):
        model = ensemble.GradientBoostingRegressor(learning_rate=10 ** (-2 + rate * .4), n_estimators=rounds[-1], max_depth=depth,
                                                   subsample=float(sample), min_samples_leaf=(1, 15)[leaf], random_state=0)
        losses = [metrics.mean_squared_error(y[b], p) for p in model.fit(x[a], y[a]).staged_predict(x[b])]
        for r, n in enumerate(rounds): yield (rate, depth, sample, leaf, r), float(losses[n - 1])

for name, scored in (("svm", support_vectors), ("boosting", boosted_trees)):
    with open(os.path.join(sys.argv[1], name + ".csv"), "w") as f:
        for settings, loss in scored(): print(*settings, f"{loss:.6g}", sep=",", file=f)
