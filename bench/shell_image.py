"""An image of the user's own, of a few lines: `train` runs the hyperparameter `command`."""

import script_image

IMAGE = "slipway-bench/shell:1"

TRAIN = """#!/bin/bash
command=$(sed -n 's/.*"command":"\\([^"]*\\)".*/\\1/p' /opt/ml/input/config/hyperparameters.json)
exec /bin/bash -c "$command"
"""


def ensure():
    script_image.ensure(IMAGE, "train", TRAIN)
