"""Reading data as the built-in algorithm does, in a program of the user's."""

from pathlib import Path

from slipway_xgboost import content_types, training_data
from slipway_xgboost.channels import Channel


def get_content_type(content_type_cfg_val):
    """`csv`, `libsvm`, `parquet` or `recordio-protobuf`."""
    return content_types.data_format(content_type_cfg_val)


def get_dmatrix(data_path, content_type, csv_weights=0, is_pipe=False):
    """The matrix of a file, of a directory of files or of a pipe; None where there is no data."""
    path = Path(data_path)
    channel = Channel(path.name, get_content_type(content_type), piped=is_pipe)
    return training_data.load(path, channel, csv_weights == 1)
