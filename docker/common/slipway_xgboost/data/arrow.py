"""From Arrow's columns to NumPy's rows."""

import numpy as np


def rows(table):
    """A float32 array of a table of float32 columns; null is NaN.

    Reads the buffers themselves: Arrow's own conversion imports pandas, which takes longer than a small job.
    """
    filled = np.empty((table.num_rows, table.num_columns), dtype=np.float32)
    for number, column in enumerate(table.columns):
        if column.null_count:
            column = column.fill_null(float("nan"))
        start = 0
        for chunk in column.chunks:
            values = np.frombuffer(chunk.buffers()[1], dtype=np.float32)[chunk.offset :][: len(chunk)]
            filled[start : start + len(chunk), number] = values
            start += len(chunk)
    return filled
