"""Files that people give are looked at by the virus scanner ClamAV, where the installation has one.

The exchange with ClamAV's daemon is written out here: its libraries for Python are either abandoned or under the GPL,
which this product is not, and it is six lines. See the INSTREAM command in clamd(8).
"""

from __future__ import annotations

import logging
import socket
import struct
from contextlib import suppress
from typing import Protocol

from django.conf import settings

from goldenthread.clamav_url import ScannerAddress
from goldenthread.partnership.errors import RuleError

logger = logging.getLogger(__name__)
PIECE = 64 * 1024
LONGEST_ANSWER = 4096


class Readable(Protocol):
    """What a file can do here: Python's own, and Django's."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; none at the end."""

    def seek(self, place: int, /) -> int:
        """Goes to a place in it."""


def refuse_infected(name: str, file: Readable) -> None:
    """Lets a file pass that the scanner finds clean, or any where none is configured; leaves it at its beginning.

    Raises :class:`RuleError` for an infected one, and for one that the scanner could not look at: a site that has
    a scanner keeps nothing unseen. The log tells what was found, never the file's name: that may name a child.
    """
    if settings.CLAMAV is None:
        return
    file.seek(0)
    try:
        answer = _ask(settings.CLAMAV, file)
    except OSError as error:
        answer = f"no answer ({type(error).__name__}: {error})"
    file.seek(0)
    if answer == "stream: OK":
        return
    logger.error("ClamAV did not pass a file: %s", answer)
    if answer.endswith(" FOUND"):
        raise RuleError(
            f"“{name}” was refused: the virus scanner found something in it. Nothing was saved. "
            "Tell your IT service, and do not open the file.",
            code="infected",
        )
    if "size limit exceeded" in answer:
        raise RuleError(
            f"“{name}” is larger than the virus scanner takes. Nothing was saved. Make the file smaller, or ask "
            "whoever runs this site to raise the scanner's limit.",
            code="too_large_to_scan",
        )
    raise RuleError(
        f"“{name}” cannot be checked for viruses just now. Nothing was saved. Try again in a few minutes; if it "
        "lasts, tell whoever runs this site.",
        code="not_scanned",
    )


def _ask(address: ScannerAddress, file: Readable) -> str:
    """The scanner's whole answer; raises :class:`OSError` where it is not reached, falls silent or breaks off."""
    with _connect(address) as clamd:
        with suppress(
            BrokenPipeError, ConnectionResetError
        ):  # it has answered already: the file is too large
            clamd.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                clamd.sendall(struct.pack("!L", len(piece)) + piece)
            clamd.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            more = clamd.recv(LONGEST_ANSWER)
            if not more or len(answer) > LONGEST_ANSWER:
                raise ConnectionError("it broke off")
            answer += more
    return answer[:-1].decode("utf-8", "replace")


def _connect(address: ScannerAddress) -> socket.socket:
    if not isinstance(address, str):
        return socket.create_connection(address, timeout=settings.CLAMAV_SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(settings.CLAMAV_SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
