"""TensorFlow Serving's REST interface inside the container, for the user's handlers."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from slipway_serving.messages import Refused
from slipway_tensorflow import rest

_PATH = re.compile(r"^/v1/models/([^/:]+)(?:/versions/(\d+))?(?::([a-z]+))?$")


def start(models):
    """Its address. It answers in threads of this process for as long as that lives."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *arguments: _Handler(models, *arguments))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, models, *arguments):
        self._models = models
        super().__init__(*arguments)

    def do_GET(self):
        self._answer(lambda model, method: {"model_version_status": [_status(model)]})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(lambda model, method: rest.answer(model, method, body))

    def _answer(self, work):
        match = _PATH.match(self.path)
        try:
            if match is None:
                raise Refused(404, f"Malformed request: {self.command} {self.path}")
            name, version, method = match.groups()
            status, answered = 200, work(self._models.get(name, version), method or "predict")
        except Refused as refused:
            status, answered = refused.status, {"error": str(refused)}
        content = json.dumps(answered).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format, *arguments):
        """The front logs requests."""


def _status(model):
    return {"version": str(model.version), "state": "AVAILABLE", "status": {"error_code": "OK", "error_message": ""}}
