"""The training and hosting of an MXNet model as the guide to SageMaker's SDK has it, on images made here: SDK 1.72 and 2.x alike.

The program has the four functions that the guide asks for, and reads the data in the format of CIFAR-10's record files.
"""

import json
import os
import random
import struct
import tempfile

import numpy
from sagemaker.mxnet import MXNet

import data
import frameworks
from frameworks import Endpoint, V1, session

TRAIN = """
    from __future__ import print_function

    import json, os
    import mxnet as mx
    from mxnet import autograd, gluon


    def transform(image, label):
        return mx.nd.transpose(image.astype("float32") / 255, (2, 0, 1)), label


    def network():
        net = gluon.nn.HybridSequential()
        net.add(gluon.nn.Conv2D(8, 3, strides=2, activation="relu"), gluon.nn.GlobalAvgPool2D(), gluon.nn.Dense(2))
        return net


    def train(channel_input_dirs, hyperparameters, **kwargs):
        path = os.path.join(channel_input_dirs["training"], "train.rec")
        batch_size, epochs = hyperparameters["batch_size"], hyperparameters["epochs"]
        context = [mx.gpu(0)] if kwargs["num_gpus"] else [mx.cpu()]
        records = mx.gluon.data.DataLoader(
            gluon.data.vision.ImageRecordDataset(path).transform(transform), batch_size, shuffle=True)
        net = network()
        net.initialize(mx.init.Xavier(), ctx=context)
        trainer = gluon.Trainer(net.collect_params(), "adam", {"learning_rate": 0.05})
        metric, entropy = mx.metric.Accuracy(), gluon.loss.SoftmaxCrossEntropyLoss()
        for epoch in range(epochs):
            metric.reset()
            for images, labels in records:
                with autograd.record():
                    output = net(images)
                    loss = entropy(output, labels)
                loss.backward()
                trainer.step(len(images))
                metric.update(labels, output)
            print("epoch %d: training accuracy=%f" % (epoch, metric.get()[1]))
        return net


    def save(net, model_dir):
        net.save_parameters("%s/model.params" % model_dir)


    def model_fn(model_dir):
        net = network()
        net.load_parameters("%s/model.params" % model_dir, mx.cpu())
        return net


    def transform_fn(net, inputs, input_content_type, output_content_type):
        array = mx.nd.array(json.loads(inputs))
        best = mx.nd.argmax(net(mx.nd.expand_dims(array, 0)), axis=1)
        return json.dumps(int(best.asscalar())), output_content_type
"""

_MAGIC = 0xCED7230A


def picture(kind, draw):
    """32×32 pixels, reddish or bluish."""
    pixels = numpy.array([[[draw.randrange(100) for _ in range(3)] for _ in range(32)] for _ in range(32)], numpy.uint8)
    pixels[:, :, 2 * kind] += 120
    return pixels


def record_file(directory, pictures):
    """MXNet's RecordIO and its index: a header with the label, then the picture in a format that is not compressed."""
    with open(os.path.join(directory, "train.rec"), "wb") as file, open(os.path.join(directory, "train.idx"), "w") as index:
        for number, (kind, pixels) in enumerate(pictures):
            content = struct.pack("<IfQQ", 0, kind, number, 0) + bitmap(pixels)
            index.write(f"{number}\t{file.tell()}\n")
            file.write(struct.pack("<II", _MAGIC, len(content)) + content + b"\0" * (-len(content) % 4))


def bitmap(pixels):
    """A Windows bitmap, from the bottom up, blue first."""
    rows = pixels[::-1, :, ::-1].tobytes()
    header = struct.pack("<2sIHHI", b"BM", 54 + len(rows), 0, 0, 54)
    return header + struct.pack("<IiiHHIIiiII", 40, 32, 32, 1, 24, 0, len(rows), 2835, 2835, 0, 0) + rows


def flow_fit_deploy_predict_delete():
    draw = random.Random(1)
    directory = tempfile.mkdtemp()
    record_file(directory, [(number % 2, picture(number % 2, draw)) for number in range(64)])
    inputs = session.upload_data(path=directory, key_prefix="data/cifar10")
    versions = {} if V1 else {"framework_version": "1.2.1", "py_version": "py2"}
    made = frameworks.estimator(
        MXNet, instance_type="ml.p3.2xlarge", entry_point=os.path.join(frameworks.source(train=TRAIN), "train.py"),
        hyperparameters={"batch_size": 16, "epochs": 6},
        metric_definitions=[{"Name": "accuracy", "Regex": "accuracy=([0-9.]+)"}], **versions)
    job = frameworks.fit(made, inputs)
    assert "sagemaker-mxnet:1.2" in job["AlgorithmSpecification"]["TrainingImage"], job["AlgorithmSpecification"]
    assert "-gpu-py2" in job["AlgorithmSpecification"]["TrainingImage"], job["AlgorithmSpecification"]
    assert job["FinalMetricDataList"][0]["Value"] > 0.9, job["FinalMetricDataList"]
    with Endpoint(made) as endpoint:
        for kind in (0, 1, 1, 0):
            image = numpy.transpose(picture(kind, draw).astype("float32") / 255, (2, 0, 1))
            answer = endpoint.predictor.predict(image.tolist()) if endpoint.predictor else json.loads(
                endpoint.invoke(json.dumps(image.tolist())))
            assert int(answer) == kind, (answer, kind)
    data.wait_until(lambda: not frameworks.endpoint_exists(endpoint.name))
