"""The minutes of a meeting as one document: a PDF and a Word file, open or with what is confidential."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from goldenthread.design.words import uk_date, uk_time
from goldenthread.oversight.meetings.models import AgendaItem, Attendance, Meeting
from goldenthread.rendering import render_docx, render_pdf

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def minutes_html(meeting: Meeting, items: Sequence[AgendaItem], attendance: Sequence[Attendance]) -> str:
    """The minutes: who came, each item with what was said, and what was decided. ``items`` are those to be shown."""
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
    place = f", {escape(meeting.place)}" if meeting.place else ""
    return (
        f"<h1>{escape(str(meeting.group))}: minutes</h1>"
        f"<p>{uk_date(meeting.day)}, {uk_time(meeting.starts_at)}{place}</p><h2>Attendance</h2>{who}"
        + "".join(_item(number, item) for number, item in enumerate(items, start=1))
    )


def _item(number: int, item: AgendaItem) -> str:
    minute = getattr(item, "minute", None)
    text = minute.text if minute is not None else ""
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in text.split("\n") if each.strip())
    decisions = "".join(
        f"<p><strong>{escape(row.get_outcome_display())}.</strong> {escape(row.text)}"
        f"{f' It holds from {uk_date(row.implement_on)}.' if row.implement_on else ''}</p>"
        for row in item.decisions.all()
    )
    mark = " (confidential)" if item.confidential else ""
    return f"<h2>{number}. {escape(item.title)}{mark}</h2>{paragraphs or '<p>Nothing was minuted.</p>'}{decisions}"


def minutes_file(
    meeting: Meeting, items: Sequence[AgendaItem], attendance: Sequence[Attendance], *, kind: str, status: str
) -> bytes:
    """The minutes as ``pdf`` or ``docx``. Raises KeyError for another kind."""
    render = {"pdf": render_pdf, "docx": render_docx}[kind]
    return render(
        minutes_html(meeting, items, attendance),
        title=f"{meeting.group}: minutes",
        author=meeting.partnership.name,
        date=meeting.day,
        partnership=meeting.partnership.name,
        period=uk_date(meeting.day),
        status=status,
    )
