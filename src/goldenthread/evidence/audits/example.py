"""The example's case audits, told through the room's own actions on their days. Synthetic grades and words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread.evidence.audits.actions.auditing import Given, Whole, add_told, save_return
from goldenthread.evidence.audits.actions.booklets import publish_booklet
from goldenthread.evidence.audits.actions.cases import draw_cases, set_aside
from goldenthread.evidence.audits.actions.concerns import answer_concern, raise_concern
from goldenthread.evidence.audits.actions.moderating import Agreed, add_learning, end_audit, moderate_case
from goldenthread.evidence.audits.actions.programme import begin_audit, plan_audit
from goldenthread.evidence.audits.actions.space import give_seat
from goldenthread.evidence.audits.models import Audit, Case
from goldenthread.partnership.models import Agency, Partnership, Person
from goldenthread.partnership.today import standing_at
from goldenthread.partnership.viewer import Actor, SystemActor
from goldenthread.thread.actions.recommendations import add_proof, answer_recommendation, judge_impact
from goldenthread.thread.actions.sources import add_theme
from goldenthread.thread.models import Recommendation, Theme

COORDINATOR = "LSCP Business Manager"
TOOL = "multi-agency@2019.1"
LETTERS = {"O": "outstanding", "G": "good", "R": "improvement", "I": "inadequate", "-": ""}
SHOWN = "Synthetic: nothing of a real record stands here."
Told = dict[str, Any]


@transaction.atomic
def load_example(partnership: Partnership, *, folder: Path) -> None:
    """Does what the file says, each on its day. Loaded once."""
    if Audit.objects.filter(partnership=partnership).exists():
        return
    data = tomllib.loads((folder / "audits.toml").read_text(encoding="utf-8"))
    by = _as(partnership, COORDINATOR)
    for title in data["priorities"]:
        if not Theme.objects.filter(partnership=partnership, title__iexact=title).exists():
            add_theme(by=by, title=title, priority=True)
    for told in data["audits"]:
        _Telling(partnership, by, told).tell()


def _as(partnership: Partnership, post: str) -> Actor:
    person = Person.objects.select_related("agency").get(partnership=partnership, post=post)
    return SystemActor(label=person.post, partnership=partnership, person=person)


@dataclass
class _Telling:
    """One audit and all that came of it."""

    partnership: Partnership
    by: Actor
    told: Told

    def tell(self) -> None:
        """Everything in the order of its days."""
        with standing_at(self.told["planned"]):
            self.audit = self._plan()
        if "agencies" not in self.told:
            return
        self._begin()
        with standing_at(self.told["returned"]):
            self._return()
        if "concern" in self.told:
            self._concern(self.told["concern"])
        if "aside" in self.told:
            row = self.told["aside"]
            with standing_at(row["on"]):
                set_aside(by=self.by, case=self._case(row["case"]), reason=row["reason"])
        with standing_at(self.told.get("ended", {}).get("on", self.told["returned"])):
            self._moderate()
        if "proves" in self.told:
            self._prove(self.told["proves"])
        if "booklet" in self.told:
            words = dict(self.told["booklet"])
            with standing_at(words.pop("on")):
                publish_booklet(by=self.by, audit=self.audit, looked=True, **words)

    def _plan(self) -> Audit:
        told = self.told
        days = {name: told[name] for name in ("starts_on", "returns_due_on", "moderated_on")}
        repeats = Audit.objects.filter(partnership=self.partnership, key=told.get("repeats", "")).first()
        return plan_audit(
            by=self.by, tool_ref=TOOL, title=told["title"], question=told["question"], repeats=repeats,
            theme=Theme.objects.get(partnership=self.partnership, title=told["theme"]),
            group=self.partnership.groups.get(key=told["group"]), **days,
        )  # fmt: skip

    def _begin(self) -> None:
        drawn = dict(self.told["drawn"])
        with standing_at(drawn.pop("on")):
            self.agencies = {key: self._agency(key) for key in self.told["agencies"]}
            begin_audit(by=self.by, audit=self.audit, agencies=self.agencies.values())
            for post, part in self.told["places"]:
                person = Person.objects.get(partnership=self.partnership, post=post)
                give_seat(by=self.by, audit=self.audit, person=person, part=part)
            draw_cases(by=self.by, audit=self.audit, **drawn)

    def _agency(self, key: str) -> Agency:
        agency: Agency = self.partnership.agencies.get(key=key)
        return agency

    def _case(self, number: int) -> Case:
        case: Case = self.audit.cases.select_related("audit").get(number=number)
        return case

    def _auditor(self, agency: Agency) -> Actor:
        """Whoever audits an agency's record."""
        places = self.audit.seats.filter(part="auditor", person__agency=agency)
        return _as(self.partnership, places.select_related("person").get().person.post)

    def _return(self) -> None:
        """Each agency's part of its first cases."""
        domains = self.audit.tool.domains
        for key, rows in self.told["returns"].items():
            auditor = self._auditor(self.agencies[key])
            for number, letters in enumerate(rows, 1):
                given = {
                    domain.key: Given(
                        LETTERS[letter], SHOWN if LETTERS[letter] else "Not on this agency’s record."
                    )
                    for domain, letter in zip(domains, letters, strict=True)
                }
                save_return(
                    by=auditor, case=self._case(number), agency=self.agencies[key], version=0, given=given,
                    whole=Whole(independent=True), send=True,
                )  # fmt: skip
        for number, speaker, words in self.told["told"]:
            add_told(by=self.by, case=self._case(number), speaker=speaker, words=words)

    def _concern(self, row: Told) -> None:
        with standing_at(row["on"]):
            made, _ = raise_concern(
                by=self._auditor(self.agencies["nelft"]),
                case=self._case(row["case"]),
                agency=self._agency(row["agency"]),
                text=row["text"],
            )
        with standing_at(row["answered"]):
            answer_concern(by=self._auditor(made.agency), concern=made, text=row["answer"], safe=row["safe"])

    def _prove(self, row: Told) -> None:
        """The audit is brought as evidence for what the one before had recommended, and judged."""
        first = self.audit.repeats
        assert first is not None  # noqa: S101
        asked = Recommendation.objects.get(source__about=f"case_audit:{first.pk}", ref=row["ref"])
        with standing_at(row["accepted"]):
            answer_recommendation(by=self.by, recommendation=asked, accepted=True, on=row["accepted"])
        with standing_at(row["on"]):
            add_proof(
                by=self.by, recommendation=asked, kind="audit", text=row["text"], dated=row["on"],
                reference=f"case_audit:{self.audit.pk}",
            )  # fmt: skip
            judge = _as(self.partnership, row["judge"])
            judge_impact(
                by=judge, recommendation=asked, value=row["value"], reasons=row["reasons"], on=row["on"]
            )

    def _moderate(self) -> None:
        titles = list(self.audit.tool.titles())
        for number, letters in enumerate(self.told["moderated"], 1):
            agreed = {
                key: Agreed(LETTERS[letter], "What the records show together. (made up)")
                for key, letter in zip(titles, letters, strict=True)
            }
            moderate_case(by=self.by, case=self._case(number), agreed=agreed)
        for row in self.told["learning"]:
            add_learning(by=self.by, audit=self.audit, looked=True, **row)
        if "ended" in self.told:
            end_audit(by=self.by, audit=self.audit, repeat_on=self.told["ended"]["repeat_on"], without=True)
            self.audit.refresh_from_db()
