"""Disputes between members: the list, one with its way, and what the Business Team records."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.oversight.challenge.actions.disputes import move_dispute, next_steps, raise_dispute
from goldenthread.oversight.challenge.forms.disputes import DisputeForm, StepForm
from goldenthread.oversight.challenge.models import Dispute, DisputeStep
from goldenthread.oversight.challenge.tables.disputes import dispute_badge, disputes_table, last_step
from goldenthread.oversight.challenge.views.page import address, asked, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

P = Permission


def _disputes(viewer: Viewer) -> list[Dispute]:
    rows = Dispute.objects.visible_to(viewer).select_related("partnership", "raised_by", "raised_with")
    return list(rows.prefetch_related("steps"))


def _dispute_or_404(viewer: Viewer, reference: str) -> Dispute:
    found = [row for row in _disputes(viewer) if str(row.number) == reference]
    if not found:
        raise Http404("no such dispute")
    return found[0]


@requires(P.VIEW_CHALLENGE)
def disputes(request: PartnershipRequest) -> HttpResponse:
    """The disputes that the viewer may see, and the way that the constitution sets out."""
    rows = _disputes(request.viewer)
    still = sum(last_step(row).step != DisputeStep.Step.SETTLED for row in rows)
    return show(
        request, "disputes", "disputes", title="Disputes", state=f"{plural(still, 'dispute')} not settled.",
        table=disputes_table(rows), way=[each.label for each in DisputeStep.Step],
        may_manage=request.viewer.may(P.MANAGE_CHALLENGE),
    )  # fmt: skip


@requires(P.VIEW_CHALLENGE)
def disputes_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    return export(disputes_table(_disputes(request.viewer)), kind=kind, name="disputes")


@requires(P.MANAGE_CHALLENGE, FORM)
def dispute_new(request: PartnershipRequest) -> HttpResponseBase:
    """Record a dispute."""
    form = DisputeForm(posted(request), partnership=request.viewer.partnership)
    return asked(
        request, form, lambda: raise_dispute(by=request.viewer, **form.cleaned_data), title="Record a dispute",
        button="Record it", said="The dispute is on record.", back=address(request, "disputes"),
    )  # fmt: skip


@requires(P.VIEW_CHALLENGE)
def dispute(request: PartnershipRequest, reference: str) -> HttpResponse:
    """One dispute, step by step."""
    row = _dispute_or_404(request.viewer, reference)
    return show(
        request, "dispute", title=f"{row}: {row.title}", row=row, badge=dispute_badge(row),
        may_manage=request.viewer.may(P.MANAGE_CHALLENGE) and bool(next_steps(row)),
        trail=[("Disputes", address(request, "disputes")), (str(row), "")],
    )  # fmt: skip


@requires(P.MANAGE_CHALLENGE, FORM)
def dispute_step(request: PartnershipRequest, reference: str) -> HttpResponseBase:
    """Record what came next."""
    row = _dispute_or_404(request.viewer, reference)
    form = StepForm(posted(request), dispute=row)
    return asked(
        request, form, lambda: move_dispute(by=request.viewer, dispute=row, **form.cleaned_data),
        title="What came next", button="Record it", said="It is on record.", back=row.get_absolute_url(),
        caption=str(row),
    )  # fmt: skip


routes = [
    path("disputes/", disputes, name="disputes"),
    path("disputes.<slug:kind>", disputes_export, name="disputes_export"),
    path("disputes/new/", dispute_new, name="dispute_new"),
    path("disputes/<slug:reference>/", dispute, name="dispute"),
    path("disputes/<slug:reference>/next/", dispute_step, name="dispute_step"),
]
