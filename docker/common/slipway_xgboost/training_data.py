"""From a channel's files, or its pipe, to XGBoost's matrix."""

import numpy as np

from slipway_training.errors import UserError
from slipway_xgboost import content_types
from slipway_xgboost.data import csv, libsvm, parquet, recordio
from slipway_xgboost.library import xgboost


def load(path, channel, csv_weights=False):
    """The matrix of a channel, None when it has no data. Raises UserError for data that cannot be read."""
    sources = [path.with_name(f"{path.name}_0")] if channel.piped else data_files(path)
    if channel.data_format == content_types.LIBSVM:
        return _libsvm(sources) if sources else None
    blobs = [blob for blob in map(_read, sources) if blob and not blob.isspace()]
    if not blobs:
        return None
    if channel.data_format == content_types.CSV:
        return _csv(blobs, csv_weights)
    if channel.data_format == content_types.PARQUET:
        return _parquet(blobs)
    return _recordio(blobs)


def data_files(path):
    """All files below a channel's directory in order of name; names that begin with `.` or `_` are not data.

    A file is its own.
    """
    if path.is_file():
        return [path]
    if not path.exists():
        return []
    files = [file for file in sorted(path.rglob("*")) if file.is_file()]
    return [file for file in files if not any(part[0] in "._" for part in file.relative_to(path).parts)]


def _read(path):
    return path.read_bytes()


def _csv(blobs, weighted):
    first_line = blobs[0].lstrip().split(b"\n", 1)[0].decode("utf-8", errors="replace")
    try:
        delimiter = csv.delimiter_of(first_line)
    except ValueError as error:
        raise UserError(f"Could not determine delimiter on line {first_line[:50]}:\n{error}") from None
    print(f"Determined delimiter of CSV input is '{delimiter}'", flush=True)
    try:
        rows = _stacked([csv.parse(blob, delimiter) for blob in blobs])
    except ValueError as error:
        raise UserError(f"Failed to load csv data with exception:\n{error}") from None
    _need_columns(rows, 3 if weighted else 2, "csv")
    if not weighted:
        return xgboost.DMatrix(rows[:, 1:], label=rows[:, 0])
    return xgboost.DMatrix(rows[:, 2:], label=rows[:, 0], weight=rows[:, 1])


def _parquet(blobs):
    try:
        rows = _stacked([parquet.parse(blob) for blob in blobs])
    except Exception as error:
        raise UserError(f"Failed to load parquet data with exception:\n{error}") from None
    _need_columns(rows, 2, "parquet")
    return xgboost.DMatrix(rows[:, 1:], label=rows[:, 0])


def _recordio(blobs):
    try:
        features, labels = recordio.parse(b"".join(blobs))
    except Exception as error:
        raise UserError(f"Failed to load recordio-protobuf data with exception:\n{error}") from None
    return xgboost.DMatrix(features, label=labels)


def _libsvm(files):
    for file in files:
        with file.open(encoding="utf-8", errors="replace") as lines:
            line = next((line for line in lines if line.strip()), "")
        if line and libsvm.first_line_problem(line):
            raise UserError(
                f"First line '{line[:50]}...' of file '{file.name}' is not 'LIBSVM' format. "
                "Please ensure the file is in 'LIBSVM' format."
            )
    if not any(file.stat().st_size for file in files):
        return None
    try:
        return xgboost.DMatrix(f"{';'.join(map(str, files))}?format=libsvm")
    except xgboost.core.XGBoostError as error:
        raise UserError(f"Failed to load libsvm data with exception:\n{error}") from None


def _stacked(parts):
    if len({part.shape[1] for part in parts}) > 1:
        raise ValueError(f"Files differ in their number of columns: {sorted({part.shape[1] for part in parts})}")
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _need_columns(rows, columns, data_format):
    if rows.shape[1] < columns:
        raise UserError(
            f"Failed to load {data_format} data with exception:\n"
            f"A row needs at least {columns} columns, the data have {rows.shape[1]}."
        )
