"""Writes predictions in the form a client accepts."""

import json
import os

from slipway_serving.messages import Refused
from slipway_xgboost import selected_content
from slipway_xgboost.data import recordio

JSON = "application/json"
JSON_LINES = "application/jsonlines"
RECORDIO = "application/x-recordio-protobuf"
CSV = "text/csv"

_SUPPORTED = [JSON, JSON_LINES, RECORDIO, CSV]


def accepted(header):
    """The content type to answer with. Raises Refused with status 406."""
    accept = header.partition(";")[0].strip()
    if not accept or accept == "*/*":
        return os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", CSV)
    if accept.lower() not in _SUPPORTED:
        raise Refused(406, f"Accept type {accept} is not supported. Please use supported accept types: {_SUPPORTED}.")
    return accept.lower()


def batch(predictions):
    """A line a record, whatever the client accepts: the platform assembles and joins lines."""
    return ("\n".join(map(str, predictions.tolist())) + "\n").encode()


def one_line(predictions):
    """The real-time answer of the versions up to 1.2."""
    return ",".join(map(str, predictions.tolist())).encode()


def plain(predictions, accept):
    rows = predictions.tolist()
    if accept == CSV:
        lines = [",".join(map(str, row)) if isinstance(row, list) else str(row) for row in rows]
        return ("\n".join(lines) + "\n").encode()
    return _records([{"score": row} for row in rows], accept)


def selected(predictions, predictor, keys, accept, in_batch):
    """The content that SAGEMAKER_INFERENCE_OUTPUT selects."""
    records = selected_content.records(predictions, keys, predictor.objective, predictor.classes)
    if accept != CSV:
        return _records(records, accept)
    lines = [",".join(f'"{v}"' if isinstance(v, list) else str(v) for v in map(r.get, keys)) for r in records]
    return ("\n".join(lines) + ("\n" if in_batch else "")).encode()


def _records(records, accept):
    if accept == JSON:
        return json.dumps({"predictions": records}).encode()
    if accept == JSON_LINES:
        return "".join(json.dumps(record) + "\n" for record in records).encode()
    return recordio.join(map(_protobuf, records))


def _protobuf(values):
    from sagemaker_training.record_pb2 import Record

    record = Record()
    for key, value in values.items():
        record.label[key].float32_tensor.values.extend(value if isinstance(value, list) else [value])
    return record.SerializeToString()
