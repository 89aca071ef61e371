"""The example's challenges, disagreements and risks, each on its day. Loaded once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread.oversight.challenge.actions.challenges import end_challenge, make_challenge, reply
from goldenthread.oversight.challenge.actions.disagreements import raise_disagreement, settle, take_further
from goldenthread.oversight.challenge.actions.disputes import move_dispute, raise_dispute
from goldenthread.oversight.challenge.actions.requests import (
    agree_protocol,
    answer_request,
    ask_for_information,
)
from goldenthread.oversight.challenge.actions.risks import add_risk
from goldenthread.oversight.challenge.models import Challenge
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.today import standing_at
from goldenthread.partnership.viewer import Actor
from goldenthread.thread.models import Theme

Told = dict[str, Any]


@transaction.atomic
def load_example(partnership: Partnership, *, by: Actor, folder: Path) -> None:
    """Does what happened, each on its day."""
    if Challenge.objects.filter(partnership=partnership).exists():
        return
    data = tomllib.loads((folder / "challenge.toml").read_text(encoding="utf-8"))
    for row in sorted(data["challenges"], key=lambda row: row["on"]):
        _challenge(partnership, by, dict(row))
    for row in data["disagreements"]:
        _disagreement(partnership, by, dict(row))
    for row in data["disputes"]:
        _dispute(partnership, by, dict(row))
    for row in data["requests"]:
        _request(by, dict(row))
    for row in data["protocols"]:
        with standing_at(row["agreed_on"]):
            agree_protocol(by=by, **row)
    for row in data["risks"]:
        with standing_at(row["scored_on"]):
            owner = partnership.agencies.filter(key=row.pop("owner", "")).first()
            row.pop("scored_on")
            add_risk(by=by, owner=owner, **row)


def _dispute(partnership: Partnership, by: Actor, row: Told) -> None:
    steps = row.pop("steps")
    for side in ("raised_by", "raised_with"):
        row[side] = partnership.agencies.get(key=row[side])
    made = raise_dispute(by=by, **row)
    for step, on, note in steps:
        move_dispute(by=by, dispute=made, step=step, on=on, note=note)


def _challenge(partnership: Partnership, by: Actor, row: Told) -> None:
    replied, ended = row.pop("reply", None), row.pop("outcome", None)
    agency = partnership.agencies.filter(key=row.pop("agency", "")).first()
    group = partnership.groups.filter(key=row.pop("group", "")).first()
    challenger = partnership.people.get(post=row.pop("by"))
    with standing_at(row["on"]):
        made = make_challenge(by=by, challenger=challenger, agency=agency, group=group, **row)
    if replied:
        with standing_at(replied["on"]):
            reply(by=by, challenge=made, **replied)
            if ended:
                end_challenge(by=by, challenge=made, **ended)


def _request(by: Actor, row: Told) -> None:
    answered = row.pop("answer", None)
    with standing_at(row["on"]):
        made = ask_for_information(by=by, **row)
    if answered:
        with standing_at(answered["on"]):
            answer_request(by=by, request=made, **answered)


def _disagreement(partnership: Partnership, by: Actor, row: Told) -> None:
    agencies = {agency.key: agency for agency in partnership.agencies.all()}
    with standing_at(row["on"]):
        made = raise_disagreement(
            by=by,
            raised_by=agencies[row["raised_by"]],
            raised_with=agencies[row["raised_with"]],
            theme=Theme.objects.filter(partnership=partnership, title=row["theme"]).first(),
            summary=row["summary"],
            on=row["on"],
        )
    for on, why in row.get("further", ()):
        with standing_at(on):
            take_further(by=by, disagreement=made, on=on, why=why)
    if "settled" in row:
        with standing_at(row["settled"]["on"]):
            settle(by=by, disagreement=made, **row["settled"])
