"""Reading requests and writing answers as the built-in algorithm does, in a serving program of the user's."""

import json

import xgboost

from slipway_xgboost import payload


def csv_to_dmatrix(input, dtype=None):
    return decode(input, "text/csv")


def libsvm_to_dmatrix(string_like):
    return decode(string_like, "text/libsvm")


def recordio_protobuf_to_dmatrix(string_like):
    return decode(string_like, "application/x-recordio-protobuf")


def decode(obj, content_type):
    """The matrix of a request's body, text or bytes."""
    features, _ = payload.features(obj.encode() if isinstance(obj, str) else bytes(obj), content_type)
    return xgboost.DMatrix(features)


def json_to_jsonlines(json_data):
    """A line for each element of the one list in an object, `{"predictions": [...]}` say."""
    answer = json_data if isinstance(json_data, dict) else json.loads(json_data)
    if len(answer) != 1:
        raise ValueError("JSON response is not compatible for conversion to jsonlines.")
    (elements,) = answer.values()
    return "".join(f"{json.dumps(element)}\n" for element in elements).encode()
