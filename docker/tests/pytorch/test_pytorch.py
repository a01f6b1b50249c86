import json
import socket
import unittest

from container import Container

# Each host adds its part to what all get.
TRAIN = """
    import json, os
    import torch
    import torch.distributed as dist

    hosts = json.loads(os.environ["SM_HOSTS"])
    dist.init_process_group("gloo", rank=hosts.index(os.environ["SM_CURRENT_HOST"]), world_size=len(hosts))
    part = torch.ones(2)
    dist.all_reduce(part)
    print("sum", part.tolist())
    torch.manual_seed(0)
    model = torch.nn.Linear(2, 1)
    torch.jit.script(model).save(os.path.join(os.environ["SM_MODEL_DIR"], "model.pth"))
    print("expected", json.dumps(model(torch.FloatTensor([[1, 2]])).tolist()))
"""


class PyTorchTest(unittest.TestCase):
    def test_a_script_trains_in_a_group_and_its_model_is_served_without_a_program(self):
        container = Container(self.addCleanup, GLOO_SOCKET_IFNAME="lo", MASTER_ADDR="127.0.0.1")
        container.program("train.py", TRAIN)
        code, output, failure = container.train(hosts=[socket.gethostname()])
        self.assertEqual((0, None), (code, failure), output)
        self.assertIn("sum [1.0, 1.0]", output.splitlines())
        expected = next(line[9:] for line in output.splitlines() if line.startswith("expected "))
        server = container.serve()
        status, body, _ = server.invoke("[[1, 2]]")
        self.assertEqual(200, status, body)
        self.assertAlmostEqual(json.loads(expected)[0][0], json.loads(body)[0][0], places=5)
        self.assertEqual((200, "text/csv"), server.invoke("1,2\n3,4\n", "text/csv", Accept="text/csv")[::2])
