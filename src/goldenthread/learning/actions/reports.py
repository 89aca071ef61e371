"""Training reports, issued twice a year: frozen as they were read. A correction is another version."""

from __future__ import annotations

from django.db import transaction

from goldenthread.design.words import uk_date
from goldenthread.learning.models import ReportEdition
from goldenthread.learning.periods import Period
from goldenthread.learning.reporting import body_of
from goldenthread.learning.selectors.report import as_values, report_of
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.partnership.wording import check_confined_text


@transaction.atomic
def issue_report(*, by: Actor, period: Period, comment: str = "") -> ReportEdition:
    """Issues the report of a period with its figures of today; one that was issued before stays as it was.

    Raises :class:`RuleError` for a period that is not over, for one without a session, and for a comment that could
    tell who a child or a family is.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_LEARNING)
    if period.last >= today():
        raise RuleError(
            f"The period ends on {uk_date(period.last)}. Issue its report afterwards.", code="early"
        )
    check_confined_text("comment", comment)
    values = as_values(report_of(by, partnership, period))
    if not values["attendance"]["sessions"]:
        raise RuleError("No session took place in this period, so there is nothing to report.", code="empty")
    of_period = ReportEdition.objects.filter(partnership=partnership, first=period.first, last=period.last)
    made = ReportEdition.objects.create(
        partnership=partnership, first=period.first, last=period.last, on=today(), number=of_period.count() + 1,
        body=body_of(partnership, values, comment), figures=values, by_label=by.label,
    )  # fmt: skip
    record(
        "training.report_issued",
        f"Issued the training report {period.name}, version {made.number}",
        by=by,
        about=made,
    )
    return made
