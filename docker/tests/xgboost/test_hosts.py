import os
import socket
import subprocess
import unittest

import numpy as np
import xgboost

from workplace import Workplace, regression


class HostsTest(unittest.TestCase):
    """The algorithm on several hosts, which are processes of one here."""

    def begin(self, host, hosts, rows):
        workplace = Workplace(self)
        workplace.csv("train", rows)
        workplace.write("resourceconfig.json", {"current_host": host, "hosts": hosts})
        workplace.job(num_round="20", max_depth="3")
        process = subprocess.Popen(
            ["train"], env={**os.environ, "SAGEMAKER_BASE_DIR": str(workplace.base)}, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process, workplace.base / "model" / "xgboost-model"

    def test_hosts_train_one_model_on_all_of_their_data(self):
        name = socket.gethostname()
        hosts = [name, f"{name}-2", f"{name}-3"]
        rows = regression(300)
        positive = rows[:, 1] > 0
        parts = [rows[positive], rows[~positive], regression(0)]
        begun = [self.begin(host, hosts, part) for host, part in zip(hosts, parts)]
        outputs = [process.communicate()[0] for process, _ in begun]
        self.assertEqual([0, 0, 0], [process.returncode for process, _ in begun], outputs)
        self.assertEqual([True, False, False], [model.exists() for _, model in begun], outputs)
        self.assertIn(f"Host {hosts[2]} has no data and is not used for distributed training.", outputs[2])
        told = [output.count("train-rmse:") for output in outputs]
        self.assertEqual([20, 0, 0], told)
        booster = xgboost.Booster(model_file=bytearray(begun[0][1].read_bytes()))
        error = booster.predict(xgboost.DMatrix(rows[:, 1:])) - rows[:, 0]
        self.assertLess(np.sqrt(np.mean(error**2)), 0.5)
