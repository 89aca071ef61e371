"""Loads the example through the product's own actions and importer. Loading it again changes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread.demo.files import example_folder, read_example
from goldenthread.duties.clock import ONE_DAY, add_months
from goldenthread.duties.example import load_example as load_duties
from goldenthread.evidence.assurance.example import load_example as load_assurance
from goldenthread.evidence.audits.example import load_example as load_audits
from goldenthread.evidence.measures.example import load_example as load_measures
from goldenthread.evidence.reviews.example import load_example as load_reviews
from goldenthread.evidence.voice.example import load_example as load_voice
from goldenthread.learning.example import load_example as load_learning
from goldenthread.oversight.challenge.example import load_example as load_challenge
from goldenthread.oversight.finance.example import load_example as load_finance
from goldenthread.oversight.meetings.example import load_example as load_meetings
from goldenthread.partnership.audit import record
from goldenthread.partnership.models import (
    Agency,
    Group,
    GroupMembership,
    Partnership,
    Person,
    Region,
    RoleAssignment,
    User,
)
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import ROLE_OF_CAPACITY, SystemActor, Viewer, viewer_of
from goldenthread.plans.actions.planning import close_plan, create_plan
from goldenthread.plans.importing.plan import import_plan
from goldenthread.plans.models import Plan
from goldenthread.publishing.example import load_example as load_reports
from goldenthread.publishing.example import publish_example
from goldenthread.thread.example import load_example as load_thread

PASSWORD = "golden-thread-example"  # noqa: S105  # for accounts that exist only in the example
Table = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """One sign-in of the example."""

    role: str
    post: str
    email: str


def load() -> Partnership:
    """The example partnership with its people, plans and report."""
    data = read_example()
    partnership = _structure(data)
    actor = SystemActor(label="Example data", partnership=partnership)
    for plan in data["plans"]:
        _plan(partnership, actor, dict(plan), example_folder() / "plans")
    load_measures(partnership, by=actor, folder=example_folder())
    load_voice(partnership, by=actor, folder=example_folder())
    report = load_reports(partnership, by=actor, folder=example_folder())
    partners, managers = (
        _viewers(partnership, role) for role in (Role.SAFEGUARDING_PARTNER, Role.BUSINESS_MANAGER)
    )
    publish_example(report, signed_by=partners, published_by=managers[0])
    load_thread(partnership, by=actor, folder=example_folder())
    load_meetings(partnership, by=actor, folder=example_folder())
    load_reviews(partnership, folder=example_folder())
    load_challenge(partnership, by=actor, folder=example_folder())
    load_finance(partnership, by=actor, folder=example_folder())
    load_audits(partnership, folder=example_folder())
    load_assurance(partnership, by=actor, folder=example_folder())
    load_learning(partnership, by=actor, folder=example_folder())
    load_duties(partnership, by=actor, folder=example_folder())
    return partnership


def _viewers(partnership: Partnership, role: Role) -> list[Viewer]:
    """The people who hold a role, each as they would be when signed in."""
    found = (
        viewer_of(person.user, partnership.slug, on=today())
        for person in partnership.people.filter(roles__role=role).select_related("user")
        if person.user
    )
    return [viewer for viewer in found if viewer is not None]


@transaction.atomic
def _structure(data: Table) -> Partnership:
    there = Partnership.objects.filter(slug=data["partnership"]["slug"]).first()
    if there:
        return there
    region = Region.objects.create(**data["region"])
    partnership = Partnership.objects.create(region=region, **data["partnership"])
    agencies = {row["key"]: Agency.objects.create(partnership=partnership, **row) for row in data["agencies"]}
    start: dt.date = data["partnership"]["effective_from"]
    groups: dict[str, Group] = {}
    for row in data["groups"]:
        parent = groups.get(row.pop("parent", ""))
        groups[row["key"]] = Group.objects.create(
            partnership=partnership, parent=parent, started_on=start, **row
        )
    for row in data["people"]:
        _person(partnership, row, agencies, groups, start)
    for row in data["people"]:
        _deputies(partnership, row, groups, start)
    actor = SystemActor(label="Example data", partnership=partnership)
    record("partnership.created", f"Made the example {partnership.name}", by=actor, about=partnership)
    return partnership


def _person(
    partnership: Partnership,
    row: Table,
    agencies: dict[str, Agency],
    groups: dict[str, Group],
    start: dt.date,
) -> None:
    email = row.get("email", "")
    person = Person.objects.create(
        partnership=partnership,
        user=User.objects.create_user(email, PASSWORD) if email else None,
        agency=agencies.get(row.get("agency", "")),
        post=row["post"],
        initials=row.get("initials", ""),
        email=email or row.get("messages_to", ""),
    )
    for role in row.get("roles", []):
        RoleAssignment.objects.create(person=person, role=role, starts_on=start, granted_by="Example data")
    for seat in row.get("seats", []):
        group, capacity = seat.split()
        ends = add_months(start, 12) - ONE_DAY if capacity == "chair" else None
        GroupMembership.objects.create(
            group=groups[group], person=person, capacity=capacity, starts_on=start, ends_on=ends
        )


def _deputies(partnership: Partnership, row: Table, groups: dict[str, Group], start: dt.date) -> None:
    """The seats in which somebody stands in for a member: by group, the member's post."""
    for key, post in row.get("deputises", {}).items():
        member = GroupMembership.objects.get(group=groups[key], person__post=post)
        person = Person.objects.get(partnership=partnership, post=row["post"])
        GroupMembership.objects.create(
            group=groups[key], person=person, capacity="deputy", deputy_for=member, starts_on=start
        )


def _plan(partnership: Partnership, actor: SystemActor, row: Table, folder: Path) -> None:
    file, as_at = row.pop("file"), row.pop("as_at")
    closed_on, closed_because = row.pop("closed_on", None), row.pop("closed_because", "")
    if Plan.objects.filter(partnership=partnership, key=row["key"]).exists():
        return
    agency, group = row.pop("lead_agency", None), row.pop("overseeing_group", None)
    with transaction.atomic():
        plan = create_plan(
            by=actor,
            partnership=partnership,
            lead_agency=partnership.agencies.get(key=agency) if agency else None,
            overseeing_group=partnership.groups.get(key=group) if group else None,
            **row,
        )
        import_plan(by=actor, plan=plan, content=(folder / file).read_bytes(), filename=file, as_at=as_at)
        if closed_on:
            close_plan(by=actor, plan=plan, on=closed_on, reason=closed_because)


def accounts() -> list[Account]:
    """One sign-in for each role, in the order of the example's file."""
    found = []
    seen: set[str] = set()
    for row in read_example()["people"]:
        role = _role_in_words(row)
        if row.get("email") and role not in seen:
            seen.add(role)
            found.append(Account(role, row["post"], row["email"]))
    return found


def _role_in_words(row: Table) -> str:
    roles = [Role(value) for value in row.get("roles", [])]
    roles += [ROLE_OF_CAPACITY[seat.split()[1]] for seat in row.get("seats", [])]
    return roles[0].label if roles else ""
