"""The notebook on tuning with SageMaker's TensorFlow container, on digits that are made here: SDK 1.72 and 2.x alike.

FRAMEWORK_STEPS is the number of training steps, 1000 in the notebook.
"""

import json
import os
import struct
import tempfile

import numpy
from sagemaker.tensorflow import TensorFlow
from sagemaker.tuner import ContinuousParameter, HyperparameterTuner

import data
import frameworks
from frameworks import Endpoint, V1, session

STEPS = int(os.environ.get("FRAMEWORK_STEPS", "30"))

# The adapted MNIST example: a convolutional network in a model_fn, its data from TFRecords by queues.
MNIST = """
    import os
    import tensorflow as tf
    from tensorflow.python.estimator.model_fn import ModeKeys as Modes

    INPUT_TENSOR_NAME = 'inputs'
    SIGNATURE_NAME = 'predictions'


    def model_fn(features, labels, mode, params):
        input_layer = tf.reshape(features[INPUT_TENSOR_NAME], [-1, 28, 28, 1])
        conv1 = tf.layers.conv2d(
            inputs=input_layer, filters=8, kernel_size=[5, 5], padding='same', activation=tf.nn.relu)
        pool1 = tf.layers.max_pooling2d(inputs=conv1, pool_size=[2, 2], strides=2)
        conv2 = tf.layers.conv2d(inputs=pool1, filters=16, kernel_size=[5, 5], padding='same', activation=tf.nn.relu)
        pool2 = tf.layers.max_pooling2d(inputs=conv2, pool_size=[2, 2], strides=2)
        pool2_flat = tf.reshape(pool2, [-1, 7 * 7 * 16])
        dense = tf.layers.dense(inputs=pool2_flat, units=64, activation=tf.nn.relu)
        dropout = tf.layers.dropout(inputs=dense, rate=0.4, training=(mode == Modes.TRAIN))
        logits = tf.layers.dense(inputs=dropout, units=10)

        if mode in (Modes.PREDICT, Modes.EVAL):
            predicted_indices = tf.argmax(input=logits, axis=1)
            probabilities = tf.nn.softmax(logits, name='softmax_tensor')

        if mode in (Modes.TRAIN, Modes.EVAL):
            global_step = tf.train.get_or_create_global_step()
            label_indices = tf.cast(labels, tf.int32)
            loss = tf.losses.softmax_cross_entropy(onehot_labels=tf.one_hot(label_indices, depth=10), logits=logits)
            tf.summary.scalar('OptimizeLoss', loss)

        if mode == Modes.PREDICT:
            predictions = {'classes': predicted_indices, 'probabilities': probabilities}
            export_outputs = {SIGNATURE_NAME: tf.estimator.export.PredictOutput(predictions)}
            return tf.estimator.EstimatorSpec(mode, predictions=predictions, export_outputs=export_outputs)

        if mode == Modes.TRAIN:
            optimizer = tf.train.AdamOptimizer(learning_rate=params['learning_rate'])
            train_op = optimizer.minimize(loss, global_step=global_step)
            return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)

        if mode == Modes.EVAL:
            eval_metric_ops = {'accuracy': tf.metrics.accuracy(label_indices, predicted_indices)}
            return tf.estimator.EstimatorSpec(mode, loss=loss, eval_metric_ops=eval_metric_ops)


    def serving_input_fn(params):
        inputs = {INPUT_TENSOR_NAME: tf.placeholder(tf.float32, [None, 784])}
        return tf.estimator.export.ServingInputReceiver(inputs, inputs)


    def read_and_decode(filename_queue):
        reader = tf.TFRecordReader()
        _, serialized_example = reader.read(filename_queue)
        features = tf.parse_single_example(serialized_example, features={
            'image_raw': tf.FixedLenFeature([], tf.string),
            'label': tf.FixedLenFeature([], tf.int64),
        })
        image = tf.decode_raw(features['image_raw'], tf.uint8)
        image.set_shape([784])
        image = tf.cast(image, tf.float32) * (1. / 255)
        label = tf.cast(features['label'], tf.int32)
        return image, label


    def train_input_fn(training_dir, params):
        return _input_fn(training_dir, 'train.tfrecords', batch_size=100)


    def eval_input_fn(training_dir, params):
        return _input_fn(training_dir, 'test.tfrecords', batch_size=100)


    def _input_fn(training_dir, training_filename, batch_size=100):
        test_file = os.path.join(training_dir, training_filename)
        filename_queue = tf.train.string_input_producer([test_file])
        image, label = read_and_decode(filename_queue)
        images, labels = tf.train.batch([image, label], batch_size=batch_size, capacity=1000 + 3 * batch_size)
        return {INPUT_TENSOR_NAME: images}, labels
"""


def digits(count, seed):
    """Pictures of 28×28 and what they show: a bar for each digit, at a place of its own, among noise."""
    draw = numpy.random.RandomState(seed)
    labels = draw.randint(0, 10, count)
    pictures = draw.randint(0, 60, (count, 28, 28)).astype(numpy.uint8)
    for picture, label in zip(pictures, labels):
        picture[4 + 2 * label:6 + 2 * label, 4:24] = 255
    return pictures.reshape(count, 784), labels


def records(path, pictures, labels):
    """TFRecords of tf.train.Example, written without the library."""
    with open(path, "wb") as file:
        for picture, label in zip(pictures, labels):
            features = feature(b"image_raw", 1, field(1, picture.tobytes())) + feature(b"label", 3, b"\x08" + varint(int(label)))
            example = field(1, features)
            length = struct.pack("<Q", len(example))
            file.write(length + masked(length) + example + masked(example))


def feature(name, kind, values):
    return field(1, field(1, name) + field(2, field(kind, values)))


def field(number, content):
    return bytes([number << 3 | 2]) + varint(len(content)) + content


def varint(value):
    low, high = value & 127, value >> 7
    return bytes([low]) if not high else bytes([low | 128]) + varint(high)


def masked(content):
    value = crc32c(content)
    return struct.pack("<I", ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def crc32c(content):
    value = 0xFFFFFFFF
    for byte in content:
        value = CASTAGNOLI[(value ^ byte) & 255] ^ value >> 8
    return value ^ 0xFFFFFFFF


def _castagnoli():
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


CASTAGNOLI = _castagnoli()


def estimator():
    """As in the notebook; the SDK 2.x has no arguments for the legacy mode, so that its guide gives these."""
    code = os.path.join(frameworks.source(mnist=MNIST), "mnist.py")
    if V1:
        return frameworks.estimator(
            TensorFlow, instance_type="ml.m4.xlarge", entry_point=code, framework_version="1.12.0",
            training_steps=STEPS, evaluation_steps=1, base_job_name="DEMO-hpo-tensorflow")
    return frameworks.estimator(
        TensorFlow, instance_type="ml.m4.xlarge", entry_point=code, framework_version="1.12.0", py_version="py2",
        hyperparameters={"training_steps": STEPS, "evaluation_steps": 1}, model_dir=False)


def flow_nine_jobs_minimize_the_loss_and_the_best_is_deployed():
    directory = tempfile.mkdtemp()
    records(os.path.join(directory, "train.tfrecords"), *digits(500, 1))
    records(os.path.join(directory, "test.tfrecords"), *digits(100, 2))
    inputs = session.upload_data(path=directory, bucket=data.BUCKET, key_prefix="DEMO-hpo-tensorflow-high/data/mnist")
    tuner = HyperparameterTuner(
        estimator(), "loss", {"learning_rate": ContinuousParameter(0.01, 0.2)},
        [{"Name": "loss", "Regex": "loss = ([0-9\\.]+)"}], max_jobs=9, max_parallel_jobs=3, objective_type="Minimize")
    tuner.fit(inputs, job_name=data.unique("tensorflow"), **({} if V1 else {"wait": False}))
    name = tuner.latest_tuning_job.name
    describe = lambda: frameworks.client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    job = data.wait_until(lambda: next(
        (j for j in [describe()] if j["HyperParameterTuningJobStatus"] not in ("InProgress", "Stopping")), None), 3000)
    assert job["TrainingJobStatusCounters"]["Completed"] == 9, job
    best = job["BestTrainingJob"]
    assert best["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] < 2.2, best
    with Endpoint(tuner) as endpoint:
        pictures, labels = digits(20, 3)
        answer = json.loads(endpoint.invoke(json.dumps((pictures / 255.0).round(4).tolist())))
        if V1:
            classes = [int(value) for value in answer["outputs"]["classes"]["int64Val"]]
        else:
            classes = [row["classes"] for row in answer["predictions"]]
        right = sum(a == b for a, b in zip(classes, labels))
        assert len(classes) == 20 and right >= (18 if STEPS >= 200 else 4), (classes, labels)
