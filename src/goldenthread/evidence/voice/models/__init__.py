"""Engagement and what was said in it, themes, what was done, and surveys with their answers."""

from goldenthread.evidence.voice.models.engagement import Engagement, Speaker, Theme, Voice
from goldenthread.evidence.voice.models.responses import Response
from goldenthread.evidence.voice.models.surveys import Answer, Option, Question, Submission, Survey, Words

__all__ = [
    "Answer",
    "Engagement",
    "Option",
    "Question",
    "Response",
    "Speaker",
    "Submission",
    "Survey",
    "Theme",
    "Voice",
    "Words",
]
