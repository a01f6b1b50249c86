"""The `serve` command of a framework: the user's serving functions, the framework's own for what is left out."""

from slipway_serving import application, handlers, server, user_code
from slipway_training import job


def serve(make_handlers, workers=None):
    """Serves until SIGTERM. `make_handlers` gives the framework's `default_*_fn`; `workers` is how many processes by default."""
    from sagemaker_inference.transformer import Transformer

    serve_with(lambda: Transformer(default_inference_handler=make_handlers()), workers)


def serve_with(make_transformer, workers=None):
    """As `serve`, for frameworks with a way of their own from the functions to an answer."""
    base = job.load().base
    code = user_code.find(base)
    if code is not None:
        user_code.install_requirements(code)
    server.run(
        lambda: application.application(handlers.load(base / "model", code, make_transformer)),
        shared=False,
        workers=workers,
    )
