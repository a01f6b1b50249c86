"""Content types of data, and the format each stands for."""

from slipway_training.errors import UserError

CSV = "csv"
LIBSVM = "libsvm"
PARQUET = "parquet"
RECORDIO_PROTOBUF = "recordio-protobuf"

_FORMATS = {
    "csv": CSV,
    "libsvm": LIBSVM,
    "parquet": PARQUET,
    "recordio-protobuf": RECORDIO_PROTOBUF,
    "text/csv": CSV,
    "text/libsvm": LIBSVM,
    "text/x-libsvm": LIBSVM,
    "application/x-parquet": PARQUET,
    "application/x-recordio-protobuf": RECORDIO_PROTOBUF,
}


def data_format(content_type):
    """The format of a content type such as `text/csv; label_size=1`; LIBSVM when there is none."""
    if not content_type:
        return LIBSVM
    name, *parameters = (part.strip() for part in content_type.lower().split(";"))
    found = _FORMATS.get(name)
    if found is None:
        raise UserError(f"{content_type} is not an accepted ContentType: {', '.join(_FORMATS)}.")
    sizes = [part.partition("=")[2].strip(' "') for part in parameters if part.startswith("label_size")]
    if found == CSV and sizes and sizes[0] != "1":
        raise UserError(
            f"{content_type} is not an accepted csv ContentType. Optional parameter label_size must be equal to 1"
        )
    return found
