"""SIGTERM: the platform's request to stop, 120 seconds before it kills."""

import signal
import sys


class Termination:
    """Before training a request ends the process at once; while training it is left to the training loop."""

    def __init__(self):
        self.requested = False
        self.training = False

    def listen(self):
        signal.signal(signal.SIGTERM, self._receive)

    def _receive(self, number, frame):
        if not self.training:
            sys.exit(0)
        self.requested = True
