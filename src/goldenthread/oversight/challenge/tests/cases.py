"""Challenges, disagreements and risks in tests: all of them synthetic."""

import datetime as dt

from tests.cast import TODAY

from goldenthread.oversight.challenge.actions.challenges import make_challenge
from goldenthread.oversight.challenge.actions.disagreements import raise_disagreement
from goldenthread.oversight.challenge.actions.disputes import raise_dispute
from goldenthread.oversight.challenge.actions.requests import agree_protocol, ask_for_information
from goldenthread.oversight.challenge.actions.risks import add_risk

SCORES = {"likelihood": 4, "impact": 5, "likelihood_after": 2, "impact_after": 5}


def day(text):
    return dt.date.fromisoformat(text)


def challenged(by, **more):
    fields = {"title": "Late answers", "text": "Why do answers to actions come late?"} | more
    return make_challenge(by=by, **fields)


def requested(by, **more):
    """A request for information, and a protocol with another board."""
    fields = {"to": "A provider", "what": "Its policy", "on": day("2019-08-01"), "due_on": day("2019-08-15")}
    agree_protocol(by=by, board="Adults board", about="Who leads", agreed_on=day("2018-09-03"))
    return ask_for_information(by=by, **(fields | more))


def disagreed(by, raised_by, raised_with, on=TODAY, **more):
    fields = {"summary": "Whether a plan is needed"} | more
    return raise_disagreement(by=by, raised_by=raised_by, raised_with=raised_with, on=on, **fields)


def disputed(by, one, other, **more):
    fields = {"title": "Who pays for the room", "on": day("2019-09-02"), "note": "Each says the other"}
    return raise_dispute(by=by, raised_by=one, raised_with=other, **(fields | more))


def risked(by, scores=SCORES, **more):
    fields = {
        "title": "Too few social workers", "cause": "Turnover", "effect": "Visits come late", "post": "Director",
        "review_on": day("2019-12-02"), "appetite": 9,
    }  # fmt: skip
    return add_risk(by=by, scores=dict(scores), **(fields | more))
