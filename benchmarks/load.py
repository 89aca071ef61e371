"""A client so light that the server is what is measured: one socket for each connection, no parsing but the length."""

from __future__ import annotations

import itertools
import re
import socket
import threading
import time

from benchmarks.servers import HOST

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
END = b"\r\n\r\n"
PATIENCE = 60.0
ANEW = "opened"  # a parameter that no page knows: with another number it is another address, which no memory holds
_numbers = itertools.count(time.time_ns())


class Connection:
    """One connection to a server, kept from request to request; ``anew`` asks for each page as if it were the first."""

    def __init__(self, port: int, path: str, cookie: str = "", *, anew: bool = False) -> None:
        self.path, self.anew = path, anew
        lines = [" HTTP/1.1", f"Host: {HOST}:{port}", *([f"Cookie: {cookie}"] if cookie else [])]
        self.rest = "\r\n".join(lines).encode() + END
        self.socket = socket.create_connection((HOST, port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self) -> None:
        """One request and its whole answer; raises :class:`RuntimeError` unless it is a 200."""
        number = f"?{ANEW}={next(_numbers)}" if self.anew else ""
        self.socket.sendall(f"GET {self.path}{number}".encode() + self.rest)
        received = b""
        while END not in received:
            received += self._more()
        head, _, body = received.partition(END)
        length = LENGTH.search(head)
        if b" 200 " not in head[:16] or length is None:
            raise RuntimeError(f"Unexpected answer: {head[:200]!r}")
        left = int(length[1]) - len(body)
        while left > 0:
            left -= len(self._more())

    def _more(self) -> bytes:
        more = self.socket.recv(1 << 18)
        if not more:
            raise RuntimeError("The server closed the connection.")
        return more

    def close(self) -> None:
        """Ends the connection."""
        self.socket.close()


def seconds_each(port: int, path: str, cookie: str, *, anew: bool, count: int) -> list[float]:
    """How long each of ``count`` requests takes, one after the other, on one connection that has been used before."""
    connection = Connection(port, path, cookie, anew=anew)
    connection.get()
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        connection.get()
        taken.append(time.perf_counter() - began)
    connection.close()
    return taken


def requests_a_second(
    port: int, path: str, cookie: str, *, anew: bool, seconds: float, connections: int = 6
) -> tuple[float, int]:
    """The requests answered in a second when ``connections`` ask at once for ``seconds``; and how many were."""
    opened = [Connection(port, path, cookie, anew=anew) for _ in range(connections)]
    for connection in opened:
        connection.get()
    counts = [0] * connections
    began = time.perf_counter()
    until = began + seconds

    def ask(number: int) -> None:
        while time.perf_counter() < until:
            opened[number].get()
            counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    for connection in opened:
        connection.close()
    return sum(counts) / elapsed, sum(counts) or 1
