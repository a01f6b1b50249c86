"""Which version of the algorithm the request named, where versions differ in what they write.

One library serves every tag. Clients that read models or real-time answers themselves expect the form of the version
they named; the platform hands the requested `repository:tag` in SLIPWAY_IMAGE_TAG.
"""

from dataclasses import dataclass

from slipway_training import image_tag


@dataclass(frozen=True)
class ImageVersion:
    pickled_model: bool
    """Model file is a Python pickle (up to 1.2), not the library's own format."""

    answers_on_one_line: bool
    """A real-time CSV answer is one comma-separated line (up to 1.2), not a line a record."""


def current():
    """Without a known tag, the newest version's habits."""
    repository, tag = image_tag.requested()
    first = repository == "xgboost" and tag in ("1", "latest")
    early = first or image_tag.before(tag, (1, 3))
    return ImageVersion(pickled_model=early, answers_on_one_line=early)
