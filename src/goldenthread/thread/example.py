"""The example's thread, told through the room's own actions on the days on which it happened. Loaded once."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread.partnership.models import Partnership, Person
from goldenthread.partnership.today import standing_at
from goldenthread.partnership.viewer import Actor, SystemActor
from goldenthread.plans.models import Action
from goldenthread.thread.actions.recommendations import (
    add_proof,
    answer_recommendation,
    judge_impact,
    link_action,
)
from goldenthread.thread.actions.sources import add_finding, add_recommendation, add_source, add_theme
from goldenthread.thread.models import Finding, Recommendation, Source, Theme

Told = dict[str, Any]


@transaction.atomic
def load_example(partnership: Partnership, *, by: Actor, folder: Path) -> None:
    """Records the example's sources, what they found and asked for, and what became of it."""
    if Source.objects.filter(partnership=partnership).exists():
        return
    data = tomllib.loads((folder / "thread.toml").read_text(encoding="utf-8"))
    themes = {row["title"]: add_theme(by=by, **row) for row in data["themes"]}
    for told in data["sources"]:
        _Telling(partnership, by, themes, told).tell()


@dataclass
class _Telling:
    """One source and all that came of it."""

    partnership: Partnership
    by: Actor
    themes: dict[str, Theme]
    told: Told

    def tell(self) -> None:
        """Everything in the order of its days."""
        with standing_at(self.told["dated"]):
            self.source = self._add()
            self.findings = {row["ref"]: self._finding(dict(row)) for row in self.told["findings"]}
            self.asked = {row["ref"]: self._recommendation(row) for row in self._recommendations()}
        if "answered" in self.told:
            with standing_at(self.told["answered"]):
                self._answer(self.told["answered"])
        for row in self.told.get("proofs", ()):
            self._prove(dict(row))
        for row in self.told.get("judgements", ()):
            self._judge(dict(row))

    def _add(self) -> Source:
        group = self.partnership.groups.filter(key=self.told.get("group", "")).first()
        values = {name: self.told[name] for name in ("key", "kind", "title", "dated", "summary")}
        return add_source(by=self.by, group=group, **values)

    def _finding(self, row: Told) -> Finding:
        row.pop("recommendations", None)
        theme, agency = self.themes[row.pop("theme")], row.pop("agency", "")
        return add_finding(
            by=self.by,
            source=self.source,
            theme=theme,
            agency=self.partnership.agencies.filter(key=agency).first(),
            **row,
        )

    def _recommendations(self) -> Iterator[Told]:
        """Those that are told; those of the plan that answers the source; those known by number alone."""
        told = {row["ref"]: row for row in self.told.get("recommendations", ())}
        if "link_plan" in self.told:
            for action in self._actions_of(self.told["link_plan"]):
                text = action.recommendation
                told[action.ref] = {
                    "ref": action.ref,
                    "text": text,
                    "actions": [[action.plan.key, action.ref]],
                }
        for number in range(1, self.told.get("count", 0) + 1):
            told.setdefault(str(number), {"ref": str(number), "text": self.told["unprinted"]})
        yield from sorted(told.values(), key=lambda row: int(row["ref"]))

    def _actions_of(self, plan: str) -> Any:
        rows = Action.objects.filter(plan__partnership=self.partnership, plan__key=plan)
        return rows.select_related("plan").order_by("order")

    def _recommendation(self, row: Told) -> Recommendation:
        finding = next(
            (each["ref"] for each in self.told["findings"] if row["ref"] in each.get("recommendations", ())),
            "",
        )
        return add_recommendation(
            by=self.by,
            source=self.source,
            ref=row["ref"],
            text=row["text"],
            finding=self.findings.get(finding),
            agency=self.partnership.agencies.filter(key=row.get("agency", "")).first(),
        )

    def _answer(self, on: dt.date) -> None:
        for row in self._recommendations():
            reason = row.get("rejected", "")
            asked = self.asked[row["ref"]]
            answer_recommendation(by=self.by, recommendation=asked, accepted=not reason, reason=reason, on=on)
            for plan, ref in row.get("actions", ()):
                link_action(by=self.by, recommendation=asked, action=self._actions_of(plan).get(ref=ref))

    def _prove(self, row: Told) -> None:
        with standing_at(row["dated"]):
            add_proof(by=self.by, recommendation=self.asked[row.pop("ref")], **row)

    def _judge(self, row: Told) -> None:
        person = Person.objects.get(partnership=self.partnership, post=row.pop("by"))
        by = SystemActor(label=person.post, partnership=self.partnership, person=person)
        with standing_at(row["on"]):
            judge_impact(by=by, recommendation=self.asked[row.pop("ref")], **row)
