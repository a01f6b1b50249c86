"""The PyTorch image: scripts, also on several hosts, and serving."""
