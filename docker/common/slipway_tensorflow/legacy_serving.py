"""Serving of the images up to 1.10, and of the legacy mode: the answer is a PredictResponse, as JSON.

The user's module may have `transform_fn`, or `input_fn` and `output_fn`.
"""

import csv
import json

import numpy as np
import tensorflow as tf
from google.protobuf import json_format
from tensorflow.core.framework import tensor_pb2

from slipway_serving.messages import Refused, Response
from slipway_tensorflow.saved_models import DEFAULT_SIGNATURE

_JSON = "application/json"
_CSV = "text/csv"
_MODEL = "generic_model"

# The member of a TensorProto that holds values of a type.
_MEMBERS = {
    "bool": "bool_val",
    "double": "double_val",
    "float": "float_val",
    "half": "float_val",
    "int64": "int64_val",
    "string": "string_val",
}


def answering(model, module):
    """A function that answers requests. `module` is the user's, or None."""
    signature = model.signature(DEFAULT_SIGNATURE)
    if hasattr(module, "transform_fn"):
        transform = module.transform_fn
    else:
        read = getattr(module, "input_fn", _read)
        write = getattr(module, "output_fn", _write)

        def transform(data, content_type, accept):
            return write(_predict(model, signature, read(data, content_type)), accept)

    def invoke(request):
        textual = request.content_type.partition(";")[0] in (_JSON, _CSV)
        data = request.body.decode("utf-8") if textual else request.body
        accept = request.accept if request.accept not in ("", "*/*") else _JSON
        content = transform(data, request.content_type, accept)
        return Response(200, content.encode() if isinstance(content, str) else bytes(content), accept)

    return invoke


def _read(data, content_type):
    """A TensorProto, or plain JSON, or the first line of CSV."""
    if content_type == _JSON:
        try:
            return json_format.Parse(data, tensor_pb2.TensorProto())
        except json_format.ParseError:
            return json.loads(data)
    if content_type == _CSV:
        return [float(cell) for cell in next(csv.reader(data.splitlines()))]
    raise Refused(415, f"Unsupported content-type {content_type}")


def _predict(model, signature, data):
    named = data if isinstance(data, dict) else {_input(signature): data}
    values = {name: tf.make_ndarray(v) if isinstance(v, tensor_pb2.TensorProto) else v for name, v in named.items()}
    return {
        "outputs": {name: _tensor(array) for name, array in signature.call(values).items()},
        "modelSpec": {"name": _MODEL, "version": str(model.version), "signatureName": DEFAULT_SIGNATURE},
    }


def _input(signature):
    return "inputs" if "inputs" in signature.inputs else next(iter(signature.inputs))


def _tensor(array):
    """A TensorProto as JSON, its values in the member of their type."""
    kind = tf.as_dtype(array.dtype)
    proto = tensor_pb2.TensorProto(dtype=kind.as_datatype_enum, tensor_shape=tf.TensorShape(array.shape).as_proto())
    getattr(proto, _MEMBERS.get(kind.name.replace("float32", "float").replace("float64", "double"), "int_val")).extend(
        np.ravel(array).tolist()
    )
    return json_format.MessageToDict(proto)


def _write(prediction, accept):
    if accept == _JSON:
        return json.dumps(prediction)
    raise Refused(406, f"invalid accept type {accept}")
