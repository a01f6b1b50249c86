"""Training on several hosts: XGBoost's collective communication between them."""

import contextlib
import json
import socket
import time

from slipway_training.errors import UserError
from slipway_xgboost.library import xgboost

# Two rounds of communication: the first finds out which hosts have data, the second trains on those.
PORT = 9099
_PATIENCE_SECONDS = 300


class Cluster:
    """`hosts` in order; the first runs the tracker that brings the others together."""

    def __init__(self, hosts, current_host):
        self._hosts = hosts
        self._current = current_host

    def run(self, has_data, work, first_port=PORT, second_port=None):
        with _communication(self._hosts, self._current, first_port):
            answers = [json.loads(answer) for answer in self._exchange(json.dumps(has_data))]
        taking_part = [host for host, answer in zip(self._hosts, answers) if answer]
        if not taking_part:
            raise UserError("No hosts received training data.")
        if self._current not in taking_part:
            print(f"Host {self._current} has no data and is not used for distributed training.", flush=True)
            return
        if len(taking_part) == 1:
            work()
            return
        with _communication(taking_part, self._current, second_port or first_port + 1):
            work()

    def _exchange(self, text):
        mine = self._hosts.index(self._current)
        return [xgboost.collective.broadcast(text if host == mine else "", host) for host in range(len(self._hosts))]


@contextlib.contextmanager
def _communication(hosts, current, port):
    tracker = None
    address = _address(hosts[0])
    if current == hosts[0]:
        tracker = xgboost.tracker.RabitTracker(n_workers=len(hosts), host_ip=address, port=port, sortby="task")
        tracker.start()
    context = _connect(address, port, hosts.index(current))
    succeeded = False
    try:
        yield
        succeeded = True
    finally:
        context.__exit__(None, None, None)
        if tracker is not None:
            if succeeded:
                # The others take leave of it in their own time.
                tracker.wait_for(_PATIENCE_SECONDS)
            tracker.free()


def _connect(address, port, rank):
    """Connections are refused until the first host's tracker listens."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        context = xgboost.collective.CommunicatorContext(
            dmlc_tracker_uri=address, dmlc_tracker_port=port, dmlc_task_id=str(rank)
        )
        try:
            context.__enter__()
            return context
        except (xgboost.core.XGBoostError, ValueError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _address(host):
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return socket.gethostbyname(host)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
