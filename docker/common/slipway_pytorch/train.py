"""The `train` command."""

import os

from slipway_training import job, script

_PORT = "7777"


def main():
    """The user's program finds the other hosts by these variables when it asks `torch.distributed` for its group."""
    training = job.load()
    os.environ.setdefault("MASTER_ADDR", training.hosts[0])
    os.environ.setdefault("MASTER_PORT", _PORT)
    if training.network_interface:
        os.environ.setdefault("GLOO_SOCKET_IFNAME", training.network_interface)
    script.run()


if __name__ == "__main__":
    main()
