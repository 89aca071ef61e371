"""Reports, their editions, and the events and website figures that they tell of."""

from goldenthread.publishing.models.activity import Event, EventDate, WebsiteMonth
from goldenthread.publishing.models.edition import Edition, EditionFile, EditionIsFixedError
from goldenthread.publishing.models.report import Report, ReportSection, SignOff

__all__ = [
    "Edition",
    "EditionFile",
    "EditionIsFixedError",
    "Event",
    "EventDate",
    "Report",
    "ReportSection",
    "SignOff",
    "WebsiteMonth",
]
