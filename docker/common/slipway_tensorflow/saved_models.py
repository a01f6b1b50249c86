"""SavedModels on disk, and calls of their signatures."""

import os

import tensorflow as tf

from slipway_serving.messages import Refused

DEFAULT_SIGNATURE = "serving_default"


def find(directory):
    """Models by name, each a version's number and its directory: the newest of `<name>/<number>/saved_model.pb`."""
    found = {}
    for parent, _, files in os.walk(directory):
        number = os.path.basename(parent)
        if number.isdigit() and {"saved_model.pb", "saved_model.pbtxt"} & set(files):
            name = os.path.basename(os.path.dirname(parent))
            found.setdefault(name, []).append((int(number), parent))
    return {name: max(versions) for name, versions in sorted(found.items())}


class SavedModel:
    """One version of a model, in memory."""

    def __init__(self, name, version, directory):
        self.name = name
        self.version = version
        self._model = tf.saved_model.load(directory)

    def signature(self, name):
        """Raises Refused for one that the model does not have."""
        signatures = self._model.signatures
        if name in signatures:
            return Signature(signatures[name])
        if name == DEFAULT_SIGNATURE and len(signatures) == 1:
            return Signature(next(iter(signatures.values())))
        raise Refused(400, f'Serving signature name: "{name}" not found in signature def')


class Signature:
    """`inputs` are tensor specifications by name."""

    def __init__(self, function):
        self._function = function
        self.inputs = function.structured_input_signature[1]

    def call(self, values):
        """Arrays by name of output. `values` are lists, numbers or arrays by name of input; raises Refused for what does not fit."""
        try:
            tensors = {name: self._tensor(name, value) for name, value in values.items()}
        except (TypeError, ValueError) as error:
            raise Refused(400, str(error)) from None
        missing = sorted(self.inputs.keys() - tensors.keys())
        if missing:
            raise Refused(400, f"Missing named input: {', '.join(missing)}")
        try:
            return {name: output.numpy() for name, output in self._function(**tensors).items()}
        except (tf.errors.InvalidArgumentError, TypeError, ValueError) as error:
            raise Refused(400, getattr(error, "message", None) or str(error)) from None

    def _tensor(self, name, value):
        if name not in self.inputs:
            raise ValueError(f"Unexpected input: {name}; the signature has {', '.join(sorted(self.inputs))}")
        specification = self.inputs[name]
        tensor = tf.constant(value, dtype=specification.dtype)
        if not specification.shape.is_compatible_with(tensor.shape):
            raise ValueError(
                f"Input {name} has the shape {tuple(tensor.shape)}, which does not fit {specification.shape}"
            )
        return tensor
