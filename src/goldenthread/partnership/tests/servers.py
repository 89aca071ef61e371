"""Small real servers for the tests, on this machine alone: one that speaks as GOV.UK Notify does, one as ClamAV."""

from __future__ import annotations

import json
import socket
import socketserver
import struct
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

VIRUS = b"a virus, for the tests"


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Notify(ThreadingHTTPServer):
    """Takes every email into ``taken``, until ``refusal`` says otherwise: a status and the body of its answer."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), NotifyHandler)
        self.taken = []
        self.tokens = []
        self.refusal = None
        self.base = f"http://127.0.0.1:{self.server_port}"

    def refuse(self, status, *errors):
        answer = {
            "status_code": status,
            "errors": [{"error": kind, "message": message} for kind, message in errors],
        }
        self.refusal = (status, json.dumps(answer).encode())


class NotifyHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.tokens.append(self.headers["Authorization"].removeprefix("Bearer "))
        if self.path != "/v2/notifications/email":
            self._answer(404, b"{}")
        elif self.server.refusal:
            self._answer(*self.server.refusal)
        else:
            self.server.taken.append(given)
            self._answer(201, b'{"id": "740e5834-3a29-46b4-9a6f-16142fde533a"}')

    def _answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Says nothing: the tests read what our own code logs."""


class Clamd(socketserver.ThreadingTCPServer):
    """Finds ``VIRUS`` in what it is sent, or gives the ``answer`` it is told to; with ``None`` it says nothing.

    It takes ``limit`` bytes and no more.
    """

    def __init__(self, address=("127.0.0.1", 0)):
        super().__init__(address, ClamdHandler)
        self.seen = []
        self.answer = b""
        self.limit = 1_000_000
        self.over = threading.Event()

    def shutdown(self):
        self.over.set()
        super().shutdown()


class UnixClamd(Clamd):
    """The same behind a socket of the file system: its address is a path."""

    address_family = socket.AF_UNIX


class ClamdHandler(socketserver.StreamRequestHandler):
    def handle(self):
        command = b"zINSTREAM\0"
        assert self.rfile.read(len(command)) == command
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > self.server.limit:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen.append(content)
        if self.server.answer is None:
            self.server.over.wait(20)
            return
        found = b"stream: Test.Virus FOUND\0" if VIRUS in content else b"stream: OK\0"
        self.wfile.write(self.server.answer or found)
