"""Runs a WSGI application until SIGTERM.

A process takes one request at a time, so that concurrent requests spread over all processes (see `worker`). A model that cannot be
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


def run(load, shared=True, workers=None):
    """`load` prepares the model and returns the application. Does not return.

    A shared model is loaded before the processes divide: it is in memory once, and the port opens when it is there.
    Libraries with threads of their own do not survive that, so what a user's program loads is not shared.
    `workers` is how many processes there are if SAGEMAKER_MODEL_SERVER_WORKERS does not say; one a processor without it.
    """
    options = {
        "bind": f"0.0.0.0:{os.environ.get('SAGEMAKER_BIND_TO_PORT', '8080')}",
        "workers": processors.workers(workers),
        "worker_class": "slipway_serving.worker.KeepingWorker",
        "preload_app": shared,
        "timeout": _timeout(),
        "graceful_timeout": 1,
        "worker_tmp_dir": "/dev/shm",
        "loglevel": "warning",
    }
    _Server(load, options).run()


def _timeout():
    """Seconds that a request, or the loading of a model, may take."""
    names = ("SAGEMAKER_MODEL_SERVER_TIMEOUT_SECONDS", "SAGEMAKER_MODEL_SERVER_TIMEOUT")
    return int(next((os.environ[name] for name in names if os.environ.get(name)), "60"))
