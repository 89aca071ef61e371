"""Reading an Annex A workbook away from the request that sent it.

The workbook never touches a disk of ours: its bytes go from the request's memory through a pipe to a child process of
limited memory and time, and are gone with it. A thread of this process waits for the child and writes down how far it
is, so that the page can be left. Were the site restarted meanwhile, the reading would end and say so.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from django.conf import settings
from django.db import connection, transaction

from goldenthread.evidence.measures.actions.ingests import fail_ingest, finish_ingest, note_progress
from goldenthread.evidence.measures.analysis.periods import Frequency, period_of
from goldenthread.evidence.measures.annex_a.confined import ReadingError, Upload, run_confined
from goldenthread.evidence.measures.models import AnnexAIngest
from goldenthread.partnership.viewer import Actor

__all__ = ["Upload", "read_in_background", "read_now"]
logger = logging.getLogger(__name__)
UNREADABLE = (
    "The workbook could not be read, and nothing of it was kept. Save it again as XLSX, or each list as CSV, and "
    "choose it again. If that fails too, tell the Business Team the time at which you tried."
)


def read_in_background(*, by: Actor, ingest: AnnexAIngest, uploads: Sequence[Upload]) -> None:
    """Starts the reading once the record of it is saved. Where requests are tests, it is over when this returns."""
    if settings.READ_AT_ONCE:
        read_now(by=by, ingest=ingest, uploads=uploads)
        return

    def run() -> None:
        try:
            read_now(by=by, ingest=ingest, uploads=uploads)
        finally:
            connection.close()

    transaction.on_commit(
        lambda: threading.Thread(target=run, name=f"annex-a-{ingest.pk}", daemon=True).start()
    )


def read_now(*, by: Actor, ingest: AnnexAIngest, uploads: Sequence[Upload]) -> None:
    """Reads the workbook and keeps what came of it; what goes wrong is kept as a sentence."""
    period = period_of(ingest.period_start, Frequency.MONTHLY)
    try:
        result = run_confined(
            uploads, period, on_progress=lambda stage, done, total: note_progress(ingest, stage, done, total)
        )
    except ReadingError as error:
        fail_ingest(ingest=ingest, problem=str(error))
    except Exception as error:
        # Whatever went wrong, the person who waits is told, and the log gets no word of the workbook.
        logger.error("Annex A reading %s failed: %s", ingest.pk, type(error).__name__)
        fail_ingest(ingest=ingest, problem=UNREADABLE)
    else:
        finish_ingest(by=by, ingest=ingest, result=result)
