"""What publishing can put before a meeting: the latest report that was published."""

from __future__ import annotations

import datetime as dt

from goldenthread.partnership.made_papers import MadePaper, PaperMaker
from goldenthread.partnership.models import Group
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor
from goldenthread.publishing.models import EditionFile


def report_paper(_viewer: Actor, group: Group, on: dt.date) -> MadePaper | None:
    """The PDF of the latest report, byte for byte as it was published by that day."""
    file = (
        EditionFile.objects.filter(
            edition__report__partnership=group.partnership, format="pdf", edition__published_on__lte=on
        )
        .select_related("edition__report")
        .order_by("-edition__report__period_to", "-edition__number")
        .first()
    )
    if file is None:
        return None
    report = file.edition.report
    return MadePaper(f"{report.title}, version {file.edition.number}", bytes(file.content))


REPORT = PaperMaker("report", "Latest published report", Permission.VIEW_REPORTS, report_paper)
