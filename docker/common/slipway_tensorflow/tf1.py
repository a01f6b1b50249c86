"""Lets programs of TensorFlow 1.x run on 2.15: `import tensorflow` gives them the first version's functions.

Those are still there as `tensorflow.compat.v1`; estimators moved to a package of their own.
"""

import contextlib
import importlib
import importlib.machinery
import importlib.util
import sys

_MOVED = "tensorflow.python.estimator"
_OF_KERAS_MODELS = "tensorflow_estimator.python.estimator.keras_lib"


def install():
    """This process runs the first version from the next import of tensorflow on."""
    sys.meta_path.insert(0, _FirstVersion())


@contextlib.contextmanager
def imported():
    """Modules that are imported meanwhile get the first version's functions; the process runs the second version."""
    import tensorflow

    second = sys.modules["tensorflow"]
    finder = _FirstVersion()
    sys.meta_path.insert(0, finder)
    sys.modules["tensorflow"] = _functions_of(tensorflow)
    try:
        yield
    finally:
        sys.modules["tensorflow"] = second
        sys.meta_path.remove(finder)


def _functions_of(tensorflow):
    first = tensorflow.compat.v1
    # Submodules are found where those of the whole library are.
    first.__path__ = [*first.__path__, *tensorflow.__path__]
    return first


class _FirstVersion:
    """Asked before the usual finders."""

    def __init__(self):
        self._importing = False

    def find_spec(self, name, path=None, target=None):
        if name == "tensorflow" and not self._importing:
            return importlib.util.spec_from_loader(name, _Loader(self._first_version))
        if name == _MOVED or name.startswith(_MOVED + "."):
            there = name.replace("tensorflow", "tensorflow_estimator", 1)
            return importlib.util.spec_from_loader(name, _Loader(lambda: importlib.import_module(there)))
        if name == _OF_KERAS_MODELS:
            return _with_second_version(importlib.machinery.PathFinder.find_spec(name, path))
        return None

    def _first_version(self):
        self._importing = True
        import tensorflow

        from tensorflow.python.util import deprecation

        first = _functions_of(tensorflow)
        # Nothing of the first version is not deprecated.
        deprecation._PRINT_DEPRECATION_WARNINGS = False
        first.disable_v2_behavior()
        first.logging.set_verbosity(first.logging.INFO)
        return first


def _with_second_version(spec):
    """The library's own module, which asks for what the first version's Keras lacks."""
    load = spec.loader.exec_module

    def exec_module(module):
        load(module)
        module.tf = module.tf.compat.v2

    spec.loader.exec_module = exec_module
    return spec


class _Loader:
    def __init__(self, module):
        self._module = module

    def create_module(self, spec):
        return self._module()

    def exec_module(self, module):
        """It is complete."""
