import unittest

from packages import unpinned


class PackagesTest(unittest.TestCase):
    def test_a_later_build_installs_the_same(self):
        self.assertEqual(set(), unpinned())
