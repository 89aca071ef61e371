"""Indicators, the figures that agencies send for them, what they are compared with, and how a figure is judged."""

from goldenthread.evidence.measures.models.comparators import Comparator, ComparatorValue, Population
from goldenthread.evidence.measures.models.indicators import AnnotatedEvent, Definition, Indicator
from goldenthread.evidence.measures.models.ingests import AnnexAIngest
from goldenthread.evidence.measures.models.observations import Observation, ObservationEvent
from goldenthread.evidence.measures.models.standings import Standing
from goldenthread.evidence.measures.models.tokens import ApiToken

__all__ = [
    "AnnexAIngest",
    "AnnotatedEvent",
    "ApiToken",
    "Comparator",
    "ComparatorValue",
    "Definition",
    "Indicator",
    "Observation",
    "ObservationEvent",
    "Population",
    "Standing",
]
