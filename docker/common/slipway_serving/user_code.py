"""A user's own serving functions (`model_fn`, `input_fn`, `predict_fn`, `output_fn`, `transform_fn`).

The SageMaker inference toolkit finds and calls them; it was made for another server, whose request context is imitated.
"""

import os
import subprocess
import sys

from slipway_serving.messages import Response


def is_present(model_directory):
    """Whether the model came with a program of the user's."""
    program = os.environ.get("SAGEMAKER_PROGRAM", "")
    return bool(program) and (model_directory / "code" / program).is_file()


def install_requirements(model_directory):
    """Installs `code/requirements.txt`, once for all server processes."""
    requirements = model_directory / "code" / "requirements.txt"
    if requirements.is_file():
        subprocess.run([sys.executable, "-m", "pip", "install", "-r", str(requirements)], check=True)


def load(model_directory, defaults):
    """A function that answers requests. `defaults` has the `default_*_fn` for what the user left out."""
    from sagemaker_inference.transformer import Transformer

    sys.path.insert(0, str(model_directory / "code"))
    transformer = Transformer(default_inference_handler=defaults)
    transformer.validate_and_initialize(str(model_directory), _Context({}, model_directory))

    def invoke(request):
        headers = {"Content-Type": request.content_type, "Accept": request.accept}
        context = _Context(headers, model_directory)
        body = transformer.transform([{"body": request.body}], context)[0]
        content = body.encode() if isinstance(body, str) else bytes(body)
        return Response(context.status, content, context.content_type)

    return invoke


class _Context:
    """What the toolkit asks of a request's context, and what it sets there for the answer."""

    def __init__(self, headers, model_directory):
        self._headers = headers
        self.system_properties = {"model_dir": str(model_directory)}
        self.request_processor = [self]
        self.status = 200
        self.content_type = "text/plain; charset=utf-8"

    def get_request_properties(self):
        return self._headers

    def set_response_status(self, code=200, phrase="", idx=0):
        self.status = code

    def set_response_content_type(self, index, value):
        self.content_type = value
