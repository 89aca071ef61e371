"""The columns of agencies, groups and seats: the same for the page and for its export."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from operator import itemgetter
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.charts import Chart
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import uk_date
from goldenthread.partnership.models import Agency, Group, GroupMembership, Person
from goldenthread.partnership.tables.cells import SortLink, groups_of, link, where_any


def agency_table(
    rows: Collection[Agency], *, sort: str = "", sort_link: SortLink | None = None
) -> Table[Agency]:
    """Agencies with ``people_in_post``."""
    return Table(
        "Agencies",
        (
            Column("name", "Agency", cell=link, header=True, sort="name"),
            Column("kind", "Standing", value=lambda row: row.get_kind_display(), sort="kind"),
            Column("sector", "Sector", value=lambda row: row.get_sector_display(), sort="sector"),
            Column("lead_representative", "Lead representative"),
            Column("people_in_post", "People", numeric=True, sort="people"),
            *where_any(rows, Column("ended_on", "Left the arrangements", classes="gt-nowrap")),
        ),
        rows,
        caption_visible=False,
        empty="No agency matches. Clear the filters to see all of them.",
        sort=sort,
        sort_link=sort_link,
    )


def agency_people_table(caption: str, rows: Collection[Person], *, past: bool = False) -> Table[Person]:
    """The people of one agency with the groups they sit on, or, where ``past``, when they left."""
    last: Column[Person] = (
        Column("left_on", "Left on", classes="gt-nowrap")
        if past
        else Column("groups", "Groups", value=groups_of)
    )
    return Table(
        caption,
        (
            Column("post", "Post", cell=lambda row: link(row, row.post), header=True),
            *where_any(rows, Column("name", "Name")),
            last,
        ),
        rows,
        empty="Nobody of this agency is on record. People are put under their agency on their own page.",
    )


def structure_table(chart: Chart) -> Table[tuple[str, ...]]:
    """What a structure chart shows, as a table."""
    columns: list[Column[tuple[str, ...]]] = [
        Column(heading, heading, value=itemgetter(at), header=at == 0)
        for at, heading in enumerate(chart.table.headings)
    ]
    return Table("Groups, their chairs, and whom they report to", columns, chart.table.rows)


def group_table(
    rows: Collection[Group],
    chairs: Mapping[int, GroupMembership],
    *,
    sort: str = "",
    sort_link: SortLink | None = None,
) -> Table[Group]:
    """Groups with ``members`` and the chair of each."""

    def chair(group: Group) -> str:
        return str(chairs[group.pk].person) if group.pk in chairs else ""

    def chair_cell(group: Group) -> str | SafeString:
        if group.pk not in chairs:
            return badge("red", "No chair", symbol="octagon") if group.ends_on is None else ""
        seat = chairs[group.pk]
        return format_html('{}<br><span class="gt-muted">until {}</span>', seat.person, uk_date(seat.ends_on))

    return Table(
        "Groups",
        (
            Column("name", "Group", cell=link, header=True, sort="name"),
            Column("kind", "Kind", value=lambda row: row.get_kind_display(), sort="kind"),
            Column("parent", "Reports to", value=lambda row: str(row.parent) if row.parent else ""),
            Column("chair", "Chair", value=chair, cell=chair_cell),
            Column("members", "Members", numeric=True, sort="members"),
            Column(
                "terms_review_on", "Terms of reference to be reviewed by", sort="review", classes="gt-nowrap"
            ),
            *where_any(rows, Column("ends_on", "Ends on", classes="gt-nowrap")),
        ),
        rows,
        caption_visible=False,
        empty="No group matches. Clear the filters to see all of them.",
        sort=sort,
        sort_link=sort_link,
    )


def seat_table(
    heading: str, seats: Iterable[GroupMembership], *, manages: bool, past: bool = False
) -> Table[Any]:
    """The people of a group in one capacity, or, where ``past``, in any."""
    columns: list[Column[GroupMembership]] = [
        Column(
            "person",
            "Person",
            value=lambda seat: str(seat.person),
            cell=lambda seat: link(seat.person),
            header=True,
        ),
        Column("agency", "Agency", value=lambda seat: str(seat.person.agency or "")),
    ]
    if past:
        columns.append(Column("capacity", "As", value=lambda seat: seat.get_capacity_display()))
    listed = list(seats)
    if any(seat.deputy_for_id for seat in listed):
        columns.append(
            Column(
                "deputy_for",
                "Deputy for",
                value=lambda seat: str(seat.deputy_for.person) if seat.deputy_for else "",
            )
        )
    columns += [
        Column("starts_on", "From", classes="gt-nowrap"),
        Column("ends_on", "Until", classes="gt-nowrap"),
    ]
    if manages:
        columns.append(Column("change", "Change", cell=_change_seat, value=str))
    return Table(heading, columns, listed)


def _change_seat(seat: GroupMembership) -> SafeString:
    return format_html(
        '<a class="govuk-link" href="{}seats/{}/">Change dates<span class="govuk-visually-hidden"> of {}</span></a>',
        seat.group.get_absolute_url(),
        seat.pk,
        seat.person,
    )
