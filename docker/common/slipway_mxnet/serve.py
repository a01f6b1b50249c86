"""The `serve` command."""

import os

from slipway_serving import framework


def _transformer():
    from slipway_mxnet import handlers

    return handlers.transformer()


if __name__ == "__main__":
    # Processes share out the processors already, and the library's own engine runs an operation at a time then.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("MXNET_CPU_WORKER_NTHREADS", "1")
    os.environ.setdefault("MXNET_ENGINE_TYPE", "NaiveEngine")
    framework.serve_with(_transformer)
