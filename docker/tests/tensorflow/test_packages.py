import unittest

from packages import unpinned


class PackagesTest(unittest.TestCase):
    def test_a_later_build_installs_the_same(self):
        """But for the one that the Dockerfile itself names with its version."""
        self.assertEqual({"tensorflow-cpu"}, unpinned())
