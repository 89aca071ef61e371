"""Signing a report off."""

from __future__ import annotations

from django.db import transaction

from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.publishing.actions.reports import refuse_closed
from goldenthread.publishing.build import write_text
from goldenthread.publishing.missing import blocking
from goldenthread.publishing.models import Report, SignOff
from goldenthread.publishing.signatures import next_number, signatures_of


@transaction.atomic
def sign_off(*, by: Actor, report: Report, seen_checksum: str) -> SignOff:
    """Signs the text whose checksum the person was shown, for their agency. Signing it again changes nothing.

    Raises :class:`RuleError` where the text is no longer that one, where something is still missing from it, and for
    anybody who does not work for a safeguarding partner.
    """
    by.require(Permission.SIGN_OFF_REPORTS, report)
    current: Report = Report.objects.select_for_update(of=("self",)).select_related("plan").get(pk=report.pk)
    refuse_closed(current)
    agency = _agency_of(by)
    text = write_text(current)
    if text.checksum != seen_checksum:
        raise RuleError(
            "The report has changed since you opened this page. Read it again below, then sign.",
            code="changed",
        )
    if missing := blocking(current, text.content):
        raise RuleError([f"It cannot be signed off yet. {each.sentence}" for each in missing], code="missing")
    number = next_number(current)
    signature, is_new = SignOff.objects.get_or_create(
        report=current,
        person=by.person,
        edition_number=number,
        report_version=current.version,
        checksum=text.checksum,
        defaults={"agency": agency, "by_label": by.label, "role": agency.name, "signed_on": today()},
    )
    if signatures_of(current, number, text.checksum).is_complete:
        current.status = Report.Status.SIGNED_OFF
        current.save(update_fields=["status"])
    if is_new:
        record(
            "report.signed_off",
            f"Signed off {current.name_on_record} for {agency.name}",
            by=by,
            about=current,
            changes={"version": [None, number], "checksum": [None, text.checksum]},
        )
    return signature


def _agency_of(by: Actor) -> Agency:
    """The safeguarding partner for whom the person signs."""
    agency = by.person.agency if by.person else None
    if agency is None or agency.kind != Agency.Kind.SAFEGUARDING_PARTNER:
        raise RuleError(
            "A report is signed off for a safeguarding partner, and your record does not say that you work for one. "
            "Ask the business team to add your agency.",
            code="no_agency",
        )
    return agency
