"""TensorFlow by the SageMaker Python SDK 1.72 and 2.x alike: the notebook on tuning with the digits that scikit-learn has, and
what else the framework's container runs: scripts, several hosts, TensorFlow Serving's requests, handlers.

FRAMEWORK_STEPS is the number of training steps of the notebook's jobs, 1000 there.
"""

import io
import json
import os
import tarfile
import tempfile

import numpy
from sagemaker.processing import ProcessingOutput
from sagemaker.sklearn.processing import SKLearnProcessor
from sagemaker.tensorflow import TensorFlow
from sagemaker.tuner import ContinuousParameter, HyperparameterTuner

import data
import frameworks
import record_files
from frameworks import Endpoint, V1, session

STEPS = int(os.environ.get("FRAMEWORK_STEPS", "60"))

# In place of the download: 8×8 pixels of 16 shades become 28×28 of 256, each thrice in both directions, with a frame.
DIGITS = """
    import numpy
    from sklearn.datasets import load_digits

    shades, labels = load_digits(return_X_y=True)
    pictures = numpy.kron(shades.reshape(-1, 8, 8) * 255 / 16, numpy.ones((3, 3)))
    pictures = numpy.pad(pictures, ((0, 0), (2, 2), (2, 2))).astype(numpy.uint8)
    numpy.savez_compressed("/opt/ml/processing/output/digits.npz", pictures=pictures, labels=labels)
"""

# The notebook's functions around a smaller network: pictures come from TFRecords by queues.
MNIST = """
    import tensorflow as tf
    from tensorflow.python.estimator.model_fn import ModeKeys


    def model_fn(features, labels, mode, params):
        pictures = tf.reshape(features["inputs"], [-1, 28, 28, 1])
        seen = tf.layers.conv2d(pictures, 8, kernel_size=5, strides=2, padding="same", activation=tf.nn.relu)
        pooled = tf.layers.flatten(tf.layers.max_pooling2d(seen, pool_size=2, strides=2))
        hidden = tf.layers.dense(pooled, 64, activation=tf.nn.relu)
        logits = tf.layers.dense(tf.layers.dropout(hidden, rate=0.4, training=mode == ModeKeys.TRAIN), 10)
        classes = tf.argmax(logits, axis=1)
        if mode == ModeKeys.PREDICT:
            predictions = {"classes": classes, "probabilities": tf.nn.softmax(logits)}
            exported = {"predictions": tf.estimator.export.PredictOutput(predictions)}
            return tf.estimator.EstimatorSpec(mode, predictions=predictions, export_outputs=exported)
        loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
        if mode == ModeKeys.EVAL:
            metrics = {"accuracy": tf.metrics.accuracy(labels, classes)}
            return tf.estimator.EstimatorSpec(mode, loss=loss, eval_metric_ops=metrics)
        step = tf.train.get_or_create_global_step()
        train_op = tf.train.AdamOptimizer(params.get("learning_rate", 0.01)).minimize(loss, step)
        return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)


    def serving_input_fn(params):
        inputs = {"inputs": tf.placeholder(tf.float32, [None, 784])}
        return tf.estimator.export.ServingInputReceiver(inputs, inputs)


    def train_input_fn(training_dir, params):
        return batches(training_dir + "/train.tfrecords")


    def eval_input_fn(training_dir, params):
        return batches(training_dir + "/test.tfrecords")


    def batches(path):
        _, record = tf.TFRecordReader().read(tf.train.string_input_producer([path]))
        parts = {"image_raw": tf.FixedLenFeature([], tf.string), "label": tf.FixedLenFeature([], tf.int64)}
        example = tf.parse_single_example(record, parts)
        pixels = tf.cast(tf.reshape(tf.decode_raw(example["image_raw"], tf.uint8), [784]), tf.float32) / 255
        pictures, labels = tf.train.batch([pixels, tf.cast(example["label"], tf.int32)], batch_size=100)
        return {"inputs": pictures}, labels
"""

KERAS = """
    import argparse, os
    import numpy
    import tensorflow as tf

    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--model_dir")
    arguments = parser.parse_args()
    table = numpy.loadtxt(os.path.join(os.environ["SM_CHANNEL_TRAINING"], "train.csv"), delimiter=",")
    model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(4,))])
    model.compile(tf.keras.optimizers.Adam(0.5), "mse")
    model.fit(table[:, 1:], table[:, 0], epochs=arguments.epochs, verbose=2)
    model.save(os.path.join(os.environ["SM_MODEL_DIR"], "1"))
    print("TensorFlow", tf.__version__, arguments.model_dir)
"""

HANDLERS = """
    import json
    import requests


    def handler(data, context):
        rows = [[float(cell) for cell in line.split(";")] for line in data.read().decode().split("|")]
        answer = requests.post(context.rest_uri, json={"instances": rows})
        return json.dumps({context.model_name: answer.json()["predictions"]}), context.accept_header
"""

# Without an estimator, which would look for the others every half minute: each host leaves its mark where the servers keep it.
SERVERS = """
    import json, os, time
    import tensorflow as tf

    configuration = json.loads(os.environ["TF_CONFIG"])
    task = configuration["task"]
    is_master = task["type"] == "master"
    cluster = tf.train.ClusterSpec(configuration["cluster"])
    print("task", task["type"], task["index"], "servers", cluster.num_tasks("ps"))
    server = tf.train.Server(cluster, job_name=task["type"], task_index=task["index"])
    worker = "/job:%s/task:%d" % (task["type"], task["index"])
    with tf.device(tf.train.replica_device_setter(worker_device=worker, cluster=cluster)):
        marks = [tf.get_variable(name, [], initializer=tf.zeros_initializer()) for name in ("master", "worker", "farewell")]
        leave = [tf.assign(mark, 1.0) for mark in marks]
        missing, begin = tf.report_uninitialized_variables(), tf.global_variables_initializer()
    with tf.Session(server.target) as session:
        if is_master:
            session.run(begin)
        while session.run(missing).size:
            time.sleep(0.1)
        session.run(leave[0 if is_master else 1])
        while sum(session.run(marks[:2])) < 2:
            time.sleep(0.1)
        print("both hosts were seen")
        while is_master and not session.run(marks[2]):
            time.sleep(0.1)
        if not is_master:
            session.run(leave[2])
"""

MIRRORED = """
    import json, os
    import numpy
    import tensorflow as tf

    strategy = tf.distribute.MultiWorkerMirroredStrategy()
    print("replicas", strategy.num_replicas_in_sync)
    with strategy.scope():
        model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(1,))])
        model.compile("sgd", "mse")
    x = numpy.arange(16, dtype="float32").reshape(-1, 1) / 16
    model.fit(x, 2 * x, batch_size=8, epochs=2, verbose=2)
    chief = json.loads(os.environ["TF_CONFIG"])["task"]["index"] == 0
    model.save(os.environ["SM_MODEL_DIR"] + "/1" if chief else "/tmp/model/1")
"""

state = {}


def digits():
    """Pictures and labels, made by a processing job in the container that has scikit-learn."""
    if not state:
        processor = SKLearnProcessor(
            framework_version="0.20.0", role=data.ROLE, instance_type="ml.m5.large", instance_count=1,
            sagemaker_session=session)
        key = data.unique("digits")
        output = ProcessingOutput(source="/opt/ml/processing/output", destination=f"s3://{data.BUCKET}/{key}")
        code = os.path.join(frameworks.source(digits=DIGITS), "digits.py")
        processor.run(code=code, outputs=[output], job_name=key, wait=False, logs=False)
        describe = lambda: frameworks.client.describe_processing_job(ProcessingJobName=key)
        data.wait_until(lambda: describe()["ProcessingJobStatus"] not in ("InProgress", "Stopping"))
        with numpy.load(io.BytesIO(content(f"s3://{data.BUCKET}/{key}/digits.npz"))) as made:
            state.update(pictures=made["pictures"], labels=made["labels"])
    return state["pictures"], state["labels"]


def content(uri):
    bucket, _, key = uri[5:].partition("/")
    return session.boto_session.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()


def records():
    """The notebook's upload: where the training data are."""
    pictures, labels = digits()
    directory = tempfile.mkdtemp()
    for name, part in (("train", slice(0, 1000)), ("validation", slice(1000, 1300)), ("test", slice(1300, 1700))):
        record_files.tensorflow_records(os.path.join(directory, f"{name}.tfrecords"), pictures[part], labels[part])
    return session.upload_data(path=directory, bucket=data.BUCKET, key_prefix="sagemaker/DEMO-hpo-tensorflow-high/data/mnist")


def legacy(**more):
    """As in the notebook; the SDK 2.x has no arguments for the legacy mode, so that its guide gives these."""
    code = os.path.join(frameworks.source(mnist=MNIST), "mnist.py")
    steps = {"training_steps": STEPS, "evaluation_steps": 1}
    mode = steps if V1 else {"hyperparameters": steps, "py_version": "py2", "model_dir": False}
    return frameworks.estimator(
        TensorFlow, instance_type="ml.m4.xlarge", entry_point=code, framework_version="1.12.0",
        base_job_name="DEMO-hpo-tensorflow", **mode, **more)


def script(program, version, python, **more):
    """A job that runs a program."""
    if V1:
        more.update(script_mode=True)
    return frameworks.estimator(
        TensorFlow, entry_point="train.py", source_dir=frameworks.source(train=program), framework_version=version,
        py_version=python, **more)


def flow_nine_jobs_minimize_the_loss_and_the_best_is_deployed():
    inputs = records()
    tuner = HyperparameterTuner(
        legacy(), "loss", {"learning_rate": ContinuousParameter(0.01, 0.2)},
        [{"Name": "loss", "Regex": "loss = ([0-9\\.]+)"}], max_jobs=9, max_parallel_jobs=3, objective_type="Minimize")
    tuner.fit(inputs, job_name=data.unique("tensorflow"), **({} if V1 else {"wait": False}))
    name = tuner.latest_tuning_job.name
    describe = lambda: frameworks.client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    job = data.wait_until(lambda: next(
        (j for j in [describe()] if j["HyperParameterTuningJobStatus"] not in ("InProgress", "Stopping")), None), 3000)
    assert job["TrainingJobStatusCounters"]["Completed"] == 9, job
    best = job["BestTrainingJob"]
    loss = best["FinalHyperParameterTuningJobObjectiveMetric"]["Value"]
    with Endpoint(tuner) as endpoint:
        pictures, labels = digits()
        rows = pictures[1700:1720].reshape(-1, 784) / 255
        answer = json.loads(endpoint.invoke(json.dumps(rows.round(4).tolist())))
        if V1:
            classes = [int(value) for value in answer["outputs"]["classes"]["int64Val"]]
        else:
            classes = [row["classes"] for row in answer["predictions"]]
        right = sum(a == b for a, b in zip(classes, labels[1700:1720]))
        print("best", best["TunedHyperParameters"], "loss", loss, "right of 20:", right)
        assert loss < 1.5 and len(classes) == 20 and right >= 10, (loss, classes, labels[1700:1720])


def flow_legacy_functions_on_two_hosts():
    estimator = legacy(instances=2)
    job = frameworks.fit(estimator, records())
    lines = frameworks.log(job["TrainingJobName"])
    assert any("Saving dict for global step" in line for line in lines), lines
    with tarfile.open(fileobj=io.BytesIO(content(estimator.model_data))) as archive:
        names = archive.getnames()
    assert any(name.startswith("export/Servo/") and name.endswith("/saved_model.pb") for name in names), names


def flow_a_keras_script_is_served_by_the_rules_of_tensorflow_serving():
    estimator = script(
        KERAS, "2.1.0", "py3", hyperparameters={"epochs": 60},
        metric_definitions=[{"Name": "loss", "Regex": "loss: ([0-9.]+)"}])
    job = frameworks.fit(estimator, f"s3://{data.BUCKET}/data/train")
    assert job["FinalMetricDataList"][0]["Value"] < 5, job["FinalMetricDataList"]
    assert any(line.startswith("TensorFlow 2.") for line in frameworks.log(job["TrainingJobName"]))
    rows = [[0.5, 0.1, -0.2, 0.3], [-0.5, 0.1, -0.2, 0.3]]
    with Endpoint(estimator) as endpoint:
        predicted = json.loads(endpoint.invoke(json.dumps({"instances": rows})))["predictions"]
        (high,), (low,) = predicted
        assert 2 < high - low < 4, predicted
        assert json.loads(endpoint.invoke(json.dumps({"inputs": rows})))["outputs"] == predicted
        assert json.loads(endpoint.invoke(json.dumps(rows)))["predictions"] == predicted
        lines = "\n".join(",".join(map(str, row)) for row in rows)
        assert json.loads(endpoint.invoke(lines, "text/csv"))["predictions"] == predicted
    # A model of the job's name is there already, and would be taken.
    handlers = os.path.join(frameworks.source(inference=HANDLERS), "inference.py")
    with Endpoint(estimator, entry_point=handlers, model_name=data.unique("handlers")) as endpoint:
        lines = "|".join(";".join(map(str, row)) for row in rows)
        assert json.loads(endpoint.invoke(lines, "text/x-semicolons")) == {"model": predicted}


def flow_a_script_finds_its_parameter_servers():
    servers = {"distributions" if V1 else "distribution": {"parameter_server": {"enabled": True}}}
    estimator = script(SERVERS, "1.12.0", "py3", instances=2, model_dir="/opt/ml/model", **servers)
    lines = frameworks.log(frameworks.fit(estimator)["TrainingJobName"])
    assert {"task master 0 servers 2", "task worker 0 servers 2"} <= set(lines), lines
    assert lines.count("both hosts were seen") == 2, lines


if not V1:

    def flow_mirrored_workers_on_two_hosts():
        workers = {"distribution": {"multi_worker_mirrored_strategy": {"enabled": True}}}
        estimator = script(MIRRORED, "2.14.1", "py310", instances=2, **workers)
        lines = frameworks.log(frameworks.fit(estimator)["TrainingJobName"])
        assert lines.count("replicas 2") == 2, lines
