"""A source with what it asks for, in tests; and the ways in which a recommendation moves on."""

import datetime as dt

from tests.cast import TODAY, rate, viewing

from goldenthread.thread.actions.recommendations import (
    add_proof,
    answer_recommendation,
    judge_impact,
    link_action,
)
from goldenthread.thread.actions.sources import add_recommendation, add_source
from goldenthread.thread.selectors.rows import EVERYTHING, rows_of

REPORTED = dt.date(2019, 6, 3)
BASE = "/thurrock/thread/"


def make_source(by, key="audit-2019", **more):
    fields = {"kind": "audit", "title": "Audit of neglect", "dated": REPORTED} | more
    return add_source(by=by, key=key, **fields)


def asked_for(by, source, ref="1", **more):
    return add_recommendation(by=by, source=source, ref=ref, text=f"Do what {ref} asks", **more)


def accepted(by, source, ref="1", **more):
    row = asked_for(by, source, ref, **more)
    answer_recommendation(by=by, recommendation=row, accepted=True, on=TODAY)
    return row


def linked(by, row, action):
    return link_action(by=by, recommendation=row, action=action)


def done(action):
    """Rates an action as completed."""
    return rate(action, 4, TODAY)


def proved(by, row, **more):
    fields = {"kind": "audit", "text": "The repeat audit shows it.", "dated": TODAY} | more
    return add_proof(by=by, recommendation=row, **fields)


def judged(person, row, value="achieved", **more):
    fields = {"reasons": "The audits agree.", "on": TODAY} | more
    return judge_impact(by=viewing(person), recommendation=row, value=value, **fields)


def standing(by, row):
    (found,) = rows_of(by, EVERYTHING, number=row.pk)
    return found.standing
