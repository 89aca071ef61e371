"""Cycles of self-assessment, what agencies answered and signed, and how a panel graded it."""

from goldenthread.evidence.assurance.models.assessments import (
    Answer,
    Assessment,
    Delegation,
    EvidenceFile,
    Grade,
    SignedAnswer,
    StandardScore,
    Turn,
)
from goldenthread.evidence.assurance.models.cycles import Cycle

__all__ = [
    "Answer",
    "Assessment",
    "Cycle",
    "Delegation",
    "EvidenceFile",
    "Grade",
    "SignedAnswer",
    "StandardScore",
    "Turn",
]
