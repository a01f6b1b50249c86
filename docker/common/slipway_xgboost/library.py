"""Imports the XGBoost library without the optional packages it would load along.

pandas and scikit-learn take longer to import than a small training job takes to run, and nothing here needs them. In
this process they count as not installed, to XGBoost and Arrow as well, which try to import them when given an array. A program
of the user's that calls what is here may want them.
"""

import sys


class _NotInstalled:
    """Asked before the usual finders."""

    _NAMES = ("pandas", "sklearn", "matplotlib")

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name in cls._NAMES:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)


if "sagemaker_xgboost_container" not in sys.modules:
    sys.meta_path.insert(0, _NotInstalled)

import xgboost  # noqa: E402

__all__ = ["xgboost"]
