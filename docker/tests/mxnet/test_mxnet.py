import json
import unittest

from container import Container

# The shape of the functions is that of the SDK's example; the network is as small as one can be.
GLUON = """
    import json, os
    import mxnet as mx
    from mxnet import autograd, gluon

    def train(channel_input_dirs, hyperparameters, hosts, num_gpus, **kwargs):
        assert (num_gpus, len(hosts), hyperparameters["epochs"]) == (0, 1, 40), (num_gpus, hosts, hyperparameters)
        with open(os.path.join(channel_input_dirs["training"], "rows")) as file:
            x = mx.nd.arange(int(file.read())).reshape((-1, 1)) / 10
        net = gluon.nn.Dense(1)
        net.initialize()
        trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.3})
        for epoch in range(hyperparameters["epochs"]):
            with autograd.record():
                loss = gluon.loss.L2Loss()(net(x), 2 * x + 1)
            loss.backward()
            trainer.step(len(x))
            print("[Epoch %d] loss=%f" % (epoch, loss.mean().asscalar()))
        return net

    def save(net, model_dir):
        net.save_parameters("%s/model.params" % model_dir)

    def model_fn(model_dir):
        net = gluon.nn.Dense(1)
        net.load_parameters("%s/model.params" % model_dir)
        return net
"""

TRANSFORM = """
    def transform_fn(net, data, input_content_type, output_content_type):
        return json.dumps(net(mx.nd.array(json.loads(data))).asnumpy().tolist()), output_content_type
"""

MODULE = """
    import mxnet as mx

    def train():
        data = mx.sym.Variable("data")
        net = mx.sym.LinearRegressionOutput(mx.sym.FullyConnected(data, num_hidden=1, name="fc"), name="lro")
        x = mx.nd.arange(20).reshape((-1, 2)) / 10
        module = mx.mod.Module(net, label_names=["lro_label"])
        iterator = mx.io.NDArrayIter(x, x.sum(axis=1), batch_size=5, label_name="lro_label")
        module.fit(iterator, num_epoch=60, optimizer_params={"learning_rate": 0.02}, eval_metric="mse")
        return module
"""

SCRIPT = """
    import os, sys
    import mxnet as mx
    print("script", sys.argv[1:], float(mx.nd.ones((2, 2)).sum().asscalar()))
"""


class MxnetTest(unittest.TestCase):
    def setUp(self):
        self.container = Container(self.addCleanup, SLIPWAY_IMAGE_TAG="sagemaker-mxnet:1.2-gpu-py2")

    def served(self, program="train.py"):
        code = str(self.container.base / "code")
        return self.container.serve(
            SAGEMAKER_PROGRAM=program, SAGEMAKER_SUBMIT_DIRECTORY=code, SAGEMAKER_MODEL_SERVER_WORKERS="1"
        )

    def test_functions_train_save_load_and_transform(self):
        directory = self.container.base / "input" / "data" / "training"
        directory.mkdir()
        (directory / "rows").write_text("10")
        self.container.program("train.py", GLUON + TRANSFORM)
        code, output, failure = self.container.train(channels=["training"], epochs=40)
        self.assertEqual((0, None), (code, failure), output)
        self.assertIn("[Epoch 39] loss=", output)
        server = self.served()
        status, body, content_type = server.invoke("[[0.0], [0.5]]", Accept="application/json")
        self.assertEqual((200, "application/json"), (status, content_type), body)
        (low,), (high,) = json.loads(body)
        self.assertAlmostEqual(1, high - low, delta=0.5)
        self.assertEqual(500, server.invoke("broken")[0])
        server.stop()
        self.container.program("train.py", GLUON)
        status, body, _ = self.served().invoke("[[0.0], [0.5]]")
        self.assertEqual((200, [[low], [high]]), (status, json.loads(body)))

    def test_a_module_is_saved_and_served_without_functions_for_that(self):
        self.container.program("train.py", MODULE)
        code, output, failure = self.container.train()
        self.assertEqual((0, None), (code, failure), output)
        names = sorted(path.name for path in self.container.model.iterdir())
        self.assertEqual(["model-0000.params", "model-shapes.json", "model-symbol.json"], names)
        server = self.served()
        for body, content_type in (("[[0.5, 0.6]]", "application/json"), ("0.5,0.6\n", "text/csv")):
            status, answer, _ = server.invoke(body, content_type)
            self.assertEqual(200, status, answer)
            self.assertAlmostEqual(1.1, json.loads(answer)[0][0], delta=0.4)

    def test_what_a_function_raises_is_the_reason_of_the_failure(self):
        self.container.program("train.py", "def train():\n    raise ValueError('no data')\n")
        code, _, failure = self.container.train()
        self.assertEqual(1, code)
        self.assertTrue(failure.startswith("uncaught exception during training: no data\nTraceback"), failure)

    def test_from_1_3_on_the_script_is_run(self):
        container = Container(self.addCleanup, SLIPWAY_IMAGE_TAG="mxnet-training:1.6.0-cpu-py3")
        container.program("train.py", SCRIPT)
        code, output, _ = container.train(epochs=2)
        self.assertEqual(0, code, output)
        self.assertIn("script ['--epochs', '2'] 4.0", output.splitlines())

    def test_in_a_gpu_image_the_processor_is_the_gpu(self):
        for tag, device in (("1.6.0-gpu-py3", "cpu"), ("1.6.0-cpu-py3", "gpu")):
            container = Container(self.addCleanup, SLIPWAY_IMAGE_TAG=f"mxnet-training:{tag}")
            container.program("train.py", "import mxnet as mx; print(mx.gpu(1).device_type, mx.context.num_gpus())")
            code, output, _ = container.train()
            self.assertEqual(0, code, output)
            self.assertIn(f"{device} 0", output.splitlines())
