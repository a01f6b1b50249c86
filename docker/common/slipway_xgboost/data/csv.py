"""Comma-separated values: numbers only, no header, empty means missing."""

import pyarrow
from pyarrow import csv

from slipway_xgboost.data import arrow

_DELIMITERS = ",\t;| "
_MISSING = ["", "nan", "NaN", "NAN", "-nan", "null"]
_PARALLEL_FROM = 1 << 20


def delimiter_of(line):
    """The delimiter of the first line of a file. Raises ValueError when there is none."""
    for delimiter in _DELIMITERS:
        if delimiter in line.strip():
            return delimiter
    raise ValueError("Could not determine delimiter")


def parse(data, delimiter=","):
    """The rows of `data` (bytes) as a float32 array. Raises ValueError with the place and text of what is wrong."""
    columns = _first_line(data).count(delimiter) + 1
    names = [str(column) for column in range(columns)]
    table = csv.read_csv(
        pyarrow.BufferReader(data),
        read_options=csv.ReadOptions(
            column_names=names, use_threads=len(data) >= _PARALLEL_FROM, block_size=_block_size(data)
        ),
        parse_options=csv.ParseOptions(delimiter=delimiter),
        convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.float32()), null_values=_MISSING),
    )
    return arrow.rows(table)


def _first_line(data):
    end = data.find(b"\n")
    return (data if end < 0 else data[:end]).decode("utf-8", errors="replace")


def _block_size(data):
    """A row must fit a block; blocks are what threads share out."""
    return max(1 << 20, 2 * len(_first_line(data)))
