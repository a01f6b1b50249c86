"""The `serve` command."""

import os

from slipway_serving import framework


def _handlers():
    from slipway_chainer.handlers import ChainerHandlers

    return ChainerHandlers()


if __name__ == "__main__":
    # Processes share out the processors already.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    framework.serve(_handlers)
