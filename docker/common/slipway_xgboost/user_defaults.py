"""What the image does where a user's serving program has no function of its own."""

from sagemaker_inference.default_inference_handler import DefaultInferenceHandler

from slipway_xgboost import payload


class UserDefaults(DefaultInferenceHandler):
    """A `model_fn` is the user's to write; the toolkit's own default says so."""

    def default_input_fn(self, input_data, content_type, context=None):
        import xgboost

        body = input_data.encode() if isinstance(input_data, str) else input_data
        features, _ = payload.features(body, content_type)
        return xgboost.DMatrix(features)

    def default_predict_fn(self, data, model, context=None):
        return model.predict(data, validate_features=False)
