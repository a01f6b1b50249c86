"""From a user's functions to an answer, with AWS's own defaults for Gluon blocks and for Modules."""

import importlib
import os

import mxnet
from sagemaker_inference import environment
from sagemaker_inference.transformer import Transformer
from sagemaker_mxnet_serving_container.default_inference_handler import (
    DefaultGluonBlockInferenceHandler,
    DefaultModuleInferenceHandler,
    DefaultMXNetInferenceHandler,
)
from sagemaker_mxnet_serving_container.mxnet_module_transformer import MXNetModuleTransformer
from slipway_training import job

_BATCH_SIZE = "SAGEMAKER_DEFAULT_MODEL_FIRST_DIMENSION_SIZE"


def transformer():
    """What suits the model, which is loaded here, once. Raises ValueError for one that the user's functions would have to handle."""
    module = _user_module()
    if hasattr(module, "transform_fn"):
        return Transformer(_with_model(DefaultMXNetInferenceHandler, _default_model))
    model = getattr(module, "model_fn", _default_model)(str(job.load().model_directory))
    if module is not None:
        module.model_fn = lambda directory: model
    if isinstance(model, mxnet.module.BaseModule):
        made = MXNetModuleTransformer()
        made._default_inference_handler = _with_model(DefaultModuleInferenceHandler, lambda directory: model)
        return made
    if isinstance(model, mxnet.gluon.block.Block):
        return Transformer(_with_model(DefaultGluonBlockInferenceHandler, lambda directory: model))
    if hasattr(module, "predict_fn"):
        return Transformer(_with_model(DefaultMXNetInferenceHandler, lambda directory: model))
    raise ValueError(
        f"Unsupported model type: {type(model).__name__}. Did you forget to implement "
        "`transform_fn` or `model_fn` in your entry-point?"
    )


def _user_module():
    try:
        return importlib.import_module(environment.Environment().module_name)
    except ModuleNotFoundError as error:
        if error.name == environment.Environment().module_name:
            return None
        raise


def _default_model(directory):
    return DefaultMXNetInferenceHandler().default_model_fn(directory, int(os.environ.get(_BATCH_SIZE, "1")))


def _with_model(handlers, load):
    """The handlers with another way to load the model: theirs takes the toolkit's context for a number."""

    class Given(handlers):
        def default_model_fn(self, directory):
            return load(directory)

    return Given()
