"""Source → finding → recommendation → action → proof of impact, and who judged it."""

from goldenthread.thread.models.recommendations import (
    ActionLink,
    Answer,
    Judgement,
    Proof,
    Recommendation,
    TakenBack,
)
from goldenthread.thread.models.sources import Finding, Source, Theme

__all__ = [
    "ActionLink",
    "Answer",
    "Finding",
    "Judgement",
    "Proof",
    "Recommendation",
    "Source",
    "TakenBack",
    "Theme",
]
