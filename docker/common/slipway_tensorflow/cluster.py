"""Training on several hosts, as TensorFlow is told of it in TF_CONFIG."""

import contextlib
import json
import os
import subprocess
import sys

_PORT = 2222
_SERVER_PORT = 2223
_MIRRORED_PORT = 8890


@contextlib.contextmanager
def parameter_servers(hosts, current_host, serving_hosts):
    """Gives this host's TF_CONFIG, the first host being the master, the others workers.

    This host's parameter server, if it is among the serving ones, runs meanwhile.
    """
    servers = {"master": _addresses(hosts[:1]), "ps": _addresses(serving_hosts, _SERVER_PORT)}
    if hosts[1:]:
        servers["worker"] = _addresses(hosts[1:])
    cluster = {"cluster": servers, "environment": "cloud"}
    role = ("master", 0) if current_host == hosts[0] else ("worker", hosts[1:].index(current_host))
    process = None
    if current_host in serving_hosts:
        process = _start_server({**cluster, "task": _task("ps", serving_hosts.index(current_host))})
    try:
        yield {**cluster, "task": _task(*role)}
    finally:
        if process is not None:
            process.terminate()


def mirrored_workers(hosts, current_host):
    """TF_CONFIG of hosts that are all alike."""
    return {
        "cluster": {"worker": _addresses(hosts, _MIRRORED_PORT)},
        "environment": "cloud",
        "task": _task("worker", hosts.index(current_host)),
    }


def _addresses(hosts, port=_PORT):
    return [f"{host}:{port}" for host in hosts]


def _task(role, index):
    return {"index": index, "type": role}


def _start_server(configuration):
    variables = {name: value for name, value in os.environ.items() if name != "SLIPWAY_TENSORFLOW_1"}
    variables.update(TF_CONFIG=json.dumps(configuration), TF_CPP_MIN_LOG_LEVEL="2", CUDA_VISIBLE_DEVICES="")
    return subprocess.Popen([sys.executable, "-m", "slipway_tensorflow.parameter_server"], env=variables)
