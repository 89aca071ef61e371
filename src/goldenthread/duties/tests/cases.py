"""Small rules and records for the tests of this room."""

from __future__ import annotations

import datetime as dt

from tests.provision import ROOT

from goldenthread.duties.actions.record import adopt_pack, record_occurrence
from goldenthread.duties.derivation import refresh
from goldenthread.duties.happenings import Happening
from goldenthread.duties.models import Duty

CONSTITUTION = (ROOT / "examples" / "thurrock" / "constitution.toml").read_text(encoding="utf-8")


def day(text):
    """A date as it is written in the tests."""
    return dt.date.fromisoformat(text)


def adopt(by, text=CONSTITUTION, since="2019-04-01"):
    """Works by the example's constitution."""
    return adopt_pack(by=by, since=day(since), text=text, why="The new arrangements")


def happened(by, happening, on, reference="", **more):
    """Records that something happened."""
    return record_occurrence(by=by, happening=Happening(happening), on=day(on), reference=reference, **more)


def the_duty(partnership, rule, about=None):
    """The only duty of a rule, derived anew."""
    refresh(partnership)
    rows = Duty.objects.filter(partnership=partnership, rule_key=rule)
    return rows.get(about=about) if about else rows.get()
