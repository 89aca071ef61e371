"""The example's money: the contributions that the yearly report of 2021-22 prints, and what is made up around them.

Loaded once.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread.oversight.finance.actions.budget import add_heading, plan_budget, revise_line
from goldenthread.oversight.finance.actions.contributions import (
    Part,
    agree_formula,
    work_out,
)
from goldenthread.oversight.finance.actions.receipts import record_receipt, reverse_receipt
from goldenthread.oversight.finance.actions.reports import issue_report
from goldenthread.oversight.finance.actions.spending import commit, record_spending
from goldenthread.oversight.finance.actions.years import begin_year, close_year, move_reserve, set_budget
from goldenthread.oversight.finance.formula import read_share
from goldenthread.oversight.finance.models import BudgetYear, Contribution, Heading
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.today import standing_at
from goldenthread.partnership.viewer import Actor

Told = dict[str, Any]


@transaction.atomic
def load_example(partnership: Partnership, *, by: Actor, folder: Path) -> None:
    """Does what happened, each on its day."""
    if BudgetYear.objects.filter(partnership=partnership).exists():
        return
    data = tomllib.loads((folder / "finance.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    headings = {}
    for row in data["headings"]:
        made = add_heading(by=by, title=row["title"], pattern=row["pattern"])
        headings[row["key"]] = made
    waiting = list(data["formulas"])
    for row in data["years"]:
        begun = row.get("begun_on") or row["set_on"]
        while waiting and waiting[0]["on"] <= begun:
            _formula(partnership, by, waiting.pop(0))
        _Telling(partnership, by, headings).year(row, begun)


def _formula(partnership: Partnership, by: Actor, row: Told) -> None:
    agencies = {agency.key: agency for agency in partnership.agencies.all()}
    parts = [Part(agencies[key], share=read_share(text)) for key, text in row["shares"].items()]
    parts += [Part(agencies[key], fixed=_sum(amount)) for key, amount in row["fixed"].items()]
    with standing_at(row["on"]):
        agree_formula(by=by, parts=parts, on=row["on"], note=row["note"])


def _sum(amount: Any) -> Decimal:
    """A sum of the file as pounds and pence."""
    return Decimal(amount).quantize(Decimal("0.01"))


class _Telling:
    """One year after another, as it would have been recorded."""

    def __init__(self, partnership: Partnership, by: Actor, headings: dict[str, Heading]) -> None:
        self.partnership, self.by, self.headings = partnership, by, headings

    def year(self, row: Told, begun: dt.date) -> None:
        """A year from its draft to its end, as far as the file tells it."""
        with standing_at(begun):
            self.row = begin_year(
                by=self.by,
                on=row["starts_on"],
                opening_reserve=_sum(row["opening_reserve"]),
                note=row["note"],
            )
            self._plan(row)
            self._now()
            if "set_on" in row:
                set_budget(by=self.by, year=self.row, version=self.row.version, on=begun, note=row["set_at"])
        for each in sorted(row.get("happened", []), key=lambda each: each["on"]):
            with standing_at(each["on"]):
                self._now()
                getattr(self, f"_{each['what']}")(each)
        if "closed_on" in row:
            with standing_at(row["closed_on"]):
                close_year(by=self.by, year=self.row, note=row["closed_note"])

    def _now(self) -> None:
        """The year as it stands, its version included."""
        self.row = BudgetYear.objects.select_related("partnership").get(pk=self.row.pk)

    def _plan(self, row: Told) -> None:
        work_out(
            by=self.by,
            year=self.row,
            version=self.row.version,
            total=_sum(row["total"]),
            due_on=row["due_on"],
        )
        self._now()
        amounts = {self.headings[key].pk: _sum(amount) for key, amount in row["budget"].items()}
        plan_budget(
            by=self.by, year=self.row, version=self.row.version, opening_reserve=self.row.opening_reserve,
            amounts=amounts,
        )  # fmt: skip

    def _contribution_of(self, key: str) -> Contribution:
        row: Contribution = Contribution.objects.whole().get(year=self.row, agency__key=key)
        return row

    def _received(self, each: Told) -> None:
        made = record_receipt(
            by=self.by, contribution=self._contribution_of(each["agency"]), on=each["on"],
            amount=_sum(each["amount"]), reference=each["reference"], note=each.get("note", ""),
        )  # fmt: skip
        if "reversed" in each:
            with standing_at(each["reversed"]["on"]):
                reverse_receipt(by=self.by, receipt=made, reason=each["reversed"]["why"])

    def _spent(self, each: Told) -> None:
        against = self.row.commitments.filter(number=each["against"]).first() if "against" in each else None
        record_spending(
            by=self.by, year=self.row, heading=self.headings[each["heading"]], on=each["on"],
            amount=_sum(each["amount"]), description=each["for"], reference=each["reference"], commitment=against,
        )  # fmt: skip

    def _monthly(self, each: Told) -> None:
        """The same payment month after month, from ``on``, ``times`` times."""
        for count in range(each["times"]):
            month = each["on"].month - 1 + count
            on = each["on"].replace(year=each["on"].year + month // 12, month=month % 12 + 1)
            with standing_at(on):
                self._spent(each | {"on": on, "reference": f"{each['reference']}-{on:%Y%m}"})

    def _committed(self, each: Told) -> None:
        commit(
            by=self.by, year=self.row, heading=self.headings[each["heading"]], what=each["for"],
            amount=_sum(each["amount"]), expected_on=each["expected_on"], review=each.get("review", ""),
        )  # fmt: skip

    def _revised(self, each: Told) -> None:
        revise_line(
            by=self.by, year=self.row, heading=self.headings[each["heading"]], version=self.row.version,
            amount=_sum(each["amount"]), reason=each["why"],
        )  # fmt: skip

    def _moved(self, each: Told) -> None:
        move_reserve(
            by=self.by,
            year=self.row,
            on=each["on"],
            amount=_sum(each["amount"]),
            out=each["out"],
            reason=each["why"],
        )

    def _reported(self, each: Told) -> None:
        issue_report(by=self.by, year=self.row, half=each["half"], as_at=each["as_at"], words=each["words"],
                     ledger=_sum(each["ledger"]) if "ledger" in each else None)  # fmt: skip
