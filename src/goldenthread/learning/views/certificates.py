"""Certificates: one, or all of a session in one file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.learning.certificates import certificate_pdf, certificates_of, valid_certificates
from goldenthread.learning.models import Certificate, Completion
from goldenthread.learning.views.page import session_or_404
from goldenthread.partnership.access import requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission

P = Permission


def _as_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@requires(P.VIEW_LEARNING)
def certificate(request: PartnershipRequest, certificate: int) -> HttpResponse:
    """One certificate, for its holder, their agency and whoever runs the programme; not once it was withdrawn."""
    seen = Completion.objects.visible_to(request.viewer)
    row: Certificate = get_object_or_404(valid_certificates(), pk=certificate, completion__in=seen)
    return _as_file(certificate_pdf(request.viewer.partnership, [row]), f"certificate-{row.code}")


@requires(P.KEEP_REGISTER)
def session_certificates(request: PartnershipRequest, session: int) -> HttpResponse:
    """Every certificate of a session in one file, a page each, for whoever keeps its register."""
    row = session_or_404(request.viewer, session)
    request.viewer.require(P.KEEP_REGISTER, row)
    rows = certificates_of(row)
    if not rows:
        raise Http404("nobody has completed the session yet")
    content = certificate_pdf(row.partnership, rows, title=f"Certificates: {row}")
    return _as_file(content, f"certificates-{row.number}")


routes = [
    path("certificates/<int:certificate>.pdf", certificate, name="certificate"),
    path("sessions/<int:session>/certificates.pdf", session_certificates, name="session_certificates"),
]
