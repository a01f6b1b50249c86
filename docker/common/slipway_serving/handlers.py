"""Serving functions (`model_fn`, `input_fn`, `predict_fn`, `output_fn`, `transform_fn`): the user's, or a framework's.

The SageMaker inference toolkit finds and calls them; it was made for another server, whose request context is imitated.
"""

import os
import sys

from slipway_serving.messages import Response


def load(model_directory, code, make_transformer):
    """A function that answers requests.

    `code` is the UserCode, or None. `make_transformer` gives the toolkit's Transformer with the framework's
    `default_*_fn` for what the user left out; it is called with the user's program on the import path.
    """
    if code is not None:
        # The toolkit's rules, and programs themselves, read these.
        os.environ["SAGEMAKER_PROGRAM"] = code.program
        sys.path.insert(0, str(code.directory))
    transformer = make_transformer()
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
