"""The example's reviews, step by step on their days. Loaded once."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread.duties.happenings import Happening
from goldenthread.evidence.reviews.actions.panel import ask_to_panel, declare
from goldenthread.evidence.reviews.actions.reviews import begin_review, decide, record_step
from goldenthread.evidence.reviews.actions.scoping import set_scope
from goldenthread.evidence.reviews.actions.writing import ask_agency
from goldenthread.evidence.reviews.models import Review
from goldenthread.partnership.models import Partnership, Person
from goldenthread.partnership.today import standing_at
from goldenthread.partnership.viewer import Actor, SystemActor

COORDINATOR = "LSCP Business Manager"


@transaction.atomic
def load_example(partnership: Partnership, *, folder: Path) -> None:
    """Begins the example's reviews and takes their steps."""
    if Review.objects.filter(partnership=partnership).exists():
        return
    data = tomllib.loads((folder / "reviews.toml").read_text(encoding="utf-8"))
    for row in data["reviews"]:
        _tell(partnership, row)


def _as(partnership: Partnership, post: str) -> Actor:
    person = Person.objects.select_related("agency").get(partnership=partnership, post=post)
    return SystemActor(label=person.post, partnership=partnership, person=person)


def _tell(partnership: Partnership, row: dict[str, Any]) -> None:
    by = _as(partnership, COORDINATOR)
    with standing_at(row["began"]):
        review = begin_review(by=by, kind=row["kind"], subject=row["subject"], on=row["began"], no_part=True)
        for post, part in row["panel"]:
            member = _as(partnership, post)
            assert member.person is not None  # noqa: S101
            ask_to_panel(by=by, review=review, person=member.person, part=part)
            declare(by=member, review=review, no_part=True)
    for key, on in row["steps"]:
        _step(by, review, Happening(key), on)  # type: ignore[call-arg]
    if "decided" in row:
        with standing_at(row["decided"]["on"]):
            decide(by=by, review=review, **row["decided"])
            set_scope(by=by, review=review, scope=row["scope"])
            for key, due in row["asked"]:
                ask_agency(by=by, review=review, agency=partnership.agencies.get(key=key), due_on=due)


def _step(by: Actor, review: Review, happening: Happening, on: dt.date) -> None:
    with standing_at(on):
        record_step(by=by, review=review, happening=happening, on=on)
