"""The WSGI application: `/ping`, `/invocations` and `/execution-parameters`.

https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html
"""

import json
import os
import sys
import traceback
from http import HTTPStatus

from slipway_serving import processors
from slipway_serving.messages import Refused, Request, Response

_MEGABYTE = 1024 * 1024


def payload_limit():
    megabytes = os.environ.get("SAGEMAKER_MAX_PAYLOAD_IN_MB")
    return int(megabytes) * _MEGABYTE if megabytes else int(os.environ.get("MAX_CONTENT_LENGTH", 6 * _MEGABYTE))


def application(invoke):
    """`invoke` answers a Request with a Response, or raises Refused. Whatever else it raises is a 500."""
    limit = payload_limit()
    routes = {
        ("GET", "/ping"): lambda environ: Response(200),
        ("GET", "/execution-parameters"): lambda environ: _execution_parameters(limit),
        ("POST", "/invocations"): lambda environ: _invocation(environ, invoke, limit),
    }

    def handle(environ, start_response):
        response = _answer(routes, environ)
        start_response(
            f"{response.status} {HTTPStatus(response.status).phrase}",
            [("Content-Type", response.content_type), ("Content-Length", str(len(response.body)))],
        )
        return [response.body]

    return handle


def _answer(routes, environ):
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    route = routes.get((method, path))
    if route is None:
        known = any(path == routed for _, routed in routes)
        return Response(405 if known else 404)
    try:
        return route(environ)
    except Refused as refusal:
        print(f"{method} {path} {refusal.status}: {refusal}", file=sys.stderr, flush=True)
        return Response(refusal.status, str(refusal).encode())
    except Exception as error:
        traceback.print_exc()
        return Response(500, str(error).encode())


def _execution_parameters(limit):
    parameters = {
        "MaxConcurrentTransforms": processors.workers(),
        "BatchStrategy": "MULTI_RECORD",
        "MaxPayloadInMB": limit // _MEGABYTE,
    }
    return Response(200, json.dumps(parameters).encode(), "application/json")


def _invocation(environ, invoke, limit):
    length = environ.get("CONTENT_LENGTH")
    if length and int(length) > limit:
        raise Refused(413, f"The request is larger than {limit} bytes.")
    # Gunicorn's file object fetches a body by the kilobyte; the reader behind it does not.
    source = environ["wsgi.input"]
    body = getattr(source, "reader", source).read(limit + 1)
    if len(body) > limit:
        raise Refused(413, f"The request is larger than {limit} bytes.")
    if not body:
        return Response(204)
    headers = ("CONTENT_TYPE", "HTTP_ACCEPT", "HTTP_X_AMZN_SAGEMAKER_CUSTOM_ATTRIBUTES")
    return invoke(Request(body, *(environ.get(header) or "" for header in headers)))
