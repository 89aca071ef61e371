"""What the log keeps of a request."""

from __future__ import annotations

import logging


class RefusalInOneLine(logging.Filter):
    """A request that was refused is one line of the log: a traceback there always tells of a fault of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keeps every record; takes the traceback from those of a 4xx answer."""
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        return True
