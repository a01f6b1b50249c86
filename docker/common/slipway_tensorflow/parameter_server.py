"""A parameter server, until it is terminated. TF_CONFIG says which."""

import json
import os

import tensorflow as tf


def main():
    configuration = json.loads(os.environ["TF_CONFIG"])
    task = configuration["task"]
    server = tf.distribute.Server(
        tf.train.ClusterSpec(configuration["cluster"]), job_name=task["type"], task_index=task["index"]
    )
    server.join()


if __name__ == "__main__":
    main()
