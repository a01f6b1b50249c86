"""PyTorch's script mode on two hosts, which are one group over gloo, and its serving: SDK 1.72 and 2.x alike."""

import json

from sagemaker.pytorch import PyTorch

import data
import frameworks
from frameworks import Endpoint, V1

# Each host has half of the data; the gradients are averaged, so that all have the same model.
TRAIN = """
    import argparse, json, os
    import numpy, torch
    import torch.distributed as dist
    from torch.nn.parallel import DistributedDataParallel

    def model_fn(directory):
        model = torch.nn.Linear(4, 1)
        with open(os.path.join(directory, "model.pth"), "rb") as file:
            model.load_state_dict(torch.load(file))
        return model

    if __name__ == "__main__":
        parser = argparse.ArgumentParser()
        parser.add_argument("--epochs", type=int)
        parser.add_argument("--lr", type=float)
        arguments = parser.parse_args()
        hosts, host = json.loads(os.environ["SM_HOSTS"]), os.environ["SM_CURRENT_HOST"]
        rank = hosts.index(host)
        dist.init_process_group(backend="gloo", rank=rank, world_size=len(hosts))
        table = numpy.loadtxt(os.path.join(os.environ["SM_CHANNEL_TRAINING"], "train.csv"), delimiter=",", dtype="float32")
        mine = torch.from_numpy(table[rank::len(hosts)])
        torch.manual_seed(rank)
        model = DistributedDataParallel(torch.nn.Linear(4, 1))
        optimizer = torch.optim.SGD(model.parameters(), lr=arguments.lr)
        for epoch in range(arguments.epochs):
            optimizer.zero_grad()
            loss = torch.nn.functional.mse_loss(model(mine[:, 1:])[:, 0], mine[:, 0])
            loss.backward()
            optimizer.step()
        everywhere = loss.detach().clone()
        dist.all_reduce(everywhere)
        print(f"host {rank} of {dist.get_world_size()} has the weights {model.module.weight.tolist()}")
        if rank == 0:
            print(f"Train set: Average loss: {everywhere.item() / len(hosts):.4f};")
            with open(os.path.join(os.environ["SM_MODEL_DIR"], "model.pth"), "wb") as file:
                torch.save(model.module.state_dict(), file)
"""


def flow_two_hosts_train_one_model_that_is_served():
    version = {"framework_version": "1.5.0"} if V1 else {"framework_version": "2.0", "py_version": "py310"}
    made = frameworks.estimator(
        PyTorch, instances=2, entry_point="train.py", source_dir=frameworks.source(train=TRAIN),
        hyperparameters={"epochs": 60, "lr": 0.2},
        metric_definitions=[{"Name": "loss", "Regex": "Average loss: ([0-9.]+)"}], **version)
    job = frameworks.fit(made, {"training": f"s3://{data.BUCKET}/data/train"})
    assert job["FinalMetricDataList"][0]["Value"] < 1, job["FinalMetricDataList"]
    said = sorted(line for line in frameworks.log(job["TrainingJobName"]) if line.startswith("host "))
    assert [line[:11] for line in said] == ["host 0 of 2", "host 1 of 2"], said
    assert len({line[11:] for line in said}) == 1, said
    with Endpoint(made) as endpoint:
        (high,), (low,) = json.loads(endpoint.invoke("[[0.5, 0.1, -0.2, 0.3], [-0.5, 0.1, -0.2, 0.3]]"))
        assert 2 < high - low < 4, (high, low)
