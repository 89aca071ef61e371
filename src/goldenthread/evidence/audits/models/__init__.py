"""Audits, their cases under references alone, what agencies found, what was agreed, and what came of it."""

from goldenthread.evidence.audits.models.audits import Audit, Opening, Participation, Seat
from goldenthread.evidence.audits.models.cases import (
    Case,
    DomainGrade,
    Draw,
    Moderated,
    Return,
    SentGrade,
    Told,
)
from goldenthread.evidence.audits.models.outcomes import (
    Booklet,
    BookletTakenDown,
    Concern,
    ConcernAnswer,
    DomainResult,
    Learning,
)

__all__ = [
    "Audit",
    "Booklet",
    "BookletTakenDown",
    "Case",
    "Concern",
    "ConcernAnswer",
    "DomainGrade",
    "DomainResult",
    "Draw",
    "Learning",
    "Moderated",
    "Opening",
    "Participation",
    "Return",
    "Seat",
    "SentGrade",
    "Told",
]
