"""How the hosts of a job end together: each of the others holds a connection to the first host for as long as it trains.

A connection ends with its process, however that ended, and tells so to one that comes late too, as no look at a port does.
"""

import contextlib
import socket
import threading
import time

_PORT = 2224


@contextlib.contextmanager
def until_all_are_done(hosts, current_host):
    """Whatever the others need of this host is there until they are done as well."""
    if current_host == hosts[0]:
        others = Others(len(hosts) - 1)
        yield
        others.await_done()
        others.dismiss()
        return
    first = First(hosts[0])
    yield
    first.say_done()
    first.await_end()


@contextlib.contextmanager
def until_the_first_is_done(hosts, current_host, at_its_end):
    """The others have nothing left to do then: there `at_its_end` is called, in a thread, wherever this host's work is."""
    if current_host == hosts[0]:
        others = Others(len(hosts) - 1)
        yield
        others.await_all()
        others.dismiss()
        others.await_done()
        return
    first = First(hosts[0], at_its_end)
    yield
    first.await_end()


class Others:
    """All hosts but the first, which this is."""

    def __init__(self, count, port=_PORT):
        self._count = count
        self._connections = []
        self._done = 0
        self._changed = threading.Condition()
        listener = socket.create_server(("", port))
        threading.Thread(target=self._welcome, args=(listener,), daemon=True).start()

    def await_all(self):
        """Until each of them has come."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._connections) == self._count)

    def await_done(self):
        """Until each of them has come and said that it is done, or has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._done == self._count)

    def dismiss(self):
        """Tells them that this host is done."""
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_WR)

    def _welcome(self, listener):
        for _ in range(self._count):
            connection, _ = listener.accept()
            with self._changed:
                self._connections.append(connection)
                self._changed.notify_all()
            threading.Thread(target=self._follow, args=(connection,), daemon=True).start()

    def _follow(self, connection):
        _await_close(connection)
        with self._changed:
            self._done += 1
            self._changed.notify_all()


class First:
    """The first host, seen from another one."""

    def __init__(self, host, at_its_end=lambda: None, port=_PORT):
        self._connected = threading.Event()
        self._end = threading.Thread(target=self._follow, args=((host, port), at_its_end), daemon=True)
        self._end.start()

    def say_done(self):
        self._connected.wait()
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)

    def await_end(self):
        self._end.join()

    def _follow(self, address, at_its_end):
        self._connection = _connect(address)
        self._connected.set()
        _await_close(self._connection)
        at_its_end()


def _connect(address):
    """It listens as soon as it has begun, which may be later than here."""
    while True:
        try:
            connection = socket.create_connection(address, timeout=5)
        except OSError:
            time.sleep(0.1)
        else:
            connection.settimeout(None)
            return connection


def _await_close(connection):
    """Nothing is ever sent. A machine that is gone without a word is asked for."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 5)
    with contextlib.suppress(OSError):
        connection.recv(1)
