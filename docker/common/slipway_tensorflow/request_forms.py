"""The forms of a request beside TensorFlow Serving's own, which SageMaker's container turns into it."""

import re

from slipway_serving.messages import Refused

_JSON = ("application/json", "application/jsonlines", "application/jsons")
_SERVING = re.compile(r'"(instances|inputs|examples)"\s*:')
_LINES = re.compile(r"[}\]]\s*[\[{]")
_LIST_OF_LISTS = re.compile(r"^\s*\[\s*\[")
_NUMBER_OR_QUOTE = re.compile(r'^\s*("|[\d.Ee+\-]+.*)')


def json_of(body, content_type):
    """The request as TensorFlow Serving takes it. Raises Refused with status 415."""
    name = content_type.partition(";")[0].strip()
    if name not in (*_JSON, "text/csv"):
        raise Refused(415, f"Unsupported Media Type: {content_type or 'Unknown'}")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"JSON Parse error: {error}") from None
    if name == "text/csv":
        return _instances(map(_csv_line, _nonempty(text), [_needs_quotes(text)] * len(_nonempty(text))))
    if _SERVING.search(text):
        return text
    if _LINES.search(text):
        lines = _nonempty(text)
        return _instances(lines) if len(lines) > 1 else f'{{"instances":{lines[0]}}}'
    return f'{{"instances":{text}}}' if _LIST_OF_LISTS.search(text) else _instances([text])


def _instances(rows):
    return f'{{"instances":[{",".join(rows)}]}}'


def _nonempty(text):
    return [line.strip() for line in text.split("\n") if line.strip()]


def _needs_quotes(text):
    """Whether the first field is text without quotation marks."""
    return _NUMBER_OR_QUOTE.search(text) is None


def _csv_line(line, quoted):
    fields = '"' + line.replace('"', '\\"').replace(",", '","') + '"' if quoted else line
    return f"[{fields}]" if "," in line else fields
