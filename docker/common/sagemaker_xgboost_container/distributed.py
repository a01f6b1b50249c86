"""Training on several hosts from a program of the user's.

https://github.com/aws/sagemaker-xgboost-container/blob/master/src/sagemaker_xgboost_container/distributed.py
"""

import sys

import xgboost

from slipway_xgboost import cluster


def rabit_run(
    exec_fun,
    args,
    include_in_training,
    hosts,
    current_host,
    first_port=None,
    second_port=None,
    max_connect_attempts=None,
    connect_retry_timeout=10,
    update_rabit_args=False,
):
    """Calls `exec_fun(**args)` with the hosts brought together that are to take part; ends the process on the others.

    With `update_rabit_args` the arguments have `is_master`: whether this host is the one that saves. How often and how long a
    connection is tried is not the caller's to say: until all hosts are there, five minutes at most.
    """

    def work():
        if update_rabit_args:
            args.update(is_master=xgboost.collective.get_rank() == 0)
        exec_fun(**args)

    if len(hosts) == 1 and include_in_training:
        work()
        return
    together = cluster.Cluster(sorted(hosts), current_host)
    together.run(include_in_training, work, first_port or cluster.PORT, second_port)
    if not include_in_training:
        sys.exit(0)
