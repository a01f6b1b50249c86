"""What the image does where a user's serving program has no function of its own."""

from pathlib import Path

import torch
from sagemaker_inference import content_types, decoder, encoder
from sagemaker_inference.default_inference_handler import DefaultInferenceHandler

_DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


class PyTorchHandlers(DefaultInferenceHandler):
    def default_model_fn(self, model_dir, context=None):
        """A model that was saved as TorchScript needs no program."""
        for name in ("model.pt", "model.pth"):
            path = Path(model_dir) / name
            if path.is_file():
                return torch.jit.load(str(path), map_location=_DEVICE).eval()
        return super().default_model_fn(model_dir)

    def default_input_fn(self, input_data, content_type, context=None):
        array = decoder.decode(input_data, content_type)
        tensor = torch.FloatTensor(array) if content_type in content_types.UTF8_TYPES else torch.from_numpy(array)
        return tensor.to(_DEVICE)

    def default_predict_fn(self, data, model, context=None):
        with torch.no_grad():
            return model.to(_DEVICE).eval()(data.to(_DEVICE))

    def default_output_fn(self, prediction, accept, context=None):
        if isinstance(prediction, torch.Tensor):
            prediction = prediction.detach().cpu().numpy()
        for content_type in accept.replace(" ", "").split(","):
            if content_type in encoder.SUPPORTED_CONTENT_TYPES:
                return encoder.encode(prediction, content_type), content_type
        return super().default_output_fn(prediction, accept)
