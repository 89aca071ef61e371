"""Reviews in confined spaces: who may enter, the steps and their days, what is gathered and written."""

from goldenthread.evidence.reviews.models.reviews import (
    AgencyReport,
    Decision,
    Delivery,
    Opening,
    PanelSeat,
    Review,
    Step,
)
from goldenthread.evidence.reviews.models.writing import (
    Account,
    ChronologyEntry,
    Comment,
    Dismissal,
    Draft,
    Signature,
)

__all__ = [
    "Account",
    "AgencyReport",
    "ChronologyEntry",
    "Comment",
    "Decision",
    "Delivery",
    "Dismissal",
    "Draft",
    "Opening",
    "PanelSeat",
    "Review",
    "Signature",
    "Step",
]
