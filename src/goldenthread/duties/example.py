"""The example's rules and record. Loading it again changes nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from goldenthread.duties.actions.following import follow_up
from goldenthread.duties.actions.record import adopt_pack, record_occurrence
from goldenthread.duties.happenings import Happening
from goldenthread.duties.models import AdoptedPack, Occurrence
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

# What the papers say happened by September 2019, each with where it is printed.
HAPPENED = (
    (Happening.CONSTITUTION_REVIEWED, dt.date(2019, 5, 7), "", "The arrangements of 2019 (001)"),
    (Happening.AGENCIES_REVIEWED, dt.date(2019, 5, 7), "", "The list of relevant agencies of 2019 (001)"),
    (Happening.STRUCTURE_REVIEWED, dt.date(2019, 5, 7), "", "The structure of 2019 (001)"),
    (Happening.BUSINESS_PLAN_AGREED, dt.date(2019, 5, 7), "", "The delivery plan of 2019-20 (000, 2.3)"),
)


def load_example(partnership: Partnership, *, by: Actor, folder: Path) -> None:
    """Adopts the constitution and records what the papers say happened; then does what follows from breaches."""
    if not AdoptedPack.objects.filter(partnership=partnership).exists():
        text = (folder / "constitution.toml").read_text(encoding="utf-8")
        since = partnership.effective_from or today()
        adopt_pack(by=by, since=since, text=text, why="The constitution of the new arrangements")
    if not Occurrence.objects.filter(partnership=partnership).exists():
        for happening, on, reference, note in HAPPENED:
            record_occurrence(by=by, happening=happening, on=on, reference=reference, note=note)
    follow_up(by=by, on=today())
