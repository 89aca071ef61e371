"""The columns of each list: the same for the page and for its export."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from operator import itemgetter
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.charts import Chart
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import uk_date
from goldenthread.partnership.models import (
    Agency,
    AuditEvent,
    Group,
    GroupMembership,
    OutgoingMessage,
    Person,
    RoleAssignment,
)
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.selectors.audit import change_lines, shows_changes, verb_label
from goldenthread.partnership.selectors.messages import kind_label
from goldenthread.partnership.selectors.people import roles_of
from goldenthread.partnership.viewer import Viewer

SortLink = Callable[[str], str]
MOST_SHOWN = 120
STATUS_TONES = {"sent": "green", "failed": "red", "queued": "blue", "sending": "blue", "held": "grey"}
STATUS_SHAPES = {"sent": "tick", "failed": "cross", "queued": "ring", "sending": "ring", "held": "ring"}


def where_any(rows: Collection[Any], column: Column[Any]) -> list[Column[Any]]:
    """The column, unless it would be empty for every row."""
    return [column] if any(column.plain(row) for row in rows) else []


def shortened(text: str) -> str:
    """The first words of a long text."""
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN].rsplit(' ', 1)[0]} …"


def link(row: Any, text: str = "") -> SafeString:
    """A link to the row's own page."""
    return format_html('<a class="govuk-link" href="{}">{}</a>', row.get_absolute_url(), text or str(row))


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
        else Column("groups", "Groups", value=_groups_of)
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
    return Table(chart.title, columns, chart.table.rows, caption_visible=False)


def sign_in_table(rows: Iterable[AuditEvent]) -> Table[AuditEvent]:
    """One's own sign-ins."""
    return Table(
        "My recent sign-ins",
        (
            Column("at", "When", header=True, classes="gt-nowrap"),
            Column("summary", "What happened"),
            Column("address", "Network address"),
        ),
        rows,
        empty="None since you were added to this partnership.",
    )


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


def person_table(
    rows: Collection[Person], viewer: Viewer, *, sort: str = "", sort_link: SortLink | None = None
) -> Table[Person]:
    """People with their roles and groups now; the account is shown to those who manage accounts."""
    columns: list[Column[Person]] = [
        Column("post", "Post", cell=lambda row: link(row, row.post), header=True, sort="post"),
        *where_any(rows, Column("name", "Name", sort="name")),
        *where_any(rows, Column("initials", "Initials")),
        Column("agency", "Agency", value=lambda row: str(row.agency) if row.agency else "", sort="agency"),
        Column("roles", "Roles", value=lambda row: ", ".join(role.label for role in roles_of(row))),
        Column("groups", "Groups", value=_groups_of),
    ]
    if viewer.may(Permission.MANAGE_PEOPLE):
        columns.append(Column("account", "Account", value=_account_word))
    columns += where_any(rows, Column("left_on", "Left on", classes="gt-nowrap"))
    return Table(
        "People",
        columns,
        rows,
        caption_visible=False,
        empty="Nobody matches. Clear the filters to see everybody in post.",
        sort=sort,
        sort_link=sort_link,
    )


def _groups_of(person: Person) -> str:
    seats: list[GroupMembership] = person.seats_now  # type: ignore[attr-defined]
    return ", ".join(dict.fromkeys(seat.group.short_name or seat.group.name for seat in seats))


def _account_word(person: Person) -> str:
    if person.user is None:
        return ""
    if person.blocked_at is not None:
        return "Blocked"
    return "Yes" if person.user.has_signed_in else "Invited"


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


def own_seat_table(caption: str, seats: Iterable[GroupMembership]) -> Table[GroupMembership]:
    """The groups on which one person sits or sat."""
    return Table(
        caption,
        (
            Column("group", "Group", cell=lambda seat: link(seat.group), header=True),
            Column("capacity", "As", value=_capacity_words),
            Column("starts_on", "From", classes="gt-nowrap"),
            Column("ends_on", "Until", classes="gt-nowrap"),
        ),
        seats,
        empty="They sit on no group. Seats are given on the group's page.",
    )


def _capacity_words(seat: GroupMembership) -> str:
    label = str(seat.get_capacity_display())
    return f"{label} for {seat.deputy_for.person}" if seat.deputy_for else label


def role_table(
    caption: str, rows: Iterable[RoleAssignment], *, take: Callable[[RoleAssignment], str] | None = None
) -> Table[RoleAssignment]:
    """The roles of one person; ``take`` answers the address where one is taken away."""

    def change(row: RoleAssignment) -> SafeString:
        hidden = format_html('<span class="govuk-visually-hidden"> {}</span>', Role(row.role).label)
        return format_html(
            '<a class="govuk-link" href="{}">Take away{}</a>', take(row) if take else "", hidden
        )

    columns: list[Column[RoleAssignment]] = [
        Column("role", "Role", value=lambda row: Role(row.role).label, header=True),
        Column("starts_on", "From", classes="gt-nowrap"),
        Column("ends_on", "Until", classes="gt-nowrap"),
        Column("granted_by", "Given by"),
    ]
    if take:
        columns.append(Column("take", "Change", cell=change, value=str))
    return Table(caption, columns, rows, empty="No role was given. Seats on groups carry roles of their own.")


def message_table(rows: Iterable[OutgoingMessage]) -> Table[OutgoingMessage]:
    """Messages, newest first."""
    return Table(
        "Messages",
        (
            Column("subject", "Subject", cell=lambda row: link(row, row.subject), header=True),
            Column("person", "To", value=lambda row: str(row.person)),
            Column("kind", "Kind", value=lambda row: kind_label(row.kind)),
            Column("created_at", "Written", classes="gt-nowrap"),
            Column(
                "status", "What became of it", value=lambda row: row.get_status_display(), cell=message_badge
            ),
            Column("attempts", "Attempts", numeric=True),
        ),
        rows,
        caption_visible=False,
        empty="No message matches. Messages appear here when people are invited, reminded or told of something.",
    )


def message_badge(message: OutgoingMessage) -> SafeString:
    """What became of a message, as shape, word and colour."""
    word = message.get_status_display()
    if message.status == message.Status.FAILED and not message.is_given_up:
        word = "Failed; will be tried again"
    return badge(STATUS_TONES[message.status], word, symbol=STATUS_SHAPES[message.status])


def audit_table(rows: Iterable[AuditEvent], viewer: Viewer, *, for_file: bool = False) -> Table[AuditEvent]:
    """Entries of the record, newest first, with what changed where the viewer may see it.

    ``for_file`` gives what changed a column of its own, whole; on the page it stands beneath the entry, shortened.
    """

    def changes(event: AuditEvent) -> list[tuple[str, str, str]]:
        return change_lines(event) if shows_changes(viewer, event) else []

    def changes_text(event: AuditEvent) -> str:
        return "; ".join(f"{name}: {before} → {after}" for name, before, after in changes(event))[:30_000]

    def summary_cell(event: AuditEvent) -> SafeString:
        lines = ((name, shortened(before), shortened(after)) for name, before, after in changes(event))
        more = format_html_join("", '<br><span class="gt-muted">{}: {} → {}</span>', lines)
        return format_html("{}{}", event.summary, more)

    columns: list[Column[AuditEvent]] = [
        Column("at", "When", classes="gt-nowrap"),
        Column("actor", "Who"),
        Column("verb", "What was done", value=lambda row: verb_label(row.verb)),
        Column("summary", "In words", cell=summary_cell),
        Column("address", "Network address"),
    ]
    if for_file:
        columns.append(Column("changes", "What changed", value=changes_text))
    return Table(
        "Record of who did what",
        columns,
        rows,
        caption_visible=False,
        empty="No entry matches. Search with fewer words or a longer time.",
    )
