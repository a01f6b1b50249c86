"""Imports the XGBoost library without the optional packages it would load along.

pandas and scikit-learn take longer to import than a small training job takes to run, and nothing here needs them
through XGBoost. While the import runs they are hidden, which XGBoost takes as "not installed".
"""

import sys

_HIDDEN = ("pandas", "sklearn", "matplotlib", "cudf", "dask")


def _import():
    hidden = [name for name in _HIDDEN if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))
    try:
        import xgboost
    finally:
        for name in hidden:
            del sys.modules[name]
    return xgboost


xgboost = _import()
