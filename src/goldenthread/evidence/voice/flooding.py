"""How many answers a survey takes in an hour, from one network address and from everywhere.

No address is kept. What is counted is a keyed hash of it, under a key that is drawn anew each day and never written
anywhere but the shared cache, where it is forgotten after a day; the counts are forgotten after an hour.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time

from django.conf import settings
from django.core.cache import cache

HOUR, DAY = 3600, 24 * 3600


def too_many(survey: int, address: str) -> bool:
    """Counts one more answer to a survey; answers whether it is one too many, of its address or of all.

    ``address`` is "" where it is not known: then only the limit of all holds. The caller holds the survey's lock, so
    that two at once are both counted.
    """
    hour = int(time.time()) // HOUR
    limits = [(f"voice:all:{survey}:{hour}", settings.SURVEY_ANSWERS_AN_HOUR)]
    if address:
        one = hmac.new(_salt(), f"{survey}:{_network(address)}".encode(), hashlib.sha256).hexdigest()
        limits.append((f"voice:one:{one}:{hour}", settings.SURVEY_ANSWERS_FROM_ONE_ADDRESS))
    if any(cache.get(key, 0) >= most for key, most in limits):
        return True
    for key, _ in limits:
        cache.set(key, cache.get(key, 0) + 1, HOUR)
    return False


def _network(address: str) -> str:
    """The address; of the sixth version its first half, since whoever has one has all that begin so."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


def _salt() -> bytes:
    """Today's key, of which there is no copy."""
    key = f"voice:salt:{int(time.time()) // DAY}"
    cache.add(key, secrets.token_bytes(32), DAY)
    kept: bytes = cache.get(key) or secrets.token_bytes(32)
    return kept
