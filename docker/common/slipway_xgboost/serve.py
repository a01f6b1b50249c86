"""The `serve` command."""

import os

from slipway_serving import application, framework, server, user_code
from slipway_serving.messages import Refused, Response
from slipway_training import job
from slipway_xgboost import answer, image_version, payload


def main():
    # Processes share out the processors already; and a pool of threads would not survive their division.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if user_code.find(job.load().base) is None:
        server.run(load)
        return
    framework.serve(_user_defaults)


def load():
    """The application around the model in `/opt/ml/model`."""
    from slipway_xgboost.predictor import Predictor

    predictor = Predictor.load(job.load().model_directory)
    return application.application(lambda request: _invoke(predictor, request))


def _user_defaults():
    from slipway_xgboost.user_defaults import UserDefaults

    return UserDefaults()


def _invoke(predictor, request):
    features, data_format = payload.features(request.body, request.content_type)
    try:
        predictions = predictor.predict(features, data_format)
    except Refused:
        raise
    except Exception as error:
        raise Refused(400, f"Unable to evaluate payload provided: {error}") from None
    return _answer(predictor, predictions, request.accept)


def _answer(predictor, predictions, accept_header):
    in_batch = "SAGEMAKER_BATCH" in os.environ
    keys = os.environ.get("SAGEMAKER_INFERENCE_OUTPUT")
    if keys is None and image_version.current().answers_on_one_line:
        body = answer.batch(predictions) if in_batch else answer.one_line(predictions)
        return Response(200, body, "text/csv; charset=utf-8")
    accept = answer.accepted(accept_header)
    if keys is not None:
        selected = keys.replace(" ", "").lower().split(",")
        body = answer.selected(predictions, predictor, selected, accept, in_batch)
    elif in_batch:
        body = answer.batch(predictions)
    else:
        body = answer.plain(predictions, accept)
    return Response(200, body, f"{accept}; charset=utf-8" if accept == answer.CSV else accept)


if __name__ == "__main__":
    main()
