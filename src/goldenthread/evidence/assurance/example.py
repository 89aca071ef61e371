"""The example's self-assessments, answered, signed and moderated through the room's own actions. Synthetic answers."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread.evidence.assurance.actions.answering import (
    NOT_APPLICABLE,
    Given,
    save_answers,
    sign,
    version_of,
)
from goldenthread.evidence.assurance.actions.cycles import ask_agencies, open_cycle, put_survey_beside
from goldenthread.evidence.assurance.actions.moderating import (
    Graded,
    answers_of,
    finish_moderation,
    grade_answers,
)
from goldenthread.evidence.assurance.models import Assessment, Cycle
from goldenthread.evidence.voice.models import Survey
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.today import standing_at
from goldenthread.partnership.viewer import Actor

Told = dict[str, Any]
SHOWN = "Synthetic answer of the example."


@transaction.atomic
def load_example(partnership: Partnership, *, by: Actor, folder: Path) -> None:
    """Does what the file says, each on its day. Loaded once."""
    if Cycle.objects.filter(partnership=partnership).exists():
        return
    data = tomllib.loads((folder / "assurance.toml").read_text(encoding="utf-8"))
    for told in data["cycles"]:
        _cycle(partnership, by, told)


def _cycle(partnership: Partnership, by: Actor, told: Told) -> None:
    agencies = {agency.key: agency for agency in partnership.agencies.all()}
    fields = {name: told[name] for name in ("title", "set_ref", "opens_on", "closes_on")}
    with standing_at(told["asked_on"]):
        cycle = open_cycle(by=by, **fields)
        asked = ask_agencies(by=by, cycle=cycle, agencies=[agencies[key] for key in told["asked"]])
    if "survey" in told:
        survey = Survey.objects.get(partnership=partnership, key=told["survey"])
        put_survey_beside(by=by, cycle=cycle, survey=survey)
    by_key = {row.agency.key: row for row in asked}
    for row in told["returns"]:
        _return(by, by_key[row["agency"]], row)


def _return(by: Actor, assessment: Assessment, told: Told) -> None:
    """What an agency answered: ``usually`` everywhere but where ``besides`` says otherwise, question by question."""
    besides = told.get("besides", {})
    with standing_at(told["signed"] if "signed" in told else told["saved"]):
        standards = assessment.cycle.questions.standards
        for standard in standards[: told.get("parts", len(standards))]:
            given = {each.key: _given(besides.get(each.key, told["usually"])) for each in standard.questions}
            version = version_of(assessment, standard)
            save_answers(by=by, assessment=assessment, standard=standard, given=given, version=version)
        if "signed" in told:
            sign(by=by, assessment=assessment, officer=told["officer"])
    if "moderated" in told:
        with standing_at(told["moderated"]):
            _moderate(by, assessment, told)


def _given(level: str) -> Given:
    if level == NOT_APPLICABLE:
        return Given(NOT_APPLICABLE, "Not offered by this setting.")
    return Given(level, text=SHOWN)


def _moderate(by: Actor, assessment: Assessment, told: Told) -> None:
    assessment.refresh_from_db()
    own = {key: Graded(row.level) for key, row in answers_of(assessment).items() if row.level}
    panel = {key: Graded(*each) for key, each in told.get("panel", {}).items()}
    grade_answers(by=by, assessment=assessment, graded=own | panel)
    finish_moderation(
        by=by, assessment=assessment, feedback=told["feedback"], put_right_by=told["put_right_by"]
    )
