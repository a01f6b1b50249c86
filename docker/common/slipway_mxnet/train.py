"""The `train` command."""

from slipway_mxnet import image_version
from slipway_training import script


def main():
    """Calls the user's functions as the images up to 1.2 do; for others AWS's own module starts script and parameter servers."""
    if image_version.calls_functions():
        script.run("slipway_mxnet.legacy")
        return
    script.run("sagemaker_mxnet_container.training")


if __name__ == "__main__":
    main()
