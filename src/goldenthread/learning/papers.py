"""What training can put before a meeting: the latest training report, or, before one is issued, its figures."""

from __future__ import annotations

import datetime as dt

from goldenthread.learning.models import ReportEdition
from goldenthread.learning.periods import period_of
from goldenthread.learning.reporting import TITLE, body_of, charts_of, file_of, period_name
from goldenthread.learning.selectors.report import as_values, half_year_of, report_of
from goldenthread.partnership.made_papers import MadePaper, PaperMaker
from goldenthread.partnership.models import Group
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor
from goldenthread.rendering import render_pdf


def training_paper(viewer: Actor, group: Group, on: dt.date) -> MadePaper | None:
    """The training report that was issued last by a day, as it was issued; else the figures of the last half year that
    had ended by then.
    """
    partnership = group.partnership
    issued = ReportEdition.objects.filter(partnership=partnership, on__lte=on).select_related("partnership")
    latest = issued.order_by("-last", "-first", "-number").first()
    if latest is not None:
        title = f"{TITLE}, {period_name(latest.figures)}, version {latest.number}"
        return MadePaper(title, file_of(latest, "pdf"))
    month = partnership.business_year_month
    values = as_values(report_of(viewer, partnership, period_of(*half_year_of(on, month), month)))
    if not values["attendance"]["sessions"]:
        return None
    title = f"{TITLE}, {period_name(values)}"
    content = render_pdf(
        body_of(partnership, values), title=title, author=partnership.name, date=on, partnership=partnership.name,
        period=period_name(values), status="Not issued yet", charts=charts_of(values),
    )  # fmt: skip
    return MadePaper(title, content)


TRAINING = PaperMaker("training", "Training report", Permission.VIEW_TRAINING_FIGURES, training_paper)
