"""What meetings can put before a meeting: the last minutes, the action matrix, who came in the year."""

from __future__ import annotations

import datetime as dt

from goldenthread.duties.clock import business_year
from goldenthread.oversight.meetings.documents import html_for, minutes_file
from goldenthread.oversight.meetings.models import Meeting, Minutes
from goldenthread.oversight.meetings.selectors.attendance import attendance_matrix
from goldenthread.oversight.meetings.selectors.given import given_of
from goldenthread.oversight.meetings.tables.attendance import matrix_table
from goldenthread.oversight.meetings.tables.given import given_table
from goldenthread.partnership.made_papers import MadePaper, PaperMaker, table_paper
from goldenthread.partnership.models import Group
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


def minutes_paper(_viewer: Actor, group: Group, on: dt.date) -> MadePaper | None:
    """The group's last minutes that its chair has agreed, without what is confidential."""
    meeting = (
        Meeting.objects.held()
        .filter(group=group, held_on__lte=on, minutes__status__in=("approved", "circulated", "agreed"))
        .select_related("group", "partnership", "minutes__issued")
        .order_by("-starts_at")
        .first()
    )
    if meeting is None:
        return None
    issued = getattr(meeting.minutes, "issued", None)
    html = issued.open_html if issued is not None else html_for(meeting, confidential=False)
    status = "" if meeting.minutes.status == Minutes.Status.AGREED else "To be agreed by the group"
    content = minutes_file(meeting, html, kind="pdf", status=status)
    return MadePaper(f"Minutes of {meeting.day.day} {meeting.day:%B %Y}", content)


def actions_paper(viewer: Actor, group: Group, on: dt.date) -> MadePaper | None:
    """What the group's meetings gave somebody to do, restricted actions left out."""
    rows = [row for row in given_of(viewer, group=group.key, on=on) if not row.restricted]
    if not rows:
        return None
    return table_paper(f"Action matrix: {group}", given_table(rows), partnership=group.partnership, on=on)


def attendance_paper(viewer: Actor, group: Group, on: dt.date) -> MadePaper | None:
    """Who came to the group's meetings of the business year."""
    first, last = business_year(on, group.partnership.business_year_month)
    matrix = attendance_matrix(viewer, group, first, last)
    if not matrix.meetings:
        return None
    return table_paper(f"Attendance: {group}", matrix_table(matrix), partnership=group.partnership, on=on)


MAKERS = (
    PaperMaker("minutes", "Minutes of the last meeting", Permission.VIEW_MEETINGS, minutes_paper),
    PaperMaker("actions", "Action matrix of the group", Permission.VIEW_MEETINGS, actions_paper),
    PaperMaker("attendance", "Attendance in the business year", Permission.VIEW_MEETINGS, attendance_paper),
)
