"""What measures can put before a meeting: the scorecard."""

from __future__ import annotations

import datetime as dt

from goldenthread.evidence.measures.selectors.scorecard import in_words, scorecard_rows
from goldenthread.evidence.measures.tables.scorecard import scorecard_table
from goldenthread.partnership.made_papers import MadePaper, PaperMaker, table_paper
from goldenthread.partnership.models import Group
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


def scorecard_paper(_viewer: Actor, group: Group, on: dt.date) -> MadePaper | None:
    """Every indicator that has a figure, as the scorecard shows it: small numbers are hidden there."""
    rows = [row for row in scorecard_rows(group.partnership) if row.latest_end]
    if not rows:
        return None
    return table_paper(
        "Scorecard", scorecard_table(rows), partnership=group.partnership, on=on, intro=in_words(rows)
    )


SCORECARD = PaperMaker("scorecard", "Scorecard of every indicator", Permission.VIEW_MEASURES, scorecard_paper)
