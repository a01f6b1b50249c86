"""The data channels of a training job: which the algorithm takes, and in which form."""

from dataclasses import dataclass

from slipway_training.errors import UserError
from slipway_xgboost import content_types

_KNOWN = ("train", "validation", "code")
_DISTRIBUTIONS = ("FullyReplicated", "ShardedByS3Key")


@dataclass(frozen=True)
class Channel:
    name: str
    data_format: str
    piped: bool


def validate(configuration):
    """The data channels of `inputdataconfig.json`, by name. Raises UserError for what the algorithm does not take."""
    if "train" not in configuration:
        raise UserError("Missing required channel: train")
    for name in configuration:
        if name not in _KNOWN:
            raise UserError(f"Extraneous channel found: {name}")
    return {name: _data_channel(name, value) for name, value in configuration.items() if name != "code"}


def _data_channel(name, value):
    given = {"ContentType": "text/libsvm", **value}
    data_format = content_types.data_format(given["ContentType"])
    mode = given.get("TrainingInputMode", "File")
    modes = ("File", "FastFile") if data_format == content_types.LIBSVM else ("File", "FastFile", "Pipe")
    if mode not in modes or given.get("S3DistributionType", "FullyReplicated") not in _DISTRIBUTIONS:
        raise UserError(f"Channel configuration for '{name}' channel is not supported: {given}")
    return Channel(name, data_format, piped=mode == "Pipe")
