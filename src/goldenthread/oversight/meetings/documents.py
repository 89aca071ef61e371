"""The minutes of a meeting as one document: a PDF and a Word file, open or with what is confidential."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from goldenthread.design.words import uk_date, uk_time
from goldenthread.oversight.meetings.models import AgendaItem, Attendance, Meeting
from goldenthread.oversight.meetings.quorum import Quorum, quorum_of
from goldenthread.oversight.meetings.selectors.meetings import items_with_parts, with_given
from goldenthread.rendering import render_docx, render_pdf

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def minutes_html(
    meeting: Meeting,
    items: Sequence[AgendaItem],
    attendance: Sequence[Attendance],
    places: Mapping[int, int],
    quorum: Quorum | None,
) -> str:
    """The minutes: who came, each item with what was said, what was decided, what was given to do.

    ``items`` are those to be shown, and ``places`` their numbers on the agenda.
    """
    rows = "".join(
        f"<tr><th scope='row'>{escape(str(row.seat.person))}</th><td>{escape(str(row.seat.person.agency or ''))}</td>"
        f"<td>{escape(row.get_state_display())}{f': {escape(str(row.deputy))}' if row.deputy else ''}</td></tr>"
        for row in attendance
    )
    who = (
        "<table><caption>Who came</caption><thead><tr><th>Seat</th><th>Agency</th><th>Came</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
        if rows
        else "<p>Who came is not recorded yet.</p>"
    )
    enough = f"<p>{escape(str(quorum))}</p>" if quorum is not None and quorum.is_set and rows else ""
    place = f", {escape(meeting.place)}" if meeting.place else ""
    return (
        f"<h1>{escape(str(meeting.group))}: minutes</h1>"
        f"<p>{uk_date(meeting.day)}, {uk_time(meeting.starts_at)}{place}</p><h2>Attendance</h2>{who}{enough}"
        + "".join(_item(places.get(item.pk, number), item) for number, item in enumerate(items, start=1))
        + _matrix(items)
    )


def _item(number: int, item: AgendaItem) -> str:
    minute = getattr(item, "minute", None)
    text = minute.text if minute is not None else ""
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in text.split("\n") if each.strip())
    interests = "".join(
        f"<p><strong>Interest declared.</strong> {escape(str(row.person))}: {escape(row.nature)} "
        f"({escape(row.get_handling_display().lower())}).</p>"
        for row in item.interests.all()
    )
    decisions = "".join(
        f"<p><strong>{escape(row.get_outcome_display())}.</strong> {escape(row.text)}"
        f"{f' It holds from {uk_date(row.implement_on)}.' if row.implement_on else ''}"
        f"{f' It holds so soon because: {escape(row.short_notice)}' if row.short_notice else ''}</p>"
        for row in item.decisions.all()
    )
    mark = " (confidential)" if item.confidential else ""
    said = paragraphs or "<p>Nothing was minuted.</p>"
    return f"<h2>{number}. {escape(item.title)}{mark}</h2>{interests}{said}{decisions}"


def _matrix(items: Sequence[AgendaItem]) -> str:
    """The actions that the items gave, as a table at the end."""
    given = [row for item in items for row in item.given.all()]
    if not given:
        return ""
    rows = "".join(
        f"<tr><th scope='row'>{escape(row.action.ref)}</th><td>{escape(row.action.title)}</td>"
        f"<td>{escape(str(row.action.lead_agency or ''))}</td><td>{uk_date(row.action.due_on)}</td></tr>"
        for row in given
    )
    return (
        "<h2>Action matrix</h2><table><caption>Actions that the meeting gave</caption>"
        "<thead><tr><th>Number</th><th>Action</th><th>Agency</th><th>Due</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def minutes_file(meeting: Meeting, html: str, *, kind: str, status: str) -> bytes:
    """Minutes as ``pdf`` or ``docx``, from what :func:`minutes_html` answered. Raises KeyError for another kind."""
    render = {"pdf": render_pdf, "docx": render_docx}[kind]
    return render(
        html,
        title=f"{meeting.group}: minutes",
        author=meeting.partnership.name,
        date=meeting.day,
        partnership=meeting.partnership.name,
        period=uk_date(meeting.day),
        status=status,
    )


def html_for(meeting: Meeting, *, confidential: bool) -> str:
    """The minutes as they stand now, with or without what is confidential. Nine queries."""
    items, places = items_with_parts(meeting)
    attendance = list(meeting.attendance.select_related("seat__person__agency", "deputy"))
    shown = [item for item in items if confidential or not item.confidential]
    return minutes_html(meeting, with_given(shown), attendance, places, quorum_of(meeting, attendance))
