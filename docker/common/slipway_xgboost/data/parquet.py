"""Parquet tables of numbers."""

from slipway_xgboost.data import arrow


def parse(data):
    """All rows of a file's bytes as a float32 array; null is missing."""
    import pyarrow
    from pyarrow import parquet

    table = parquet.read_table(pyarrow.BufferReader(data))
    schema = pyarrow.schema([(str(number), pyarrow.float32()) for number in range(table.num_columns)])
    return arrow.rows(table.rename_columns(schema.names).cast(schema, safe=False))
