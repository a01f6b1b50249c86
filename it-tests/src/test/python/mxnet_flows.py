"""MXNet by the SageMaker Python SDK 1.72 and 2.x alike: the article on CIFAR-10 (fit, deploy, predict, delete) with pictures that
are made here, and what else the framework's containers run: Modules, scripts, parameter servers.
"""

import json
import os
import random
import tempfile

import numpy
from sagemaker.mxnet import MXNet

import data
import frameworks
import record_files
from frameworks import Endpoint, V1, session

# The four functions that the article asks for; it trains a residual network, here it is a small one.
CIFAR = """
    from __future__ import print_function

    import json
    import logging

    import mxnet as mx
    from mxnet import autograd, gluon


    def train(channel_input_dirs, hyperparameters):
        context = [mx.gpu()]
        size, epochs = hyperparameters.get("batch_size", 55), hyperparameters.get("epochs", 100)
        pictures = {
            name: mx.io.ImageRecordIter(
                path_imgrec="%s/%s.rec" % (channel_input_dirs["training"], name), data_shape=(3, 32, 32), batch_size=size)
            for name in ("train", "test")
        }
        net = network()
        net.initialize(mx.init.Xavier(magnitude=2), ctx=context)
        trainer = gluon.Trainer(net.collect_params(), "adam", optimizer_params={"learning_rate": 0.05})
        entropy = gluon.loss.SoftmaxCrossEntropyLoss()
        for epoch in range(epochs):
            pictures["train"].reset()
            for batch in pictures["train"]:
                (x,), (y,) = split(batch, context)
                with autograd.record():
                    loss = entropy(net(x), y)
                loss.backward()
                trainer.step(size)
            logging.info("[Epoch %d] validation: accuracy=%f" % (epoch, accuracy(net, pictures["test"], context)))
        return net


    def network():
        net = gluon.nn.HybridSequential()
        with net.name_scope():
            net.add(
                gluon.nn.BatchNorm(), gluon.nn.Conv2D(8, 3, strides=2, activation="relu"),
                gluon.nn.GlobalAvgPool2D(), gluon.nn.Dense(2))
        return net


    def split(batch, context):
        return (gluon.utils.split_and_load(part[0], ctx_list=context, batch_axis=0) for part in (batch.data, batch.label))


    def accuracy(net, pictures, context):
        pictures.reset()
        metric = mx.metric.Accuracy()
        for batch in pictures:
            (x,), (y,) = split(batch, context)
            metric.update([y], [net(x)])
        return metric.get()[1]


    def save(net, model_dir):
        net.save_params("%s/model.params" % model_dir)


    def model_fn(model_dir):
        net = network()
        net.load_params("%s/model.params" % model_dir, ctx=mx.cpu())
        return net


    def transform_fn(net, data, input_content_type, output_content_type):
        predictions = mx.nd.argmax(net(mx.nd.array(json.loads(data))), axis=1)
        return json.dumps(predictions.asnumpy().tolist()[0]), output_content_type
"""

# A Module, which the container saves and serves by itself; its parameters are kept by servers on all hosts.
MODULE = """
    import mxnet as mx


    def train(hosts, current_host, num_cpus, **kwargs):
        stored = mx.kv.create("dist_sync" if len(hosts) > 1 else "local")
        print("worker %d of %d" % (stored.rank, stored.num_workers))
        rows = mx.nd.arange(40).reshape((-1, 2)) / 20
        mine = slice(hosts.index(current_host), None, len(hosts))
        iterator = mx.io.NDArrayIter(rows[mine], rows.sum(axis=1)[mine], batch_size=5, label_name="lro_label")
        data = mx.sym.Variable("data")
        net = mx.sym.LinearRegressionOutput(mx.sym.FullyConnected(data, num_hidden=1, name="fc"), name="lro")
        module = mx.mod.Module(net, label_names=["lro_label"])
        module.fit(
            iterator, num_epoch=60, optimizer_params={"learning_rate": 0.05}, eval_metric="mse", kvstore=stored)
        print("mse=%f" % module.score(iterator, "mse")[0][1])
        return module
"""

# A script that is run: Gluon, whose trainer puts together what the hosts found.
SCRIPT = """
    import argparse
    import json
    import os

    import mxnet as mx
    from mxnet import autograd, gluon


    def model_fn(model_dir):
        return gluon.nn.SymbolBlock.imports(model_dir + "/net-symbol.json", ["data"], model_dir + "/net-0000.params")


    if __name__ == "__main__":
        parser = argparse.ArgumentParser()
        parser.add_argument("--epochs", type=int)
        epochs = parser.parse_args().epochs
        hosts, host = json.loads(os.environ["SM_HOSTS"]), os.environ["SM_CURRENT_HOST"]
        stored = mx.kv.create("dist_sync")
        print("worker %d of %d" % (stored.rank, stored.num_workers))
        x = mx.nd.arange(10).reshape((-1, 1))[hosts.index(host)::len(hosts)] / 10
        net = gluon.nn.HybridSequential()
        net.add(gluon.nn.Dense(1))
        net.initialize()
        net.hybridize()
        trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.3}, kvstore=stored)
        for epoch in range(epochs):
            with autograd.record():
                loss = gluon.loss.L2Loss()(net(x), 2 * x + 1)
            loss.backward()
            trainer.step(10)
        print("loss=%f" % loss.mean().asscalar())
        if stored.rank == 0:
            net.export(os.environ["SM_MODEL_DIR"] + "/net")
"""


def picture(kind, draw):
    """32×32 pixels, reddish or bluish."""
    pixels = numpy.array([[[draw.randrange(100) for _ in range(3)] for _ in range(32)] for _ in range(32)], numpy.uint8)
    pixels[:, :, 2 * kind] += 120
    return pixels


def made(program, version, **more):
    """An estimator of one program. The SDK 1.72 takes the oldest version for the one that is not named, as the article does."""
    versions = version and {"framework_version": version, "py_version": "py3" if version > "1.4" else "py2"}
    directory = frameworks.source(train=program)
    return frameworks.estimator(MXNet, entry_point=os.path.join(directory, "train.py"), **(versions or {}), **more)


def flow_fit_deploy_predict_delete():
    draw = random.Random(1)
    directory = tempfile.mkdtemp()
    for name, count in (("train", 64), ("test", 32)):
        record_files.mxnet_records(directory, name, [(number % 2, picture(number % 2, draw)) for number in range(count)])
    inputs = session.upload_data(path=directory, key_prefix="data/cifar10")
    estimator = made(
        CIFAR, None if V1 else "1.2.1", instance_type="ml.p3.2xlarge", hyperparameters={"batch_size": 16, "epochs": 6},
        metric_definitions=[{"Name": "accuracy", "Regex": "accuracy=([0-9.]+)"}])
    job = frameworks.fit(estimator, inputs)
    image = job["AlgorithmSpecification"]["TrainingImage"]
    assert "sagemaker-mxnet:1.2" in image and image.endswith("-gpu-py2"), image
    assert job["FinalMetricDataList"][0]["Value"] > 0.9, job["FinalMetricDataList"]
    assert any("mx.gpu() is the processor" in line for line in frameworks.log(job["TrainingJobName"]))
    with Endpoint(estimator) as endpoint:
        for kind in (0, 1, 1, 0):
            image = numpy.expand_dims(picture(kind, draw).transpose(2, 0, 1), axis=0)
            response = endpoint.predictor.predict(image)
            assert int(response) == kind, (response, kind)
    data.wait_until(lambda: not frameworks.endpoint_exists(endpoint.name))


def flow_functions_on_two_hosts_share_parameter_servers():
    estimator = made(MODULE, "1.2.1", instances=2)
    lines = frameworks.log(frameworks.fit(estimator)["TrainingJobName"])
    assert {"worker 0 of 2", "worker 1 of 2"} <= set(lines), lines
    assert all(float(line[4:]) < 0.05 for line in lines if line.startswith("mse=")), lines
    with Endpoint(estimator) as endpoint:
        for body, content_type in (("[[0.5, 0.6]]", "application/json"), ("0.5,0.6\n", "text/csv")):
            (row,) = json.loads(endpoint.invoke(body, content_type))
            assert abs(row[0] - 1.1) < 0.3, row


def flow_a_script_on_two_hosts_shares_parameter_servers():
    servers = {"distributions" if V1 else "distribution": {"parameter_server": {"enabled": True}}}
    estimator = made(SCRIPT, "1.6.0", instances=2, hyperparameters={"epochs": 60}, **servers)
    lines = frameworks.log(frameworks.fit(estimator)["TrainingJobName"])
    assert {"worker 0 of 2", "worker 1 of 2"} <= set(lines), lines
    assert all(float(line[5:]) < 0.05 for line in lines if line.startswith("loss=")), lines
    with Endpoint(estimator) as endpoint:
        (low,), (high,) = json.loads(endpoint.invoke("[[0.0], [0.5]]"))
        assert abs(high - low - 1) < 0.5, (low, high)
