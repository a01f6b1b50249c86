import unittest

from packages import unpinned


class PackagesTest(unittest.TestCase):
    def test_a_later_build_installs_the_same(self):
        """But for those that the Dockerfile itself names with their versions."""
        self.assertEqual({"mxnet", "sagemaker-mxnet-training", "sagemaker-mxnet-inference"}, unpinned())
