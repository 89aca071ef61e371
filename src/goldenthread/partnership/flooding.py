"""How often something public is tried in an hour, from one network address and from everywhere.

No address is kept. What is counted is a keyed hash of it, under a key that is drawn anew each day and never written
anywhere but the shared cache, where it is forgotten after a day; the counts are forgotten after an hour.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time

from django.core.cache import cache

HOUR, DAY = 3600, 24 * 3600


def too_many(what: str, *, address: str, from_one: int, from_all: int) -> bool:
    """Counts one more try of ``what``; answers whether it is one too many, of its address or of all in this hour.

    ``address`` is "" where it is not known: then only the limit of all holds. Two tries at the same moment may be
    counted as one, unless the caller holds a lock. One too many is not counted.
    """
    hour = int(time.time()) // HOUR
    limits = [(f"flood:all:{what}:{hour}", from_all)]
    if address:
        limits.append((f"flood:one:{_hashed(what, network_of(address))}:{hour}", from_one))
    if any(cache.get(key, 0) >= most for key, most in limits):
        return True
    for key, _ in limits:
        cache.set(key, cache.get(key, 0) + 1, HOUR)
    return False


def network_of(address: str) -> str:
    """The address; of the sixth version its first half, since whoever has one has all that begin so."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


def _hashed(what: str, whose: str) -> str:
    return hmac.new(_salt(), f"{what}:{whose}".encode(), hashlib.sha256).hexdigest()


def _salt() -> bytes:
    """Today's key, of which there is no copy."""
    key = f"flood:salt:{int(time.time()) // DAY}"
    cache.add(key, secrets.token_bytes(32), DAY)
    kept: bytes = cache.get(key) or secrets.token_bytes(32)
    return kept
