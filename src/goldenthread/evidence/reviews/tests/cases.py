"""Steps, people and texts of reviews in tests."""

import datetime as dt

from tests.cast import viewing

from goldenthread.duties.happenings import Happening
from goldenthread.evidence.reviews.actions.panel import ask_to_panel, declare
from goldenthread.evidence.reviews.actions.reviews import decide, record_step
from goldenthread.evidence.reviews.actions.writing import save_draft, sign

TEXT = "# What we found\n\nWorkers saw the baby often. They spoke to one parent alone."
# Known on Monday 1 July 2019: notified in time, sent in time.
DAYS = (
    (Happening.PARTNERS_TOLD, "2019-07-03"),
    (Happening.INCIDENT_NOTIFIED, "2019-07-05"),
    (Happening.RAPID_REVIEW_MET, "2019-07-24"),
    (Happening.RAPID_REVIEW_SENT, "2019-07-26"),
)


def day(text):
    return dt.date.fromisoformat(text)


def step(by, review, happening, on, **more):
    return record_step(by=by, review=review, happening=happening, on=day(on), **more)


def seated(manager, review, person, part="member"):
    """Somebody on the panel who declared to have had no part."""
    seat = ask_to_panel(by=manager, review=review, person=person, part=part)
    declare(by=viewing(person), review=review, no_part=True)
    seat.refresh_from_db()
    return seat


def rapid(manager, review):
    """The rapid review from the incident to the Panel."""
    for happening, on in DAYS:
        step(manager, review, happening, on)


def decided(manager, review, **more):
    fields = {
        "outcome": "review",
        "met": ["together"],
        "reasons": "Agencies did not speak.",
        "on": day("2019-07-24"),
    }
    return decide(by=manager, review=review, **(fields | more))


def written(manager, review, *, stage="final", text=TEXT, seen=0):
    return save_draft(by=manager, review=review, text=text, stage=stage, seen=seen)


def signed(draft, *people):
    for person in people:
        sign(by=viewing(person), draft=draft)
