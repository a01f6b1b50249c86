"""TensorFlow Serving's REST contract for one model: JSON in, JSON out.

https://www.tensorflow.org/tfx/serving/api_rest
"""

import base64
import json

import numpy as np
import tensorflow as tf

from slipway_serving.messages import Refused
from slipway_tensorflow.saved_models import DEFAULT_SIGNATURE


def answer(model, method, body):
    """The answer as a dictionary. `method` is `predict`, `classify` or `regress`. Raises Refused with status 400."""
    try:
        request = json.loads(body)
    except ValueError as error:
        raise Refused(400, f"JSON Parse error: {error}") from None
    if not isinstance(request, dict):
        raise Refused(400, "JSON Value: is not object")
    signature = model.signature(request.get("signature_name", DEFAULT_SIGNATURE))
    if method in ("classify", "regress"):
        return _of_examples(signature, method, request)
    if method != "predict":
        raise Refused(400, f"Malformed request: there is no method {method}")
    if ("instances" in request) == ("inputs" in request):
        raise Refused(400, "Missing 'inputs' or 'instances' key" if "inputs" not in request else "Not formatted correctly: both 'inputs' and 'instances'")
    if "instances" in request:
        return {"predictions": _rows(signature.call(_columns(signature, request["instances"])))}
    inputs = _decoded(request["inputs"])
    if not isinstance(inputs, dict):
        inputs = {_only_input(signature): inputs}
    outputs = {name: _plain(name, value) for name, value in signature.call(inputs).items()}
    return {"outputs": next(iter(outputs.values())) if len(outputs) == 1 else outputs}


def _columns(signature, instances):
    """Values by name of input, from a row an instance."""
    if not isinstance(instances, list) or not instances:
        raise Refused(400, "Request data format error: 'instances' is not a list of values")
    instances = _decoded(instances)
    if not isinstance(instances[0], dict):
        return {_only_input(signature): instances}
    names = instances[0].keys()
    if any(not isinstance(row, dict) or row.keys() != names for row in instances):
        raise Refused(400, "Failed to process element: instances do not all have the same names")
    return {name: [row[name] for row in instances] for name in names}


def _rows(outputs):
    """A value an instance, or a dictionary if there are several outputs."""
    sizes = {len(value) if value.ndim else None for value in outputs.values()}
    if len(sizes) != 1 or None in sizes:
        raise Refused(400, "Tensor name: outputs do not have one row for each instance; use 'inputs'")
    plain = {name: _plain(name, value) for name, value in outputs.items()}
    if len(plain) == 1:
        return next(iter(plain.values()))
    return [dict(zip(plain, row)) for row in zip(*plain.values())]


def _only_input(signature):
    if len(signature.inputs) != 1:
        raise Refused(400, f"Values need the names of the inputs: {', '.join(sorted(signature.inputs))}")
    return next(iter(signature.inputs))


def _decoded(value):
    """`{"b64": …}` is a string of bytes."""
    if isinstance(value, dict):
        if value.keys() == {"b64"}:
            return base64.b64decode(value["b64"])
        return {name: _decoded(inner) for name, inner in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], (dict, list)):
        return [_decoded(inner) for inner in value]
    return value


def _plain(name, value):
    """Lists for JSON. Outputs whose names end in `_bytes` are bytes, others text."""
    if value.dtype == np.float32:
        # The shortest number that is the same as a float, where that of a double would have twice the digits.
        return np.asarray(value.astype(str), dtype=np.float64).tolist()
    if value.dtype != object:
        return value.tolist()
    if name.endswith("_bytes"):
        return _each(value.tolist(), lambda item: {"b64": base64.b64encode(item).decode()})
    return _each(value.tolist(), lambda item: item.decode("utf-8", errors="replace"))


def _each(value, change):
    return [_each(inner, change) for inner in value] if isinstance(value, list) else change(value)


def _of_examples(signature, method, request):
    """`examples` become the serialized tf.Example that such signatures take."""
    if not isinstance(request.get("examples"), list):
        raise Refused(400, "Request data format error: 'examples' is not a list")
    context = request.get("context", {})
    examples = [_example({**context, **_decoded(example)}) for example in request["examples"]]
    outputs = signature.call({_only_input(signature): examples})
    if method == "regress":
        return {"results": _plain("outputs", next(iter(outputs.values())).reshape(-1))}
    scores = outputs["scores"]
    labels = outputs.get("classes", np.full(scores.shape, b"", dtype=object))
    pairs = zip(_plain("classes", labels), _plain("scores", scores))
    return {"results": [[list(pair) for pair in zip(*row)] for row in pairs]}


def _example(features):
    return tf.train.Example(
        features=tf.train.Features(feature={name: _feature(value) for name, value in features.items()})
    ).SerializeToString()


def _feature(value):
    values = value if isinstance(value, list) else [value]
    if all(isinstance(item, (str, bytes)) for item in values):
        encoded = [item.encode() if isinstance(item, str) else item for item in values]
        return tf.train.Feature(bytes_list=tf.train.BytesList(value=encoded))
    if all(isinstance(item, int) for item in values):
        return tf.train.Feature(int64_list=tf.train.Int64List(value=values))
    return tf.train.Feature(float_list=tf.train.FloatList(value=values))
