"""The `train` command."""

import os

from slipway_training import image_tag, job, script


def main():
    """Calls the functions of the user's module in legacy mode, of which the SDK tells by the number of steps; runs it otherwise."""
    hyperparameters = job.load().hyperparameters
    if "training_steps" in hyperparameters or "evaluation_steps" in hyperparameters:
        script.run("slipway_tensorflow.legacy")
        return
    _, tag = image_tag.requested()
    if image_tag.before(tag, (2, 0)):
        # Read at the start of every Python process.
        os.environ["SLIPWAY_TENSORFLOW_1"] = "1"
    script.run("slipway_tensorflow.script_mode")


if __name__ == "__main__":
    main()
