"""RecordIO files of protobuf records, SageMaker's own format.

https://docs.aws.amazon.com/sagemaker/latest/dg/cdf-training.html#td-serialization
"""

import struct

import numpy as np

_MAGIC = 0xCED7230A
_ROW = "values"


def parse(data):
    """Features (an array, or a sparse matrix where a record is sparse) and labels (None where there are none)."""
    from sagemaker_training.record_pb2 import Record

    records = [Record.FromString(record) for record in split(data)]
    if not records:
        raise ValueError("No records found in RecordIO-Protobuf data")
    tensors = [_tensor(record.features[_ROW]) for record in records]
    labels = [_tensor(record.label[_ROW]).values for record in records if _ROW in record.label]
    return _features(tensors), np.concatenate(labels) if labels else None


def split(data):
    """The records: magic number, length, content padded to four bytes."""
    offset = 0
    while offset < len(data):
        magic, length = struct.unpack_from("<II", data, offset)
        if magic != _MAGIC:
            raise ValueError(f"Invalid RecordIO magic at offset {offset}")
        start = offset + 8
        if start + length > len(data):
            raise ValueError(f"Truncated record at offset {offset}")
        yield bytes(data[start : start + length])
        offset = start + (length + 3) // 4 * 4


def join(records):
    """The opposite of `split`."""
    return b"".join(struct.pack("<II", _MAGIC, len(record)) + record + b"\0" * (-len(record) % 4) for record in records)


def _tensor(value):
    kind = value.WhichOneof("value")
    if kind not in ("float32_tensor", "float64_tensor", "int32_tensor"):
        raise ValueError(f"Unsupported value in record: {kind}")
    return getattr(value, kind)


def _features(tensors):
    if not any(tensor.keys or tensor.shape for tensor in tensors):
        return np.array([tensor.values for tensor in tensors], dtype=np.float32)
    return _sparse(tensors)


def _sparse(tensors):
    from scipy.sparse import csr_matrix

    keys = [list(tensor.keys) if tensor.keys else list(range(len(tensor.values))) for tensor in tensors]
    columns = np.array([key for row in keys for key in row], dtype=np.int64)
    values = np.array([value for tensor in tensors for value in tensor.values], dtype=np.float32)
    widths = [tensor.shape[0] for tensor in tensors if tensor.shape]
    width = max([*widths, columns.max(initial=-1) + 1])
    ends = np.cumsum([0] + [len(row) for row in keys])
    return csr_matrix((values, columns, ends), shape=(len(tensors), width))
