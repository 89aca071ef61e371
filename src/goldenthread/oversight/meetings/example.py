"""The example's meetings: what stands on the Board's agenda, and the two meetings that its papers name.

The papers name the days and not the hours, which are the example's own. Loading it again changes nothing.
"""

from __future__ import annotations

import datetime as dt

from goldenthread.oversight.meetings.actions.agenda import set_standing_items
from goldenthread.oversight.meetings.actions.meetings import call_meeting
from goldenthread.oversight.meetings.models import Meeting
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.viewer import Actor

# The standard agenda of the Management Executive Board (001), and the key items of the Learning & Practice Review
# Group that are of its own time (002).
STANDING: dict[str, list[tuple[str, tuple[int, ...]]]] = {
    "meb": [
        ("National and Local Learning Practice Reviews", ()),
        ("Progress of the multi-agency plan and performance report", ()),
        ("Updates from other strategic groups", ()),
        ("Updates from Thurrock LSCP Sub Groups", ()),
        ("Finance", (10, 3)),
    ],
    "lpr": [
        ("Delivery plan", ()),
        ("Learning practice reviews and action plans", ()),
        ("Training programme", ()),
    ],
}
# Named in the report of May to August 2019 (000).
CALLED = {"lpr": dt.date(2019, 9, 9), "meb": dt.date(2019, 9, 26)}


def load_example(partnership: Partnership, *, by: Actor) -> None:
    """Sets the standing items and calls the meetings."""
    if Meeting.objects.filter(partnership=partnership).exists():
        return
    groups = {group.key: group for group in partnership.groups.all()}
    for key, items in STANDING.items():
        set_standing_items(by=by, group=groups[key], items=items)
    for key, day in CALLED.items():
        call_meeting(by=by, group=groups[key], on=day, at=dt.time(10), place="Civic Offices")
