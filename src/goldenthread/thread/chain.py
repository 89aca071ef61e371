"""One recommendation as a chain of five links, from what was found to who judged it: each there, or a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.design.words import plural, uk_date
from goldenthread.thread.selectors.rows import Row
from goldenthread.thread.selectors.trace import Piece
from goldenthread.thread.standing import Judged, Standing


@dataclass(frozen=True)
class Link:
    """One link of the chain: what it is, what is there, the part of the page that tells more, and its state.

    ``state`` is ``there``, ``open`` (under way), ``gap`` (missing) or ``ahead`` (not its turn yet).
    """

    name: str
    said: str
    anchor: str
    state: str


def chain_of(row: Row, pieces: Sequence[Piece]) -> list[Link]:
    """Finding, answer, actions, evidence, judgement."""
    asked = row.recommendation
    rejected = row.standing is Standing.REJECTED
    links = [
        Link("Found", _found(row), "because", "there" if asked.finding else "gap"),
        Link("Answered", _answered(row), "answer", "gap" if asked.accepted is None else "there"),
        _actions(row),
        _evidence(row, pieces),
        _judged(row),
    ]
    return links[:2] if rejected else links


def _found(row: Row) -> str:
    return row.theme or ("Without a theme" if row.recommendation.finding else "No finding is recorded")


def _answered(row: Row) -> str:
    asked = row.recommendation
    if asked.accepted is None:
        return "Nobody has answered it"
    return f"{'Accepted' if asked.accepted else 'Rejected'} on {uk_date(asked.answered_on)}"


def _actions(row: Row) -> Link:
    count = len(row.answering)
    if not count:
        return Link("Done", "No action yet", "actions", "gap" if row.recommendation.accepted else "ahead")
    said = f"{row.done} of {plural(count, 'action')} done"
    return Link("Done", said, "actions", "there" if row.done == count else "open")


def _evidence(row: Row, pieces: Sequence[Piece]) -> Link:
    if pieces:
        said = f"{plural(len(pieces), 'piece')} of evidence"
        return Link("Shown", said, "evidence", "there")
    missing = row.standing is Standing.NO_PROOF
    return Link("Shown", "No evidence of impact yet", "evidence", "gap" if missing else "ahead")


def _judged(row: Row) -> Link:
    asked = row.recommendation
    if not asked.judged:
        waits = row.standing is Standing.NOT_JUDGED
        return Link("Judged", "Not judged yet", "judgements", "gap" if waits else "ahead")
    judged = Judged(asked.judged)
    state = (
        "there" if row.standing is Standing.CLOSED else "gap" if judged is Judged.NOT_SUSTAINED else "open"
    )
    return Link("Judged", f"{judged.label}, {uk_date(asked.judged_on)}", "judgements", state)
