"""What the thread can put before a meeting: recommendations that have not been shown to change anything."""

from __future__ import annotations

import datetime as dt

from goldenthread.design.words import plural
from goldenthread.partnership.made_papers import MadePaper, PaperMaker, table_paper
from goldenthread.partnership.models import Group
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor
from goldenthread.thread.selectors.rows import rows_of, with_actions
from goldenthread.thread.tables.thread import matrix_table


def unproved_paper(viewer: Actor, group: Group, on: dt.date) -> MadePaper | None:
    """Recommendations that are not closed, of the sources that the group oversees; of every source where it oversees
    none. Restricted sources are left out.
    """
    rows = [
        row
        for row in rows_of(viewer, on)
        if not row.standing.is_over and not row.recommendation.source.restricted
    ]
    own = [row for row in rows if row.recommendation.source.group_id == group.pk]
    shown = with_actions(viewer, own or rows, on)
    if not shown:
        return None
    said = f"{plural(len(shown), 'recommendation')} not yet shown to have made a difference."
    return table_paper(
        "Recommendations and their evidence",
        matrix_table(shown),
        partnership=group.partnership,
        on=on,
        intro=said,
    )


UNPROVED = PaperMaker(
    "recommendations",
    "Recommendations not yet shown to make a difference",
    Permission.VIEW_THREAD,
    unproved_paper,
)
