"""What measures ask of a person: figures to send, to answer for, to accept; and which of them signalled something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.verdicts import variation_icon
from goldenthread.design.words import plural, uk_date
from goldenthread.evidence.measures.models import Observation, Standing
from goldenthread.evidence.measures.returns_due import Return
from goldenthread.evidence.measures.selectors.returns import Returns, returns_outstanding
from goldenthread.home.changes import LATELY, SIGNALS, Change
from goldenthread.home.needs import More, Need, late_badge, since_badge, soon_badge
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

QUERIED = badge("amber", "Queried", symbol="triangle")
RETURN, TO_ACCEPT, LATE_RETURNS = "return", "to-accept", "late-returns"


def outstanding(viewer: Viewer, today: dt.date) -> Returns:
    """What is outstanding of the viewer's own agency, or of all for those who look after the measures."""
    if viewer.may(Permission.MANAGE_MEASURES):
        return returns_outstanding(viewer.partnership, on=today)
    own = viewer.person.agency
    if own is None or not viewer.may(Permission.SUBMIT_RETURNS, own):
        return Returns({}, [])
    return returns_outstanding(viewer.partnership, on=today, agency=own)


def measure_needs(viewer: Viewer, owed: Returns, today: dt.date) -> Iterator[Need]:
    """The viewer's own agency's returns one by one; for those who manage measures, what waits and what is late."""
    slug, own = viewer.partnership.slug, viewer.agency_id
    if not viewer.may(Permission.MANAGE_MEASURES):
        for each in owed.returns:
            if each.agency_id == own and (each.missing or each.queried):
                yield _to_send(each, owed, slug, today)
        return
    yield from _to_accept(viewer, slug, today)
    late = owed.late(today)
    if late:
        due = [figure.due_on for each in late for figure in each.owed if figure.days_late(today)]
        count, since = len(due), min(due)
        agencies = len({each.agency_id for each in late})
        yield Need(
            kind=LATE_RETURNS,
            on=since,
            is_late=True,
            badge=late_badge(since, today),
            link=plural(count, "figure"),
            href=reverse("measures:returns", args=[slug]),
            after=f" of {plural(agencies, 'agency', 'agencies')} {'is' if count == 1 else 'are'} not sent.",
        )


def _to_send(each: Return, owed: Returns, slug: str, today: dt.date) -> Need:
    agency = owed.agencies[each.agency_id]
    days_late, queried = each.days_late(today), len(each.queried)
    is_late = bool(days_late or queried)
    missing = len(each.missing)
    said = [
        f"{missing} of {plural(len(each.owed), 'figure')} to send" if missing else "",
        f"{queried} queried" if queried else "",
    ]
    soon = QUERIED if queried else soon_badge(each.due_on, today)
    return Need(
        kind=RETURN,
        on=each.due_on,
        is_late=is_late,
        badge=late_badge(each.due_on, today) if days_late else soon,
        link=f"Return for {each.period.words}",
        href=reverse("measures:return", args=[slug, agency.key, each.period.key]),
        after=f": {', '.join(part for part in said if part)}; due on {uk_date(each.due_on)}.",
    )


def _to_accept(viewer: Viewer, slug: str, today: dt.date) -> Iterator[Need]:
    """The figures that wait to be accepted, as one thing to do. One query."""
    waiting = Observation.objects.filter(
        indicator__partnership=viewer.partnership, status=Observation.Status.SUBMITTED
    ).aggregate(count=Count("pk"), since=Min("submitted_at__date"))
    if not waiting["count"]:
        return
    since = min(waiting["since"], today)
    yield Need(
        kind=TO_ACCEPT,
        on=since,
        is_late=True,
        badge=since_badge(since, today),
        link=plural(waiting["count"], "figure"),
        href=reverse("measures:inbox", args=[slug]),
        after=f" sent by agencies {'waits' if waiting['count'] == 1 else 'wait'} to be looked at and accepted.",
    )


def where_returns_are(viewer: Viewer) -> dict[str, More]:
    """Where all returns of the viewer's agency are, when only some are shown."""
    agency = viewer.person.agency
    if agency is None:
        return {}
    address = reverse("measures:agency_returns", args=[viewer.partnership.slug, agency.key])
    return {RETURN: More(f"All returns of {agency}", address)}


def signals(viewer: Viewer, today: dt.date) -> list[Change]:
    """Indicators whose latest figure came in the last 30 days and signals that something has changed. One query."""
    if not viewer.may(Permission.VIEW_MEASURES):
        return []
    rows = (
        Standing.objects.filter(
            indicator__partnership=viewer.partnership,
            indicator__on_scorecard=True,
            moved_on__range=(today - LATELY, today),
            signal__in=list(SIGNALS),
        )
        .order_by("indicator__title")
        .values_list("moved_on", "signal", "data", "indicator__key", "indicator__title")
    )
    return [
        Change(
            kind=signal,
            on=moved,
            badge=variation_icon(signal),
            link=title,
            href=reverse("measures:indicator", args=[viewer.partnership.slug, key]),
            place="scorecard",
            says=_latest(data),
            quote=data.get("variation", {}).get("words", ""),
            ref=title,
            noun="measures",
        )
        for moved, signal, data, key, title in rows
        if moved
    ]


def _latest(data: dict[str, dict[str, str]]) -> str:
    latest = data.get("latest") or {}
    return f"{latest.get('hidden') or latest.get('text', '')} in {latest.get('period', '')}" if latest else ""


@dataclass(frozen=True)
class AgencyOwes:
    """The figures that one agency has not sent in time, and those of it that are queried."""

    label: str
    href: str
    late: int
    queried: int
    longest: int


def figures_by_agency(owed: Returns, slug: str, today: dt.date) -> list[AgencyOwes]:
    """The agencies of which figures are late or queried, the longest late first."""
    found = []
    for pk, agency in owed.agencies.items():
        returns = [each for each in owed.returns if each.agency_id == pk]
        late = sum(1 for each in returns for figure in each.owed if figure.days_late(today))
        queried = sum(len(each.queried) for each in returns)
        if late or queried:
            longest = max(each.days_late(today) for each in returns)
            address = reverse("measures:agency_returns", args=[slug, agency.key])
            found.append(AgencyOwes(str(agency), address, late, queried, longest))
    return sorted(found, key=lambda each: (-each.longest, -each.late, each.label))


def owing_figures_table(owed: Sequence[AgencyOwes]) -> Table[AgencyOwes]:
    """Which agency owes figures, how many, and how late."""
    columns: list[Column[AgencyOwes]] = [
        Column("agency", "Agency", cell=_name, header=True),
        Column("late", "Figures late", value=lambda each: each.late or "–", numeric=True),
        Column("queried", "Queried", value=lambda each: each.queried or "–", numeric=True),
        Column(
            "longest", "Longest", value=lambda each: each.longest or "–", numeric=True, hint="working days"
        ),
    ]
    return Table("Figures, by agency", columns, owed)


def _name(each: AgencyOwes) -> SafeString:
    return SafeString(f'<a class="govuk-link" href="{escape(each.href)}">{escape(each.label)}</a>')
