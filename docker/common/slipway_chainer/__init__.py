"""The Chainer image: scripts on one host, and serving."""
