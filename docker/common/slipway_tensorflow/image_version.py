"""Which image the request named, where images differ: one library stands for all of them."""

import os
import re


def repository():
    """Without registry and tag, as the platform hands it over; empty without one."""
    return _image()[0]


def is_first():
    """Whether a program of TensorFlow 1.x is to be run."""
    match = re.match(r"(\d+)\.", _image()[1])
    return match is not None and match[1] == "1"


def _image():
    name = os.environ.get("SLIPWAY_IMAGE_TAG", "").rpartition("/")[2]
    repository, _, tag = name.partition(":")
    return repository, tag
