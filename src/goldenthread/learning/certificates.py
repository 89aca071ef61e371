"""Certificates as PDF files, as they were certified."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from goldenthread.design.words import uk_date
from goldenthread.learning.models import Certificate, Session
from goldenthread.partnership.models import Partnership
from goldenthread.rendering import CertificateText, render_certificates

TITLE = "Certificate of completion"
SHOWN = ("completion__course__partnership", "completion__withdrawal", "completion__person__agency")


def valid_certificates() -> QuerySet[Certificate]:
    """Those that were not withdrawn, with what a file of them needs."""
    return Certificate.objects.filter(completion__withdrawal=None).select_related(*SHOWN)


def certificates_of(session: Session) -> list[Certificate]:
    """A session's certificates that were not withdrawn, by holder. One query."""
    return list(valid_certificates().filter(completion__booking__session=session).order_by("holder", "pk"))


def certificate_pdf(partnership: Partnership, rows: Sequence[Certificate], *, title: str = TITLE) -> bytes:
    """One PDF/UA with a page for each. Raises :class:`~goldenthread.rendering.RenderingError`."""
    texts = [_text(partnership, row) for row in rows]
    on = max(row.completed_on for row in rows)
    return render_certificates(texts, title=title, author=partnership.name, on=on)


def _text(partnership: Partnership, row: Certificate) -> CertificateText:
    facts = [
        ("Completed on", uk_date(row.completed_on)),
        ("Counts until", uk_date(row.valid_until) if row.valid_until else "It does not run out"),
        ("Takes", f"{row.hours.normalize():f} hours"),
        ("Code", row.code),
    ]
    address = f"{settings.SITE_URL}{reverse('certificate', args=[row.code])}"
    return CertificateText(
        partnership.name, TITLE, row.holder, "completed", row.course_title, facts,
        f"Anybody can check that this certificate is genuine: {address}",
    )  # fmt: skip
