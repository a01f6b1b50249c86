"""The `serve` command."""

import importlib
import sys

from slipway_serving import application, server, user_code
from slipway_training import image_tag, job

# The images of these names had a server of their own; those after them have TensorFlow Serving.
_LEGACY = ("sagemaker-tensorflow", "sagemaker-tensorflow-eia", "sagemaker-tensorflow-py2-cpu", "sagemaker-tensorflow-py2-gpu")


def main():
    base = job.load().base
    code = user_code.find(base)
    if code is not None:
        user_code.install_requirements(code)
    repository, _ = image_tag.requested()
    load = _legacy if repository in _LEGACY else _serving
    # The library shares a request out to all processors by itself.
    server.run(lambda: application.application(load(base / "model", code)), shared=False, workers=1)


def _serving(directory, code):
    from slipway_tensorflow import models_server, serving

    models = serving.Models(directory)
    if code is None:
        return serving.plain(models)
    return serving.handled(models, _module(code), models_server.start(models))


def _legacy(directory, code):
    from slipway_tensorflow import legacy_serving, serving, tf1

    models = serving.Models(directory)
    module = None
    if code is not None:
        with tf1.imported():
            module = _module(code)
    return legacy_serving.answering(models.get(models.default, None), module)


def _module(code):
    sys.path.insert(0, str(code.directory))
    return importlib.import_module(code.program.removesuffix(".py"))


if __name__ == "__main__":
    main()
