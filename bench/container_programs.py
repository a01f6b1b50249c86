"""What the measured containers run: programs of the user's, models, and a server to compare with."""

ECHO = """
def model_fn(directory):
    return None

def transform_fn(model, data, content_type, accept):
    return data, accept
"""

STUCK = """
import os, time

def model_fn(directory):
    return os.path.join(directory, "begun")

def transform_fn(begun, data, content_type, accept):
    open(begun, "w").close()
    time.sleep(1000)
"""

# A gunicorn worker of the same kind that does the same, and nothing of SageMaker's.
BARE = """
def application(environ, start_response):
    body = b""
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/csv"), ("Content-Length", str(len(body)))])
    return [body]
"""

# What a framework's programs import first.
MODULES = {
    "sklearn": "sklearn.linear_model",
    "xgboost": "xgboost",
    "mxnet": "mxnet",
    "tensorflow": "tensorflow",
    "pytorch": "torch",
    "chainer": "chainer",
}

# Where the framework serves a model without a program, such a model.
SAVED = {
    "xgboost": "import numpy, xgboost\n"
               "xgboost.train({}, xgboost.DMatrix(numpy.eye(4), label=numpy.ones(4)), 2).save_model('/opt/ml/model/xgboost-model')",
    "tensorflow": "import tensorflow as tf; m = tf.Module()\n"
                  "m.f = tf.function(lambda x: {'y': 2 * x}, input_signature=[tf.TensorSpec([None], tf.float32)])\n"
                  "tf.saved_model.save(m, '/opt/ml/model/doubling/1', {'serving_default': m.f})",
}
