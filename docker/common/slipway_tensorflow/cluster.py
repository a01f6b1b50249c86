"""Training on several hosts, as TensorFlow is told of it in TF_CONFIG."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time

_PORT = 2222
_SERVER_PORT = 2223
_MIRRORED_PORT = 8890


@contextlib.contextmanager
def parameter_servers(hosts, current_host, serving_hosts):
    """Gives this host's TF_CONFIG, the first host being the master, the others workers.

    This host's parameter server, if it is among the serving ones, runs meanwhile; workers' until the master has ended.
    """
    servers = {"master": _addresses(hosts[:1]), "ps": _addresses(serving_hosts, _SERVER_PORT)}
    if hosts[1:]:
        servers["worker"] = _addresses(hosts[1:])
    cluster = {"cluster": servers, "environment": "cloud"}
    is_master = current_host == hosts[0]
    role = ("master", 0) if is_master else ("worker", hosts[1:].index(current_host))
    process = None
    if current_host in serving_hosts:
        process = _start_server({**cluster, "task": _task("ps", serving_hosts.index(current_host))})
    try:
        yield {**cluster, "task": _task(*role)}
        if not is_master:
            _await_end_of(hosts[0])
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


def _await_end_of(master):
    """The master listens for as long as it trains; one refusal may be its start."""
    refused = 0
    while refused < 5:
        try:
            socket.create_connection((master, _PORT), timeout=5).close()
            refused = 0
        except OSError:
            refused += 1
        time.sleep(1)
