"""What an authenticator app does (RFC 6238), so that a journey can be its owner's phone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

STEP = 30  # seconds that a code lasts
MARGIN = 5  # seconds that it takes to type one


def code_now(secret: str) -> str:
    """The six numbers that the app shows now. Waits for the next ones where these are about to end."""
    left = STEP - time.time() % STEP
    if left < MARGIN:
        time.sleep(left)
    counter = struct.pack(">Q", int(time.time() // STEP))
    digest = hmac.digest(base64.b32decode(secret), counter, hashlib.sha1)
    offset = digest[-1] & 0xF
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
