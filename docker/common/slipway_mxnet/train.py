"""The `train` command."""

from slipway_training import image_tag, script


def main():
    """Calls the user's functions as the images up to 1.2 do; for others AWS's own module starts script and parameter servers."""
    _, tag = image_tag.requested()
    if image_tag.before(tag, (1, 3)):
        script.run("slipway_mxnet.legacy")
        return
    script.run("sagemaker_mxnet_container.training")


if __name__ == "__main__":
    main()
