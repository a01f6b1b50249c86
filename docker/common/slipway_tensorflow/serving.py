"""SageMaker's TensorFlow Serving container: SavedModels, and handlers of the user's before and after them.

https://github.com/aws/sagemaker-tensorflow-serving-container#prepost-processing
"""

import io
import json
import os
import re
from dataclasses import dataclass
from typing import NamedTuple, Optional

from slipway_serving.messages import Refused, Response
from slipway_tensorflow import request_forms, rest
from slipway_tensorflow.saved_models import SavedModel, find

_ATTRIBUTE = re.compile(r"(tfs-[a-z-]+)=([^,]+)")
_JSON = "application/json"


class Context(NamedTuple):
    """What the user's handlers are told of a request. `rest_uri` is where the model answers TensorFlow Serving's requests."""

    model_name: Optional[str]
    model_version: Optional[str]
    method: Optional[str]
    rest_uri: str
    grpc_port: Optional[int]
    channel: Optional[object]
    custom_attributes: Optional[str]
    request_content_type: str
    accept_header: str
    content_length: int


class Models:
    """All models of a directory, each in its newest version."""

    def __init__(self, directory):
        found = find(directory)
        if not found:
            raise FileNotFoundError(f"no SavedModel bundles found! There is no <name>/<number>/saved_model.pb in {directory}")
        self._models = {name: SavedModel(name, *version) for name, version in found.items()}
        self.default = os.environ.get("SAGEMAKER_TFS_DEFAULT_MODEL_NAME") or next(iter(self._models))
        self.get(self.default, None)

    def get(self, name, version):
        """Raises Refused with status 404."""
        model = self._models.get(name)
        if model is None:
            raise Refused(404, f"Servable not found for request: Latest({name})")
        if version and int(version) != model.version:
            raise Refused(404, f"Servable not found for request: Specific({name}, {version})")
        return model


@dataclass(frozen=True)
class _Target:
    """The model that a request is for."""

    name: str
    version: Optional[str]
    method: str

    @classmethod
    def of(cls, request, models):
        given = dict(_ATTRIBUTE.findall(request.attributes))
        name = given.get("tfs-model-name", models.default)
        return cls(name, given.get("tfs-model-version"), given.get("tfs-method", "predict"))

    def path(self):
        version = f"/versions/{self.version}" if self.version else ""
        return f"/v1/models/{self.name}{version}:{self.method}"


def plain(models):
    """A function that answers requests with the models alone."""

    def invoke(request):
        try:
            target = _Target.of(request, models)
            body = request_forms.json_of(request.body, request.content_type)
            answered = rest.answer(models.get(target.name, target.version), target.method, body)
        except Refused as refused:
            return _error(refused.status, refused)
        return Response(200, json.dumps(answered).encode(), _answer_type(request.accept))

    return invoke


def handled(models, module, models_address):
    """A function that answers requests with the user's handlers; `models_address` is where they find the models."""
    handler = getattr(module, "handler", None)
    if handler is None:
        if not (hasattr(module, "input_handler") and hasattr(module, "output_handler")):
            raise NotImplementedError("Handlers are not implemented correctly in user script.")
        handler = _between(module.input_handler, module.output_handler)

    def invoke(request):
        target = _Target.of(request, models)
        context = Context(
            target.name,
            target.version,
            target.method,
            models_address + target.path(),
            None,
            None,
            request.attributes or None,
            request.content_type or _JSON,
            request.accept or _JSON,
            len(request.body),
        )
        try:
            content, content_type = handler(io.BytesIO(request.body), context)
        except Exception as error:
            return _error(500, error)
        return Response(200, content.encode() if isinstance(content, str) else bytes(content), content_type)

    return invoke


def _between(input_handler, output_handler):
    import requests

    def handler(data, context):
        return output_handler(requests.post(context.rest_uri, data=input_handler(data, context)), context)

    return handler


def _answer_type(accept):
    first = accept.replace(" ", "").split(",")[0]
    return first if first in (_JSON, "application/jsonlines") else _JSON


def _error(status, error):
    return Response(status, json.dumps({"error": str(error)}).encode(), _JSON)
