"""Imports the XGBoost library without the optional packages it would load along.

pandas and scikit-learn take longer to import than a small training job takes to run, and nothing here needs them. In
this process they count as not installed, to XGBoost and Arrow as well, which try to import them when given an array.
"""

import sys


class _NotInstalled:
    """Asked before the usual finders."""

    _NAMES = ("pandas", "sklearn", "matplotlib")

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name in cls._NAMES:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)


sys.meta_path.insert(0, _NotInstalled)

import xgboost  # noqa: E402

__all__ = ["xgboost"]
