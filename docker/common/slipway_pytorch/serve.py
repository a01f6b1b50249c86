"""The `serve` command."""

from slipway_serving import framework


def _handlers():
    from slipway_pytorch.handlers import PyTorchHandlers

    return PyTorchHandlers()


if __name__ == "__main__":
    # The library shares a request out to all processors by itself.
    framework.serve(_handlers, workers=1)
