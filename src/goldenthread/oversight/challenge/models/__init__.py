"""Challenges, disagreements, disputes, risks, requests for information and protocols with other boards."""

from goldenthread.oversight.challenge.models.challenges import (
    Challenge,
    Disagreement,
    Outcome,
    Reply,
    Settlement,
    StageStep,
)
from goldenthread.oversight.challenge.models.disputes import Dispute, DisputeStep
from goldenthread.oversight.challenge.models.limits import StageLimit
from goldenthread.oversight.challenge.models.requests import (
    InformationAnswer,
    InformationRequest,
    Protocol,
    ProtocolReview,
)
from goldenthread.oversight.challenge.models.risks import Risk, Scoring

__all__ = [
    "Challenge",
    "Disagreement",
    "Dispute",
    "DisputeStep",
    "InformationAnswer",
    "InformationRequest",
    "Outcome",
    "Protocol",
    "ProtocolReview",
    "Reply",
    "Risk",
    "Scoring",
    "Settlement",
    "StageLimit",
    "StageStep",
]
