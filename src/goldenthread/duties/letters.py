"""The words of a letter about duties that were not met, and the letter as a page, a PDF and a Word file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from goldenthread.design.words import uk_date
from goldenthread.duties.clock import working_days_between
from goldenthread.duties.models import Duty, Letter
from goldenthread.duties.rules import Rule
from goldenthread.partnership.models import Agency, Partnership
from goldenthread.rendering import render_docx, render_pdf

RESTRICTED = "A restricted matter"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def subject_of(rule: Rule, partnership: Partnership) -> str:
    """What a letter is about."""
    return f"{partnership.short_name}, not done in time: {_small(rule.title)}"[:200]


def draft_text(
    rule: Rule,
    agency: Agency,
    duties: Sequence[Duty],
    on: dt.date,
    told: Iterable[str],
) -> str:
    """The draft, in paragraphs: what the rule asks, how often it was not met, what is asked now."""
    times = {1: "On one occasion", 2: "On two occasions"}.get(len(duties), f"On {len(duties)} occasions")
    open_ones = sum(duty.met_on is None or duty.met_on > on for duty in duties)
    paragraphs = [
        f"Under the partnership’s rules ({rule.source}), {agency} owes the following: "
        f"{_small(rule.title)}, {rule.describe()}.",
        f"{times} this was not done in time. The record is attached."
        + (f" {_counted(open_ones)} still open." if open_ones else " All of them have been done since."),
        "I would be grateful if you could see to what is open within ten working days of this letter, and tell me what "
        "will keep it from happening again. If something stands in the way in which the partnership can help, "
        "please say so.",
    ]
    told = list(told)
    if told:
        paragraphs.append(f"As the constitution asks, I am telling the {_listed(told)} of this letter.")
    return "\n\n".join(paragraphs)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _counted(count: int) -> str:
    return "One of them is" if count == 1 else f"{count} of them are"


def _listed(names: Sequence[str]) -> str:
    small = [_small(name) for name in names]
    return small[0] if len(small) == 1 else f"{', '.join(small[:-1])} and {small[-1]}"


def record_of(duties: Iterable[Duty], on: dt.date) -> list[dict[str, Any]]:
    """The breaches as plain values: what, due when, met when, how many working days late."""
    return [
        {
            "what": RESTRICTED if duty.restricted else duty.what or duty.title,
            "arose": duty.arose_on.isoformat(),
            "due": duty.due_on.isoformat() if duty.due_on else "",
            "met": duty.met_on.isoformat() if duty.met_on and duty.met_on <= on else "",
            "late": working_days_between(duty.due_on, min(duty.met_on or on, on)) if duty.due_on else 0,
        }
        for duty in duties
    ]


def letter_html(letter: Letter) -> str:
    """The letter as one document: to whom, the text, the signature or that it is a draft, and the record."""
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in letter.text.split("\n\n") if each.strip())
    signed = (
        f"<p>Signed on {uk_date(letter.signed_on)} by {escape(letter.signed_by)}.</p>"
        if letter.signed_on
        else "<p><strong>Draft, not signed.</strong></p>"
    )
    rows = "".join(
        f"<tr><th scope='row'>{escape(row['what'])}</th><td>{_date(row['due'])}</td>"
        f"<td>{_date(row['met']) or 'Not yet'}</td><td>{row['late']}</td></tr>"
        for row in letter.record
    )
    return (
        f"<h1>{escape(letter.subject)}</h1>"
        f"<p>To: {escape(letter.addressee)}, {escape(letter.agency.name)}</p>"
        f"{paragraphs}{signed}"
        "<h2>The record</h2><table><caption>What was not done in time</caption><thead><tr><th>What</th><th>Due</th>"
        f"<th>Done</th><th>Working days late</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _date(text: str) -> str:
    return uk_date(dt.date.fromisoformat(text)) if text else ""


def letter_file(letter: Letter, kind: str) -> bytes:
    """The letter as ``pdf`` or ``docx``. Raises KeyError for another kind."""
    render = {"pdf": render_pdf, "docx": render_docx}[kind]
    return render(
        letter_html(letter),
        title=letter.subject,
        author=letter.signed_by or letter.partnership.name,
        date=letter.signed_on or letter.drafted_on,
        partnership=letter.partnership.name,
        status="" if letter.signed_on else "Draft",
    )
