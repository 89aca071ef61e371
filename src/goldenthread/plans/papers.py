"""What plans can put before a meeting: the exceptions of every open plan."""

from __future__ import annotations

import datetime as dt

from goldenthread.partnership.made_papers import MadePaper, PaperMaker, table_paper
from goldenthread.partnership.models import Group
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.position import whole
from goldenthread.plans.selectors import register_rows
from goldenthread.plans.tables import exceptions_table
from goldenthread.plans.words import state_of_plan


def exceptions_paper(viewer: Actor, group: Group, on: dt.date) -> MadePaper:
    """What is overdue or badly rated in every open plan, restricted ones left out."""
    rows = [row for row in register_rows(viewer, as_at=on) if not row.restricted]
    table = exceptions_table(
        "Exceptions in every open plan", [row for row in rows if row.is_exception], with_plan=True
    )
    return table_paper(
        "Exception report", table, partnership=group.partnership, on=on, intro=state_of_plan(whole(rows))
    )


EXCEPTIONS = PaperMaker(
    "exceptions", "Exceptions of every open plan", Permission.VIEW_PLANS, exceptions_paper
)
