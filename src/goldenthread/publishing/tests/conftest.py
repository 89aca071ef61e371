"""The example's delivery plan and report, and a small report of one's own."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from tests.cast import make_person, viewing

from goldenthread.partnership.models import Agency, Group
from goldenthread.partnership.permissions import Role
from goldenthread.plans.models import Action, Explanation, Objective, Plan
from goldenthread.publishing.actions.reports import create_report
from goldenthread.publishing.build import write_text
from goldenthread.publishing.example import load_example
from goldenthread.publishing.models import Report
from goldenthread.publishing.performance.outline import OUTLINE

EXAMPLE = Path(__file__).resolve().parents[4] / "examples" / "thurrock"


def fresh(report):
    return Report.objects.select_related("partnership", "plan__partnership").get(pk=report.pk)


def checksum_of(report):
    return write_text(fresh(report)).checksum


@pytest.fixture
def health(partnership):
    return Agency.objects.create(
        partnership=partnership, key="ccg", name="Thurrock CCG", kind="safeguarding_partner", sector="health"
    )


@pytest.fixture
def chief_nurse(partnership, health):
    return make_person(partnership, "Chief Nurse", Role.SAFEGUARDING_PARTNER, agency=health)


@pytest.fixture
def plan(partnership):
    return Plan.objects.create(
        partnership=partnership,
        key="delivery-2019",
        title="Delivery plan 2019–2020",
        kind="delivery",
        starts_on=dt.date(2019, 4, 1),
    )


@pytest.fixture
def delivery_plan(partnership, plan):
    """The 22 actions that the report of 2019 lists as overdue, as the example's plan has them."""
    groups: dict[str, Group] = {}
    objectives: dict[str, Objective] = {}
    with (EXAMPLE / "plans" / "delivery-plan-2019.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            number, key = row["action_ref"].split(".")[0], row["overseeing_group"]
            if key not in groups:
                groups[key] = Group.objects.create(
                    partnership=partnership, key=f"the-{key}", name=f"The {key}"
                )
            if number not in objectives:
                objectives[number] = Objective.objects.create(plan=plan, ref=number)
            action = Action.objects.create(
                plan=plan,
                objective=objectives[number],
                ref=row["action_ref"],
                due_on=dt.date(2019, 8, 31),
                due_precision="month",
                overseeing_group=groups[key],
            )
            Explanation.objects.create(
                action=action, given_on=dt.date(2019, 9, 3), text=row["comment"], by_label="Lead"
            )
    return plan


@pytest.fixture
def example(partnership, delivery_plan, system):
    return load_example(partnership, by=system, folder=EXAMPLE)


@pytest.fixture
def report(partnership, plan, business_manager):
    """A complete report with short texts."""
    made = create_report(
        by=viewing(business_manager),
        partnership=partnership,
        title="Performance report",
        period_from=dt.date(2019, 5, 1),
        period_to=dt.date(2019, 8, 31),
        as_at=dt.date(2019, 9, 3),
        plan=plan,
        committee="Scrutiny Committee",
        author="Business Manager",
    )
    for part in OUTLINE:
        made.sections.filter(key=part.key).update(
            text=f"About {part.key}." if part.required else "",
            verified_by="Accountant" if part.asks_who_verified else "",
        )
    return fresh(made)
