"""Publishing a signed report as an edition that is never changed."""

from __future__ import annotations

import hashlib

from django.db import transaction

from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.publishing.build import Built, Text, build_report, write_text
from goldenthread.publishing.missing import blocking
from goldenthread.publishing.models import Edition, EditionFile, Report
from goldenthread.publishing.signatures import Signatures, next_number, signatures_of
from goldenthread.rendering import RenderingError


def publish(*, by: Actor, report: Report) -> Edition:
    """Publishes the report's text as its next version, in three formats.

    The files are made before the database is locked: that takes a second or two. Raises :class:`RuleError` for a
    report that is not signed off, whose figures changed since, that lacks something, or that was published meanwhile.
    """
    by.require(Permission.PUBLISH_REPORTS, report)
    current: Report = Report.objects.select_related("partnership", "plan").get(pk=report.pk)
    _refuse_unless_signed(current)
    number, text = next_number(current), write_text(current)
    signatures = signatures_of(current, number, text.checksum)
    _refuse_unless_ready(current, text, signatures)
    edition = Edition(
        report=current,
        number=number,
        title=current.title,
        checksum=text.checksum,
        figures=[figure.as_json() for figure in text.figures],
        signatures=signatures.lines,
        as_at=current.as_at,
        correction=current.correction,
        published_on=today(),
        by=by.person,
        by_label=by.label,
    )
    try:
        built = build_report(current, text=text, edition=edition)
    except RenderingError as error:
        raise RuleError(
            f"The report was not published, because a file could not be made. {error}", code="rendering"
        ) from error
    return _keep(by, current, edition, built)


@transaction.atomic
def _keep(by: Actor, built_from: Report, edition: Edition, built: Built) -> Edition:
    report: Report = Report.objects.select_for_update().get(pk=built_from.pk)
    _refuse_unless_signed(report)
    if report.version != built_from.version:
        raise RuleError(
            "The report was changed while it was being published. Have it signed off again.", code="changed"
        )
    edition.body = built.body
    edition.save()
    EditionFile.objects.bulk_create(
        _file(edition, format_, built.file(format_)) for format_ in EditionFile.Format.values
    )
    report.status = Report.Status.PUBLISHED
    report.correction, report.withdrawn_on, report.withdrawn_reason = "", None, ""
    report.version += 1
    report.save()
    record(
        "report.published",
        f"Published {report.name_on_record}, version {edition.number}",
        by=by,
        about=report,
        changes={"version": [None, edition.number], "checksum": [None, edition.checksum]},
    )
    return edition


def _file(edition: Edition, format_: str, content: bytes) -> EditionFile:
    return EditionFile(
        edition=edition,
        format=format_,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _refuse_unless_signed(report: Report) -> None:
    if report.status == Report.Status.PUBLISHED:
        raise RuleError("This report is published already.", code="published")
    if report.status != Report.Status.SIGNED_OFF:
        raise RuleError("A report is published once it has been signed off.", code="not_signed")


def _refuse_unless_ready(report: Report, text: Text, signatures: Signatures) -> None:
    if not signatures.is_complete:
        raise RuleError(
            "Figures behind the report have changed since it was signed off, so those who signed have not seen this "
            "text. Ask them to sign it again.",
            code="signatures_lapsed",
        )
    if missing := blocking(report, text.content):
        raise RuleError([each.sentence for each in missing], code="missing")
