"""Runs a WSGI application until SIGTERM.

A process takes one request at a time, so that concurrent requests spread over all processes. A model that cannot be
loaded ends the container instead of failing each health check.
"""

import os

from gunicorn.app.base import BaseApplication

from slipway_serving import processors


class _Server(BaseApplication):
    def __init__(self, load, options):
        self._load = load
        self._options = options
        super().__init__()

    def load_config(self):
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self):
        return self._load()


def run(load, shared=True):
    """`load` prepares the model and returns the application. Does not return.

    A shared model is loaded before the processes divide: it is in memory once, and the port opens when it is there.
    Libraries with threads of their own do not survive that, so what a user's program loads is not shared.
    """
    options = {
        "bind": f"0.0.0.0:{os.environ.get('SAGEMAKER_BIND_TO_PORT', '8080')}",
        "workers": processors.workers(),
        "worker_class": "sync",
        "preload_app": shared,
        "timeout": int(os.environ.get("SAGEMAKER_MODEL_SERVER_TIMEOUT", "60")),
        "graceful_timeout": 1,
        "worker_tmp_dir": "/dev/shm",
        "loglevel": "warning",
    }
    _Server(load, options).run()
