"""What follows from a breach: reminders, items for a group's agenda, letters. Each once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from goldenthread.design.words import uk_date
from goldenthread.duties.clock import working_days_between
from goldenthread.duties.derivation import refresh, rulebook
from goldenthread.duties.engine import State
from goldenthread.duties.letters import draft_text, record_of, subject_of
from goldenthread.duties.models import Duty, Followed, Letter
from goldenthread.duties.rules import Consequence, Follow, Rule, Rulebook
from goldenthread.duties.sources import tell_followed
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency, Group, GroupMembership, Partnership, Person
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.querysets import current
from goldenthread.partnership.viewer import Actor, SystemActor

KIND = "duties.breached"
BECAUSE = "you answer for these duties"
RESTRICTED = "a restricted matter"


@dataclass
class Outcome:
    """What followed: people reminded, items put on agendas, letters drafted."""

    reminders: int = 0
    agenda: int = 0
    letters: int = 0


@dataclass
class _Answering:
    """Who answers for what in a partnership on a day, read once."""

    partnership: Partnership
    on: dt.date
    by_role: dict[Role, list[Person]] = field(default_factory=lambda: defaultdict(list))
    chairs: dict[int, list[Person]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        in_post = Person.objects.in_post(self.on).filter(partnership=self.partnership).select_related("user")
        for person in in_post:
            self.people[person.pk] = person
        held = Person.objects.in_post(self.on).filter(
            current(self.on, "roles__"), partnership=self.partnership
        )
        for pk, role in held.values_list("pk", "roles__role").distinct():
            self.by_role[Role(role)].append(self.people[pk])
        seats = GroupMembership.objects.current(self.on).filter(
            group__partnership=self.partnership, capacity=GroupMembership.Capacity.CHAIR
        )
        for group, person in seats.values_list("group", "person"):
            if person in self.people:
                self.chairs[group].append(self.people[person])

    def of(self, duty: Duty) -> list[Person]:
        """Whoever answers for a duty: the person named, else those of its agency, the chair, or the office."""
        if duty.person_id in self.people:
            return [self.people[duty.person_id]]
        if duty.owed_by == "agency":
            return [p for p in self.by_role[Role.AGENCY_LEAD] if p.agency_id == duty.agency_id]
        if duty.owed_by in ("group", "chair") and duty.group_id:
            return self.chairs[duty.group_id]
        if duty.owed_by in ("safeguarding_partners", "council"):
            partners = self.by_role[Role.SAFEGUARDING_PARTNER]
            return [person for person in partners if duty.owed_by != "council" or _is_council(person)]
        return self.by_role[Role.BUSINESS_MANAGER]


def _is_council(person: Person) -> bool:
    return person.agency is not None and person.agency.sector == Agency.Sector.LOCAL_AUTHORITY


@transaction.atomic
def follow_up(*, by: Actor, on: dt.date) -> Outcome:
    """Does what the rules say of every duty that is breached on a day and did not have it yet.

    It runs every day, and may run again: what has followed does not follow twice.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_DUTIES, partnership)
    refresh(partnership)
    followed = set(
        Followed.objects.filter(partnership=partnership).values_list(
            "rule_key", "about", "arose_on", "follow"
        )
    )
    book = _Book(rulebook(partnership))
    to_follow: dict[Follow, list[tuple[Duty, Consequence]]] = defaultdict(list)
    breached = Duty.objects.filter(partnership=partnership).standing(on, State.BREACHED)
    for duty in breached.select_related("agency", "group", "partnership"):
        for consequence in book.consequences(duty):
            if consequence.follow != Follow.LETTER and (*duty.identity, consequence.follow) not in followed:
                to_follow[consequence.follow].append((duty, consequence))
    outcome = Outcome(
        reminders=_remind(by, partnership, [duty for duty, _ in to_follow[Follow.REMINDER]], on),
        agenda=_put_on_agendas(by, partnership, to_follow[Follow.AGENDA], on),
        letters=_draft_letters(by, partnership, book, on),
    )
    tell_followed(partnership)
    return outcome


class _Book:
    """The rules that duties arose under, looked up once for each day of change."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.days = book.days_of_change()
        self.known: dict[tuple[str, dt.date], Rule | None] = {}

    def rule(self, key: str, arose: dt.date) -> Rule | None:
        since = max((day for day in self.days if day <= arose), default=arose)
        if (key, since) not in self.known:
            self.known[key, since] = self.book.rule_for(key, arose)
        return self.known[key, since]

    def consequences(self, duty: Duty) -> tuple[Consequence, ...]:
        rule = self.rule(duty.rule_key, duty.arose_on)
        return rule.breach if rule else ()


def _remind(by: Actor, partnership: Partnership, duties: list[Duty], on: dt.date) -> int:
    """One email to each person about all that they answer for and that was just breached."""
    answering = _Answering(partnership, on)
    theirs: dict[Person, list[Duty]] = defaultdict(list)
    for duty in duties:
        for person in answering.of(duty):
            theirs[person].append(duty)
    for person, owed in theirs.items():
        queue_message(
            by=by,
            person=person,
            kind=KIND,
            subject=f"{partnership.short_name}: {len(owed)} {'duty is' if len(owed) == 1 else 'duties are'} late",
            text=_reminder(partnership, person, owed, on),
            because=BECAUSE,
            link=f"/{partnership.slug}/oversight/duties/",
        )
    _follow(duties, Follow.REMINDER, on, "Reminded of")
    if theirs:
        record(
            "duty.reminded",
            f"Reminded {len(theirs)} people of duties that are late",
            by=by,
            partnership=partnership,
        )
    return len(theirs)


def _reminder(partnership: Partnership, person: Person, owed: Iterable[Duty], on: dt.date) -> str:
    lines = [f"Dear {person.post},", "", f"{partnership.name} is waiting for the following.", ""]
    for duty in owed:
        late = working_days_between(duty.due_on, on) if duty.due_on else 0
        what = RESTRICTED if duty.restricted else duty.what
        said = f"{duty.title}: {what}" if what else duty.title
        lines.append(f"- {said}. It was due on {uk_date(duty.due_on)}, {late} working days ago.")
    lines += ["", f"{settings.SITE_URL}/{partnership.slug}/oversight/duties/"]
    return "\n".join(lines)


def _put_on_agendas(
    by: Actor, partnership: Partnership, found: list[tuple[Duty, Consequence]], on: dt.date
) -> int:
    groups = {
        name.casefold(): group
        for group in Group.objects.filter(partnership=partnership)
        for name in (group.key, group.name, group.short_name)
        if name
    }
    for duty, consequence in found:
        group = groups.get(consequence.to.casefold())
        _follow([duty], Follow.AGENDA, on, f"For the next agenda of {consequence.to}:", group)
    if found:
        record(
            "duty.on_agenda",
            f"Put {len(found)} breached duties forward for an agenda",
            by=by,
            partnership=partnership,
        )
    return len(found)


def _follow(
    duties: Iterable[Duty], follow: Follow, on: dt.date, said: str, group: Group | None = None
) -> None:
    Followed.objects.bulk_create(
        Followed(
            partnership_id=duty.partnership_id,
            rule_key=duty.rule_key,
            about=duty.about,
            arose_on=duty.arose_on,
            follow=follow,
            on=on,
            text=f"{said} {duty}"[:300],
            group=group,
            agency_id=duty.agency_id,
            restricted=duty.restricted,
        )
        for duty in duties
    )


def _draft_letters(by: Actor, partnership: Partnership, book: _Book, on: dt.date) -> int:
    """A letter to each agency that broke a rule so often since its last letter, unless one waits to be signed."""
    in_letters = set(
        Followed.objects.filter(partnership=partnership, follow=Follow.LETTER).values_list(
            "rule_key", "about", "arose_on"
        )
    )
    drafted = set(
        Letter.objects.filter(partnership=partnership, status=Letter.Status.DRAFT).values_list(
            "agency", "rule_key"
        )
    )
    broken: dict[tuple[int, str], list[Duty]] = defaultdict(list)
    late = Q(pk__in=Duty.objects.filter(partnership=partnership).standing(on, State.BREACHED).values("pk"))
    late |= Q(pk__in=Duty.objects.filter(partnership=partnership).standing(on, State.MET_LATE).values("pk"))
    found = Duty.objects.filter(late, agency__isnull=False).select_related("agency", "group", "partnership")
    for duty in found.order_by("due_on", "pk"):
        place = (duty.agency_id or 0, duty.rule_key)
        if duty.identity not in in_letters and place not in drafted:
            broken[place].append(duty)
    count = 0
    for duties in broken.values():
        letters = [each for each in book.consequences(duties[-1]) if each.follow == Follow.LETTER]
        rule = book.rule(duties[-1].rule_key, duties[-1].arose_on)
        if rule and letters and len(duties) >= letters[0].after:
            _draft(by, rule, letters[0], duties, on)
            count += 1
    return count


def _draft(by: Actor, rule: Rule, consequence: Consequence, duties: list[Duty], on: dt.date) -> Letter:
    agency, partnership = duties[0].agency, duties[0].partnership
    assert agency is not None  # noqa: S101
    letter = Letter.objects.create(
        partnership=partnership,
        agency=agency,
        rule_key=rule.key,
        addressee=agency.lead_representative or "The executive member",
        subject=subject_of(rule, partnership),
        text=draft_text(rule, agency, duties, on, consequence.told),
        record=record_of(duties, on),
        told=list(consequence.told),
        drafted_on=on,
    )
    _follow(duties, Follow.LETTER, on, f"In a letter to {agency}:")
    record(
        "duty.letter_drafted",
        f"Drafted a letter to {agency}: {rule.title}",
        by=by,
        about=letter,
        partnership=partnership,
    )
    return letter


def follow_up_everywhere(*, on: dt.date) -> dict[str, Outcome]:
    """Follows up in every partnership; answers what followed, by the partnership's address. It runs every day."""
    return {
        partnership.slug: follow_up(by=SystemActor(label="daily follow-up", partnership=partnership), on=on)
        for partnership in Partnership.objects.order_by("slug")
    }
