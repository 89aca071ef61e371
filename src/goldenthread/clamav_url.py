"""Where the virus scanner ClamAV answers, from one address: ``tcp://127.0.0.1:3310`` or a Unix socket's path."""

from __future__ import annotations

from urllib.parse import urlsplit

from goldenthread.environment import ConfigurationError

USUAL_PORT = 3310
ScannerAddress = tuple[str, int] | str


def scanner_address(url: str) -> ScannerAddress | None:
    """The scanner's host and port, or the path of its socket; nothing where no scanner is configured.

    Raises :class:`ConfigurationError` for an address that cannot be read: a site that should scan must not start
    without its scanner.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _wrong() from None
    if parts.scheme == "tcp" and host and parts.path in ("", "/"):
        return host, port or USUAL_PORT
    if parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/"):
        return parts.path
    raise _wrong()


def _wrong() -> ConfigurationError:
    return ConfigurationError(
        "Golden Thread cannot start: GOLDENTHREAD_CLAMAV_URL should look like tcp://127.0.0.1:3310 "
        "or unix:///run/clamav/clamd.ctl"
    )
