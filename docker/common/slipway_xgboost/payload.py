"""Reads the records of an inference request."""

from slipway_serving.messages import Refused
from slipway_training.errors import UserError
from slipway_xgboost import content_types
from slipway_xgboost.data import csv, libsvm, recordio


def features(body, content_type):
    """The features (a row a record) and their format. Raises Refused with status 415."""
    try:
        data_format = content_types.data_format(content_type)
    except UserError as error:
        raise Refused(415, str(error)) from None
    reader = _READERS.get(data_format)
    if reader is None:
        raise Refused(415, f"Content-type {content_type} is not supported.")
    try:
        return reader(body), data_format
    except Exception as error:
        raise Refused(
            415,
            f"Loading {data_format} data failed with Exception, please ensure data is in {data_format} format:\n"
            f" {type(error)}\n {error}",
        ) from None


def _csv(body):
    body = body.strip(b"\r\n")
    try:
        delimiter = csv.delimiter_of(body[: max(body.find(b"\n"), 0) or len(body)].decode("utf-8"))
    except ValueError:
        delimiter = ","
    return csv.parse(body, delimiter)


_READERS = {
    content_types.CSV: _csv,
    content_types.LIBSVM: libsvm.parse,
    content_types.RECORDIO_PROTOBUF: lambda body: recordio.parse(body)[0],
}
