"""Requests for information and protocols as tables."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.oversight.challenge.models import InformationRequest, Protocol
from goldenthread.partnership.today import today

LOOKS = {"given": ("green", "tick"), "in_part": ("amber", "diamond"), "refused": ("red", "cross")}


def _stands(row: InformationRequest) -> tuple[str, str, str]:
    answers = list(row.answers.all())
    if answers:
        tone, symbol = LOOKS[answers[0].outcome]
        return tone, str(answers[0]), symbol
    return ("red", "Late", "octagon") if today() > row.due_on else ("blue", "Not answered yet", "circle")


def request_badge(row: InformationRequest) -> SafeString:
    """How a request stands. Reads ``answers``."""
    tone, word, symbol = _stands(row)
    return badge(tone, word, symbol=symbol)


def requests_table(rows: Sequence[InformationRequest]) -> Table[InformationRequest]:
    """What was asked of whom, and what came of it."""

    def link(row: InformationRequest) -> SafeString:
        return SafeString(
            f'<a class="govuk-link" href="{escape(row.get_absolute_url())}">{escape(str(row))}</a>'
        )

    columns: list[Column[InformationRequest]] = [
        Column("number", "Request", value=str, cell=link, header=True),
        Column("stands", "Stands", value=lambda row: _stands(row)[1], cell=request_badge),
        Column("to", "Of whom"),
        Column("what", "What", classes="gt-table__wide"),
        Column("power", "Power"),
        Column("on", "Asked on"),
        Column("due_on", "Due"),
    ]
    return Table("Requests for information", columns, rows, empty="No request is on record.")


def protocols_table(rows: Sequence[Protocol], *, manages: bool) -> Table[Protocol]:
    """Protocols with other boards, and when each is looked at anew."""
    on = today()

    def stands(row: Protocol) -> SafeString:
        late = on > row.review_on
        return badge(
            "red" if late else "green",
            "Review late" if late else "In force",
            symbol="octagon" if late else "tick",
        )

    def board(row: Protocol) -> SafeString:
        name = escape(row.board)
        if row.link:
            name = f'<a class="govuk-link" href="{escape(row.link)}" rel="noopener noreferrer">{name}</a>'
        if not manages:
            return SafeString(name)
        address = reverse("challenge:protocol_review", args=[row.partnership.slug, row.number])
        hidden = f'<span class="govuk-visually-hidden">: {escape(row.board)}</span>'
        return SafeString(
            f'{name}<br><a class="govuk-link" href="{escape(address)}">It was looked at anew{hidden}</a>'
        )

    columns: list[Column[Protocol]] = [
        Column("board", "With", cell=board, header=True),
        Column(
            "stands",
            "Stands",
            value=lambda row: "Review late" if on > row.review_on else "In force",
            cell=stands,
        ),
        Column("about", "What it says", classes="gt-table__wide"),
        Column("agreed_on", "Agreed on"),
        Column("review_on", "Next review"),
        Column(
            "last", "Last review", value=lambda row: "; ".join(str(each) for each in row.reviews.all()[:1])
        ),
    ]
    return Table("Protocols with other boards", columns, rows, empty="No protocol is on record.")
