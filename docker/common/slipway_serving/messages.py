"""A request to a model and its answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """`accept`, `content_type` and `attributes` (custom ones) are the headers as sent, empty when absent."""

    body: bytes
    content_type: str
    accept: str
    attributes: str = ""


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"


class Refused(Exception):
    """A request that gets an error instead of a prediction."""

    def __init__(self, status, text):
        super().__init__(text)
        self.status = status
