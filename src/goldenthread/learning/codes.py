"""The codes of certificates: twelve characters that nobody guesses and nobody misreads. Knows no Django."""

from __future__ import annotations

import re
import secrets

# Douglas Crockford's base 32 has no I, L, O or U; what looks like one of its digits is read as that digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 3, 4
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    """``7K3M-09QT-ZX4B``: sixty random bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def read_code(said: str) -> str:
    """The code as it is kept, whatever the capitals, gaps and look-alikes; empty for what can be none."""
    plain = re.sub(r"[\s-]", "", said).upper().translate(_READ_AS)
    if len(plain) != GROUPS * GROUP or not set(plain) <= set(ALPHABET):
        return ""
    return "-".join(plain[at : at + GROUP] for at in range(0, len(plain), GROUP))
