"""What the `train` commands of all images share."""
