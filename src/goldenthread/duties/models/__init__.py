"""Which rules a partnership works by, what happened, what is owed, and what followed from a breach."""

from goldenthread.duties.models.duty import Derivation, Duty
from goldenthread.duties.models.feeds import CalendarFeed
from goldenthread.duties.models.following import Followed, Letter
from goldenthread.duties.models.record import AdoptedPack, DutyPause, LocalClosure, Occurrence

__all__ = [
    "AdoptedPack",
    "CalendarFeed",
    "Derivation",
    "Duty",
    "DutyPause",
    "Followed",
    "Letter",
    "LocalClosure",
    "Occurrence",
]
