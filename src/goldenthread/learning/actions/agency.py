"""How an agency wants its bookings handled."""

from __future__ import annotations

from django.db import transaction

from goldenthread.learning.models import AgencyTraining
from goldenthread.partnership.audit import record
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


@transaction.atomic
def set_agency_training(
    *, by: Actor, agency: Agency, approves: bool, invoice_to: str = "", order_reference: str = ""
) -> AgencyTraining:
    """Says whether an agency's own bookings wait for its approval, and where its invoices go."""
    by.require(Permission.BOOK_FOR_AGENCY, agency)
    row, _ = AgencyTraining.objects.update_or_create(
        agency=agency,
        defaults={"approves": approves, "invoice_to": invoice_to, "order_reference": order_reference},
    )
    said = "wait for approval" if approves else "need no approval"
    record("training.agency_set", f"Bookings of {agency} {said}", by=by, about=agency)
    return row
