"""Which version of the algorithm the request named, where versions differ in what they write.

One library serves every tag. Clients that read models or real-time answers themselves expect the form of the version
they named; the platform hands the requested `repository:tag` in SLIPWAY_IMAGE_TAG.
"""

import os
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class ImageVersion:
    pickled_model: bool
    """Model file is a Python pickle (up to 1.2), not the library's own format."""

    answers_on_one_line: bool
    """A real-time CSV answer is one comma-separated line (up to 1.2), not a line a record."""


def current():
    return of(os.environ.get("SLIPWAY_IMAGE_TAG", ""))


def of(image):
    """`image` is `repository:tag`; without a known tag, the newest version's habits."""
    name = image.rpartition("/")[2]
    repository, _, tag = name.partition(":")
    if repository == "xgboost" and tag in ("1", "latest"):
        return ImageVersion(pickled_model=True, answers_on_one_line=True)
    match = re.match(r"(\d+)\.(\d+)", tag)
    early = match is not None and (int(match[1]), int(match[2])) <= (1, 2)
    return ImageVersion(pickled_model=early, answers_on_one_line=early)
