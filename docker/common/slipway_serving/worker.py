"""A server process: one request at a time, and the last one's connection kept for the next.

A process takes no request that another could begin, so it keeps one connection alone and gives it up for a newcomer.
While newcomers wait, each answer says that its connection closes; otherwise it may stay for as long as its client wants.
Each answer tells how many processes there are: a client that sends no more requests at a time keeps its connections.
"""

import contextlib
import os
import select
import socket

from gunicorn.http import RequestParser, wsgi
from gunicorn.http.errors import NoMoreData
from gunicorn.workers.base import Worker

_GONE = (BrokenPipeError, ConnectionResetError, NoMoreData, StopIteration)


class KeepingWorker(Worker):
    _kept = None

    def run(self):
        (listener,) = self.sockets
        listener.setblocking(False)
        while self.alive and self.ppid == os.getppid():
            self.notify()
            self._wait_and_serve(listener)
        self._close_kept()

    def _wait_and_serve(self, listener):
        kept = [self._kept] if self._kept else []
        ready = select.select([listener, self.PIPE[0], *kept], [], [], self.timeout or 1)[0]
        if self._kept in ready:
            self._serve(self._kept)
        elif listener in ready:
            self._welcome(listener)
        elif ready:
            os.read(self.PIPE[0], 1)

    def _welcome(self, listener):
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self._close_kept()
        client.setblocking(True)
        self._serve(_Connection(client, address, listener, RequestParser(self.cfg, client, address)))

    def _serve(self, connection):
        self._kept = None
        request = None
        try:
            request = next(connection.parser)
            if self._answer(connection, request):
                self._kept = connection
        except _GONE as error:
            self.log.debug("%s has gone: %s", connection.address, error)
        except Exception as error:
            self.handle_error(request, connection.client, connection.address, error)
        finally:
            if self._kept is None:
                connection.client.close()

    def _answer(self, connection, request):
        """Whether the client may send another request on this connection."""
        server = connection.listener.getsockname()
        response, environ = wsgi.create(request, connection.client, connection.address, server, self.cfg)
        body = self.wsgi(environ, response.start_response)
        response.headers.append(("Slipway-Processes", str(self.cfg.workers)))
        if not self.alive or connection.is_behind(response) or select.select([connection.listener], [], [], 0)[0]:
            response.force_close()
        with connection.in_one_piece():
            for part in body:
                response.write(part)
            response.close()
        return not response.should_close()

    def _close_kept(self):
        if self._kept:
            self._kept.client.close()
            self._kept = None


class _Connection:
    def __init__(self, client, address, listener, parser):
        self.client = client
        self.address = address
        self.listener = listener
        self.parser = parser

    def fileno(self):
        return self.client.fileno()

    @contextlib.contextmanager
    def in_one_piece(self):
        """Head and body go out together, so that whoever waits for them wakes up once."""
        self.client.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        yield
        self.client.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)

    def is_behind(self, response):
        """Whether it may still bring what belongs to this request, or has brought what does not."""
        return response.status_code >= 400 or self.parser.unreader.buf.tell() > 0
