"""Imports the XGBoost library without the optional packages it would load along.

pandas and scikit-learn take longer to import than a small training job takes to run, and nothing here needs them. In
this process they count as not installed, to XGBoost as well, which also tries to import them when it is given an array.
"""

import sys

sys.modules.update(dict.fromkeys(("pandas", "sklearn", "matplotlib"), None))

import xgboost  # noqa: E402

__all__ = ["xgboost"]
