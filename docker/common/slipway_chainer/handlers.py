"""What the image does where a user's serving program has no function of its own.

A `model_fn` is the user's to write; the toolkit's own default says so.
"""

import chainer
import numpy
from sagemaker_inference import content_types
from sagemaker_inference.default_inference_handler import DefaultInferenceHandler


class ChainerHandlers(DefaultInferenceHandler):
    def default_input_fn(self, input_data, content_type, context=None):
        data = super().default_input_fn(input_data, content_type)
        return data.astype(numpy.float32) if content_type in content_types.UTF8_TYPES else data

    def default_predict_fn(self, data, model, context=None):
        with chainer.using_config("train", False), chainer.no_backprop_mode():
            predicted = model(data)
        return predicted.array if isinstance(predicted, chainer.Variable) else predicted
