"""Which version of MXNet the request named; one library stands for all of them."""

import os
import re

_SCRIPTS = (1, 3)


def calls_functions():
    """Whether the image is one of those, up to 1.2, that call the functions of a user's module and run no scripts."""
    tag = os.environ.get("SLIPWAY_IMAGE_TAG", "").rpartition(":")[2]
    match = re.match(r"(\d+)\.(\d+)", tag)
    return match is not None and (int(match[1]), int(match[2])) < _SCRIPTS
