"""The `train` command."""

from slipway_training import script

if __name__ == "__main__":
    script.run()
