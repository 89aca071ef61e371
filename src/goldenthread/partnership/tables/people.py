"""The columns of people, their roles, and the roles there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.partnership.models import GroupMembership, Person, RoleAssignment
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.selectors.people import roles_of
from goldenthread.partnership.tables.cells import SortLink, groups_of, link, where_any
from goldenthread.partnership.viewer import Viewer


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
        Column("groups", "Groups", value=groups_of),
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


def _account_word(person: Person) -> str:
    if person.user is None:
        return ""
    if person.blocked_at is not None:
        return "Blocked"
    return "Yes" if person.user.has_signed_in else "Invited"


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


def all_roles_table(slug: str) -> Table[Role]:
    """Every role: what it is for, what it may do, and where to see who holds it."""

    def name(role: Role) -> SafeString:
        if not role.needs_second_factor:
            return format_html("{}", role.label)
        return format_html("{}<br>{}", role.label, badge("purple", "Second step", symbol="diamond"))

    def may(role: Role) -> SafeString:
        lines = format_html_join("", "<li>{}</li>", ([each.description] for each in _in_order(role)))
        count = len(role.permissions)
        return format_html("<details><summary>{} things</summary><ul>{}</ul></details>", count, lines)

    def holders(role: Role) -> SafeString:
        return format_html(
            '<a class="govuk-link" href="{}?role={}">Who holds it<span class="govuk-visually-hidden">: {}</span></a>',
            reverse("partnership:people", args=[slug]),
            role.value,
            role.label,
        )

    return Table(
        "Roles",
        (
            Column("label", "Role", cell=name, header=True),
            Column("description", "What it is for", classes="gt-table__wide"),
            Column("permissions", "What it may do", cell=may, value=str),
            Column("holders", "People", cell=holders, value=str, classes="gt-nowrap"),
        ),
        list(Role),
        caption_visible=False,
    )


def _in_order(role: Role) -> list[Permission]:
    return [each for each in Permission if each in role.permissions]
