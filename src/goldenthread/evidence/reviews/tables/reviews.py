"""Reviews, their steps, their timeline and who opened them, as tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import uk_date, uk_datetime
from goldenthread.evidence.reviews.models import ChronologyEntry, Opening, Review
from goldenthread.evidence.reviews.selectors.steps import Milestone
from goldenthread.partnership.today import today

ONES_THAT_STAY = {"incident_known", "review_decided", "review_published"}


def reviews_table(rows: Sequence[Review], mine: Collection[int]) -> Table[Review]:
    """Reviews by reference; what they are about for those who may enter alone."""

    def about(row: Review) -> str:
        return row.subject if row.pk in mine else ""

    def link(row: Review) -> SafeString:
        return SafeString(
            f'<a class="govuk-link" href="{escape(row.get_absolute_url())}">{escape(row.reference)}</a>'
        )

    columns: list[Column[Review]] = [
        Column("reference", "Review", cell=link, header=True),
        Column(
            "about",
            "About",
            value=about,
            cell=lambda row: about(row) or "In a space in which you have no place",
        ),
        Column(
            "kind",
            "Kind",
            value=lambda row: row.get_kind_display().partition(":")[0] if row.pk in mine else "",
        ),
        Column("closed", "Stands", value=lambda row: "Closed" if row.closed_on else "Under way"),
    ]
    return Table("Reviews", columns, rows, empty="No review is under way in which you have a place.")


def milestones_table(rows: Sequence[Milestone], *, leads: bool) -> Table[Milestone]:
    """Each step with its day, or by when it is due."""
    on = today()

    def stands(row: Milestone) -> SafeString:
        if row.step is not None:
            late = row.is_late(on)
            return badge("amber" if late else "green", "Done late" if late else "Done", symbol="tick")
        if row.due is None:
            return badge("grey", "To come", symbol="ring")
        return (
            badge("red", "Late", symbol="octagon")
            if row.is_late(on)
            else badge("blue", "Due", symbol="circle")
        )

    def word(row: Milestone) -> str:
        if row.step is not None:
            return "Done late" if row.is_late(on) else "Done"
        return "To come" if row.due is None else "Late" if row.is_late(on) else "Due"

    def note(row: Milestone) -> SafeString:
        if row.step is None:
            return SafeString("")
        back = ""
        if leads and row.happening.value not in ONES_THAT_STAY:
            review = row.step.review
            address = reverse(
                "reviews:step_back", args=[review.partnership.slug, review.reference, row.step.pk]
            )
            back = (
                f' <a class="govuk-link" href="{escape(address)}">Take it back'
                f'<span class="govuk-visually-hidden">: {escape(row.happening.label)}</span></a>'
            )
        return SafeString(f"{escape(row.step.note)}{back}")

    columns: list[Column[Milestone]] = [
        Column("step", "Step", value=lambda row: row.name, header=True),
        Column("stands", "Stands", value=word, cell=stands),
        Column("on", "On", value=lambda row: row.step.on if row.step else None),
        Column("due", "Due", value=lambda row: row.due),
        Column("note", "On record", value=lambda row: row.step.note if row.step else "", cell=note),
    ]
    return Table("Steps", columns, rows)


def timeline_table(rows: Sequence[ChronologyEntry]) -> Table[ChronologyEntry]:
    """What all agencies know, in one order."""
    columns: list[Column[ChronologyEntry]] = [
        Column("on", "Day", header=True, classes="gt-nowrap"),
        Column("agency", "Agency", value=lambda row: str(row.agency)),
        Column("event", "What happened"),
        Column("comment", "What the agency did or thinks"),
        Column("significant", "Matters", value=lambda row: "Yes" if row.significant else ""),
    ]
    return Table("Timeline", columns, rows, empty="No agency has brought anything yet.")


def openings_table(rows: Sequence[Opening]) -> Table[Opening]:
    """Who opened what, the latest first."""

    def page(row: Opening) -> SafeString:
        if row.reason:
            return SafeString(f"{badge('red', 'Broke the glass', symbol='octagon')} {escape(row.reason)}")
        return SafeString(escape(row.page))

    columns: list[Column[Opening]] = [
        Column("by_label", "Who", header=True),
        Column(
            "page",
            "What",
            value=lambda row: f"Broke the glass: {row.reason}" if row.reason else row.page,
            cell=page,
        ),
        Column("recorded_at", "When", value=lambda row: uk_datetime(row.recorded_at)),
    ]
    return Table(
        "The latest 500 openings", columns, rows, empty=f"Nobody has opened it yet, as of {uk_date(today())}."
    )
