"""The image that the request named, where images differ and one library stands for all of them."""

import os
import re


def requested():
    """Repository, without its registry, and tag, as the platform hands them over; empty without them."""
    repository, _, tag = os.environ.get("SLIPWAY_IMAGE_TAG", "").rpartition("/")[2].partition(":")
    return repository, tag


def before(tag, version):
    """Whether the tag begins with an earlier version, as 1.12.0-cpu-py3 with one before (2, 0)."""
    match = re.match(r"(\d+)\.(\d+)", tag)
    return match is not None and (int(match[1]), int(match[2])) < version
