"""The MXNet image: scripts, the functions of the legacy mode, and serving of Gluon blocks and Modules."""
