"""The thread from any of its parts: what was found, what was asked for, who does it, what it changed, who judged it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from goldenthread.partnership.viewer import Actor
from goldenthread.plans.words import level_label
from goldenthread.thread.evidence import Shown, shown_for
from goldenthread.thread.models import Finding, Proof, Source
from goldenthread.thread.selectors.rows import EVERYTHING, Row, rows_of, with_actions
from goldenthread.thread.standing import Standing


@dataclass(frozen=True)
class Strand:
    """A finding and the recommendations that came of it; recommendations without a finding stand under ``None``."""

    finding: Finding | None
    rows: list[Row]

    @property
    def is_gap(self) -> bool:
        """Whether something was found, and nothing asked for because of it."""
        return self.finding is not None and not self.finding.good and not self.rows


def strands_of(viewer: Actor, source: Source, on: dt.date) -> list[Strand]:
    """Everything of a source, in its order. Eight queries."""
    rows = with_actions(viewer, rows_of(viewer, on, source=source.key), on)
    findings = list(source.findings.select_related("theme", "agency"))
    strands = [
        Strand(finding, [row for row in rows if row.recommendation.finding_id == finding.pk])
        for finding in findings
    ]
    free = [row for row in rows if row.recommendation.finding_id is None]
    return [*strands, *([Strand(None, free)] if free else [])]


@dataclass(frozen=True)
class Piece:
    """A piece of evidence, and what another room of the product shows of it today, where it names one."""

    proof: Proof
    shown: Shown | None


def pieces_of(viewer: Actor, recommendations: Sequence[Any]) -> dict[int, list[Piece]]:
    """The evidence of each recommendation, by its number in the database. One query, and those of the rooms named."""
    proofs = list(Proof.objects.standing().filter(recommendation__in=recommendations))
    shown = shown_for(viewer, [proof.reference for proof in proofs if proof.reference])
    found: dict[int, list[Piece]] = defaultdict(list)
    for proof in proofs:
        found[proof.recommendation_id].append(Piece(proof, shown.get(proof.reference)))
    return found


def trace(viewer: Actor, key: str, on: dt.date) -> dict[str, Any] | None:
    """The thread of ``SOURCE``, or of ``SOURCE/NUMBER``, a recommendation or else a finding of it, as plain values.

    ``None`` where the viewer may see no such thing. Twelve queries, and those of the rooms whose evidence it names.
    """
    name, _, number = key.partition("/")
    source = Source.objects.visible_to(viewer).select_related("partnership", "group").filter(key=name).first()
    if source is None:
        return None
    strands = strands_of(viewer, source, on)
    if number:
        strands = _narrowed(strands, number)
        if not strands:
            return None
    asked = [row.recommendation for strand in strands for row in strand.rows]
    prefetch_related_objects(asked, "answers", "judgements")
    pieces = pieces_of(viewer, asked)
    return {
        "source": {
            "key": source.key,
            "kind": source.kind,
            "title": source.title,
            "dated": source.dated.isoformat(),
            "restricted": source.restricted,
        },
        "as_of": None if on == EVERYTHING else on.isoformat(),
        "strands": [_strand(strand, pieces) for strand in strands],
    }


def _narrowed(strands: list[Strand], number: str) -> list[Strand]:
    of_one = [
        Strand(strand.finding, rows)
        for strand in strands
        if (rows := [row for row in strand.rows if row.recommendation.ref == number])
    ]
    return of_one or [strand for strand in strands if strand.finding and strand.finding.ref == number]


def _strand(strand: Strand, pieces: Mapping[int, Sequence[Piece]]) -> dict[str, Any]:
    finding = strand.finding
    return {
        "finding": finding
        and {
            "number": finding.ref,
            "text": finding.text,
            "theme": str(finding.theme) if finding.theme else None,
            "priority": finding.priority or None,
            "good_practice": finding.good,
        },
        "gap": "found, and nothing recommended" if strand.is_gap else None,
        "recommendations": [
            _recommendation(row, pieces.get(row.recommendation.pk, ())) for row in strand.rows
        ],
    }


def _recommendation(row: Row, pieces: Sequence[Piece]) -> dict[str, Any]:
    asked = row.recommendation
    return {
        "number": asked.ref,
        "text": asked.text,
        "for": row.agency or None,
        "stands": row.standing.value,
        "in_words": row.standing.label,
        "closed": row.standing is Standing.CLOSED,
        "answers": [
            {"accepted": each.accepted, "on": each.on.isoformat(), "by": each.by_label, "reason": each.reason}
            for each in asked.answers.all()
        ],
        "actions": [_action(action) for action in row.actions],
        "actions_not_shown": row.hidden,
        "evidence": [_piece(piece) for piece in pieces],
        "judgements": [
            {"value": each.value, "on": each.on.isoformat(), "by": each.by_label, "reasons": each.reasons}
            for each in asked.judgements.all()
        ],
    }


def _action(action: Any) -> dict[str, Any]:
    level = None if action.rating is None else action.plan.scale.level(action.rating)
    return {
        "plan": action.plan.key,
        "ref": action.ref,
        "title": action.title,
        "lead_agency": str(action.lead_agency) if action.lead_agency else None,
        "due_on": action.due_on.isoformat() if action.due_on else None,
        "rating": level_label(action.plan.scale_key, level) if level else None,
        "done": action.is_done,
    }


def _piece(piece: Piece) -> dict[str, Any]:
    return {
        "kind": piece.proof.kind,
        "says": piece.proof.text,
        "dated": piece.proof.dated.isoformat(),
        "reference": piece.proof.reference or None,
        "shows_today": piece.shown.said if piece.shown else None,
    }
