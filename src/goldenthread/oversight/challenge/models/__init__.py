"""Challenges, disagreements and risks."""

from goldenthread.oversight.challenge.models.challenges import (
    Challenge,
    Disagreement,
    Outcome,
    Reply,
    Settlement,
    StageStep,
)
from goldenthread.oversight.challenge.models.risks import Risk, Scoring

__all__ = ["Challenge", "Disagreement", "Outcome", "Reply", "Risk", "Scoring", "Settlement", "StageStep"]
