import socket
import subprocess
import sys
import threading
import unittest

from container import Container
from slipway_tensorflow import meeting

FIRST = """
    import sys
    from slipway_tensorflow import meeting

    others = meeting.Others(int(sys.argv[2]), int(sys.argv[1]))
    {wait}
    print("over", flush=True)
    sys.stdin.readline()
"""


class MeetingTest(unittest.TestCase):
    def first(self, others, wait, port=0):
        """A process that is the first host, and its port."""
        port = port or _free_port()
        program = "\n".join(line.strip() for line in FIRST.format(wait=wait).splitlines())
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(port), str(others)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.communicate)
        return process, port

    def test_the_first_host_waits_for_those_that_come_late_and_its_end_is_told(self):
        process, port = self.first(2, "others.await_all()")
        ended = threading.Event()
        other = meeting.First("127.0.0.1", ended.set, port)
        meeting.First("127.0.0.1", port=port)
        self.assertEqual("over\n", process.stdout.readline())
        self.assertFalse(ended.is_set())
        process.kill()
        other.await_end()
        self.assertTrue(ended.is_set())

    def test_all_wait_for_all_to_be_done(self):
        process, port = self.first(2, "others.await_done(); others.dismiss()")
        one, other = meeting.First("127.0.0.1", port=port), meeting.First("127.0.0.1", port=port)
        one.say_done()
        self.assertTrue(one._end.is_alive())
        other.say_done()
        self.assertEqual("over\n", process.stdout.readline())
        one.await_end()
        other.await_end()

    def test_a_legacy_worker_ends_with_the_first_host_whatever_it_waits_for(self):
        self.first(1, "others.await_all(); others.dismiss()", meeting._PORT)
        container = Container(self.addCleanup)
        container.program("train.py", "import threading; threading.Event().wait()")
        hosts = ["127.0.0.1", socket.gethostname()]
        code, output, failure = container.train(hosts=hosts, training_steps=1)
        self.assertEqual((0, None), (code, failure), output)
        self.assertIn("The first host has ended, and this one with it.", output.splitlines())
        self.assertTrue((container.base / "output" / "success").exists())


def _free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
