"""One synthetic partnership, the same every time: the pattern of which every other is a copy.

Ten plans of 200 actions, each rated every quarter for five years, the last year with its audit trail; sixty indicators
with ten years of months; ten years of meetings. Nothing here resembles a real place or person.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from benchmarks.example_assurance import fill_assurance
from benchmarks.example_evidence import fill_evidence
from benchmarks.example_finance import fill_finance
from benchmarks.example_measures import fill_measures
from benchmarks.example_meetings import fill_meetings
from benchmarks.example_thread import fill_thread
from benchmarks.places import ROOT
from goldenthread.duties.clock import add_months
from goldenthread.duties.models import AdoptedPack
from goldenthread.partnership.models import (
    Agency,
    AuditEvent,
    Group,
    GroupMembership,
    Partnership,
    Person,
    RoleAssignment,
    User,
)
from goldenthread.partnership.permissions import Role
from goldenthread.plans.models import (
    Action,
    DueDateChange,
    Evidence,
    Explanation,
    Objective,
    Officer,
    Plan,
    RatingUpdate,
)
from goldenthread.plans.models.plan import sort_key

TODAY = dt.date(2019, 9, 9)
BEGINNING = dt.date(2014, 9, 15)
SEED = 20190909
RECORDED = 4  # of the latest ratings of each action have their entry in the audit trail: a year of them
LABEL = "Synthetic lead officer"
LONG_AGO = dt.date(2009, 4, 1)
# The example's rules, as if they had held for ten years.
TEXT = (
    (ROOT / "examples" / "thurrock" / "constitution.toml")
    .read_text(encoding="utf-8")
    .replace("holds_from = 2019-04-01", f"holds_from = {LONG_AGO}")
)
WORDS = (
    "synthetic", "action", "placeholder", "progress", "review", "partners", "agreed", "audit", "finding",
    "training", "record", "sample", "quarter", "measure", "example", "outcome", "pathway", "guidance",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How much one partnership holds."""

    plans: int = 10
    objectives: int = 10
    actions: int = 200
    ratings: int = 20
    people: int = 40
    indicators: int = 60
    years: int = 10
    recommendations: int = 1_700
    assessed: int = 150
    audits: int = 40


FULL = Size()


@transaction.atomic
def make_partnership(size: Size = FULL) -> Partnership:
    """The first partnership, in an empty database, with its Business Manager who can sign in."""
    chance = random.Random(SEED)
    partnership = Partnership.objects.create(
        slug="partnership-1",
        name="Synthetic Safeguarding Children Partnership",
        rule_pack="wt2018",
        short_name="Synthetic SCP",
        effective_from=BEGINNING,
    )
    agencies, groups = _structure(partnership)
    people = _people(partnership, agencies, groups, size)
    for number in range(1, size.plans + 1):
        plan = Plan.objects.create(
            partnership=partnership,
            key=f"plan-{number}",
            title=f"Synthetic plan {number}",
            purpose=_sentence(chance, 25),
            lead_agency=agencies[number % len(agencies)],
            overseeing_group=groups[number % len(groups)],
            starts_on=BEGINNING,
            restricted=number == size.plans,
        )
        _Filling(chance, plan, agencies, groups, people, size).fill()
    AdoptedPack.objects.create(
        partnership=partnership,
        since=LONG_AGO,
        key="thurrock",
        text=TEXT,
        by_label=LABEL,
    )
    _fill_rooms(partnership, agencies, groups, chance, size)
    return partnership


def _fill_rooms(
    partnership: Partnership, agencies: list[Agency], groups: list[Group], chance: random.Random, size: Size
) -> None:
    """What the other rooms hold of it."""
    fill_measures(partnership, agencies, chance, indicators=size.indicators, last=TODAY)
    fill_meetings(
        partnership,
        groups,
        chance,
        first=add_months(dt.date(TODAY.year, TODAY.month, 1), -12 * size.years),
        last=TODAY,
        by_label=LABEL,
    )
    fill_thread(
        partnership,
        agencies,
        chance,
        recommendations=size.recommendations,
        last=TODAY,
        by_label=LABEL,
    )
    fill_assurance(partnership, chance, agencies=size.assessed, last=TODAY, by_label=LABEL)
    fill_evidence(partnership, agencies, chance, audits=size.audits, last=TODAY, by_label=LABEL)
    fill_finance(partnership, agencies, chance, years=size.years, last=TODAY, by_label=LABEL)


def _structure(partnership: Partnership) -> tuple[list[Agency], list[Group]]:
    agencies = Agency.objects.bulk_create(
        Agency(partnership=partnership, key=f"agency-{n}", name=f"Synthetic agency {n}") for n in range(1, 9)
    )
    groups = Group.objects.bulk_create(
        Group(partnership=partnership, key=f"group-{n}", name=f"Synthetic group {n}") for n in range(1, 7)
    )
    return agencies, groups


def _people(
    partnership: Partnership, agencies: list[Agency], groups: list[Group], size: Size
) -> list[Person]:
    user = User.objects.create_user("manager@partnership-1.example")
    people = Person.objects.bulk_create(
        Person(
            partnership=partnership,
            agency=agencies[n % len(agencies)],
            post=f"Synthetic officer {n}" if n else "Synthetic Business Manager",
            initials=f"S{n}",
            user=None if n else user,
        )
        for n in range(size.people)
    )
    RoleAssignment.objects.create(person=people[0], role=Role.BUSINESS_MANAGER, starts_on=BEGINNING)
    GroupMembership.objects.bulk_create(
        GroupMembership(group=groups[n % len(groups)], person=person, starts_on=BEGINNING)
        for n, person in enumerate(people)
    )
    return people


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


class _Filling:
    """Fills one plan."""

    def __init__(
        self,
        chance: random.Random,
        plan: Plan,
        agencies: list[Agency],
        groups: list[Group],
        people: list[Person],
        size: Size,
    ) -> None:
        self.chance, self.plan, self.size = chance, plan, size
        self.agencies, self.groups, self.people = agencies, groups, people

    def fill(self) -> None:
        """Objectives, actions, who leads them, and everything that was said of them in five years."""
        actions = Action.objects.bulk_create(self._actions())
        Officer.objects.bulk_create(part for action in actions for part in self._officers(action))
        ratings = [rating for action in actions for rating in self._ratings(action)]
        RatingUpdate.objects.bulk_create(ratings)
        Explanation.objects.bulk_create(row for action in actions for row in self._explanations(action))
        DueDateChange.objects.bulk_create(self._due_change(action) for action in actions[::10])
        Evidence.objects.bulk_create(self._evidence(rating) for rating in ratings if rating.value >= 4)
        latest = add_months(BEGINNING, 3 * (self.size.ratings - RECORDED))
        AuditEvent.objects.bulk_create(self._entry(r) for r in ratings if r.rated_on >= latest)

    def _actions(self) -> Iterator[Action]:
        objectives = Objective.objects.bulk_create(
            Objective(
                plan=self.plan,
                ref=str(n),
                order=sort_key(str(n)),
                title=_sentence(self.chance, 8),
                intended_outcome=_sentence(self.chance, 20),
            )
            for n in range(1, self.size.objectives + 1)
        )
        for number in range(self.size.actions):
            objective = objectives[number * len(objectives) // self.size.actions]
            ref = f"{objective.ref}.{number + 1}"
            # Due dates from two years ago to a year ahead, and one action in twenty without one.
            due = TODAY + dt.timedelta(days=self.chance.randrange(-730, 365)) if number % 20 else None
            yield Action(
                plan=self.plan,
                objective=objective,
                ref=ref,
                order=sort_key(ref),
                title=_sentence(self.chance, 22),
                success_measures=_sentence(self.chance, 15),
                lead_agency=self.chance.choice(self.agencies),
                overseeing_group=self.chance.choice(self.groups),
                started_on=BEGINNING,
                due_on=due,
            )

    def _officers(self, action: Action) -> Iterator[Officer]:
        leads = self.chance.sample(self.people, 1 + (action.pk % 5 == 0))
        yield from (Officer(action=action, person=person, part=Officer.Part.LEAD) for person in leads)
        yield Officer(action=action, person=self.chance.choice(self.people), part=Officer.Part.RESPONSIBLE)

    def _ratings(self, action: Action) -> Iterator[RatingUpdate]:
        value = self.chance.choice((1, 1, 2, 2, 3))
        for quarter in range(self.size.ratings):
            on = add_months(BEGINNING, 3 * quarter)
            yield RatingUpdate(
                action=action,
                rated_on=on,
                value=value,
                text=_sentence(self.chance, 12),
                opening=quarter == 0,
                by_label=LABEL,
                recorded_at=_noon(on),
            )
            step = self.chance.choices((-1, 0, 1), (1, 6, 2))[0]
            value = min(max(value + step, 1), 5)

    def _entry(self, rating: RatingUpdate) -> AuditEvent:
        return AuditEvent(
            partnership_id=self.plan.partnership_id,
            actor=LABEL,
            verb="action.rated",
            summary=f"Rated action {rating.action.ref} of {self.plan.title}",
            object_type="plans.action",
            object_id=str(rating.action_id),
            at=rating.recorded_at + dt.timedelta(seconds=rating.action_id),
        )

    def _explanations(self, action: Action) -> Iterator[Explanation]:
        for _ in range(action.pk % 3):
            on = TODAY - dt.timedelta(days=self.chance.randrange(1, 400))
            yield Explanation(
                action=action,
                given_on=on,
                text=_sentence(self.chance, 15),
                by_label=LABEL,
                recorded_at=_noon(on),
            )

    def _due_change(self, action: Action) -> DueDateChange:
        before = (action.due_on or TODAY) - dt.timedelta(days=90)
        return DueDateChange(
            action=action,
            old_due_on=before,
            new_due_on=action.due_on,
            reason=_sentence(self.chance, 10),
            by_label=LABEL,
            recorded_at=_noon(before),
        )

    def _evidence(self, rating: RatingUpdate) -> Evidence:
        return Evidence(
            action=rating.action,
            kind=Evidence.Kind.IMPACT if rating.value == 5 else Evidence.Kind.DONE,
            title=_sentence(self.chance, 4),
            link="https://evidence.example/synthetic",
            dated=rating.rated_on,
            by_label=LABEL,
            recorded_at=rating.recorded_at,
        )


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
