"""The programme, and the open page of one audit with what the Business Team does with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.evidence.audits.actions.programme import (
    begin_audit,
    cancel_audit,
    change_audit,
    plan_audit,
    take_out,
)
from goldenthread.evidence.audits.actions.space import may_read, seat_of
from goldenthread.evidence.audits.forms.programme import AuditForm, BeginForm, NewAuditForm, ReasonForm
from goldenthread.evidence.audits.models import Audit
from goldenthread.evidence.audits.selectors.programme import booklet_of, programme_of
from goldenthread.evidence.audits.selectors.results import FEWEST, may_see_results, results_of
from goldenthread.evidence.audits.tables.audits import agencies_table, programme_table, state_badge
from goldenthread.evidence.audits.tables.results import key_of, result_table
from goldenthread.evidence.audits.views.page import address, asked, audit_or_404, show, trail_to, what_else
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.selectors.answering import answering_for
from goldenthread.partnership.today import today
from goldenthread.thread.selectors.references import mentions_of

P = Permission


@requires(P.VIEW_CASE_AUDITS)
@remembered
def programme(request: PartnershipRequest) -> HttpResponse:
    """Every audit, with how far it is and when it is to be repeated."""
    rows = programme_of(request.viewer)
    return show(
        request, "programme", title="Case audits", table=programme_table(rows, today()),
        under_way=[row for row in rows if row.audit.is_open],
    )  # fmt: skip


@requires(P.VIEW_CASE_AUDITS)
def programme_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The programme as a file."""
    return export(programme_table(programme_of(request.viewer), today()), kind=kind, name="case-audits")


@requires(P.MANAGE_CASE_AUDITS, FORM)
def audit_new(request: PartnershipRequest) -> HttpResponseBase:
    """Plan an audit."""
    form = NewAuditForm(posted(request), partnership=request.viewer.partnership)

    def plan() -> Audit:
        values = dict(form.cleaned_data)
        values.pop("version", None)
        return plan_audit(by=request.viewer, **values)

    return asked(
        request, form, plan, title="Plan an audit", button="Plan the audit",
        next_page=Audit.get_absolute_url, back=address(request, "programme"),
        said="The audit is planned, and you coordinate it. Next: ask agencies to take part.",
        trail=trail_to(request, "Plan an audit"),
    )  # fmt: skip


@requires(P.VIEW_CASE_AUDITS)
def audit(request: PartnershipRequest, audit: str) -> HttpResponse:
    """One audit: what it asks, its days, its agencies, what it came to; nothing of its cases."""
    viewer = request.viewer
    row = audit_or_404(viewer, audit)
    seat, on = seat_of(viewer, row), today()
    result = results_of(row, viewer) if row.status == Audit.Status.ENDED else None
    seen = result is not None and may_see_results(viewer, result, in_it=seat is not None)
    booklet = booklet_of(row) if result else None
    return show(
        request, "audit", title=str(row), audit=row, state=state_badge(row), is_late=row.is_late(on), seat=seat,
        reads=seat is not None or may_read(viewer, row), booklet=booklet,
        table=agencies_table(
            list(row.participations.select_related("agency", "audit__partnership")), on,
            takes_out=row.is_open and viewer.may(P.MANAGE_CASE_AUDITS),
        ),
        result=result_table(result) if result and seen else None, key=key_of(row.tool), fewest=FEWEST,
        withheld=result is not None and not seen, cases=result.cases if result else 0,
        again=row.repeated_by.exclude(status=Audit.Status.CANCELLED).select_related("partnership").first(),
        mentions=mentions_of(viewer, f"case_audit:{row.pk}"), trail=trail_to(request, row), **what_else(viewer, row),
    )  # fmt: skip


@requires(P.MANAGE_CASE_AUDITS, FORM)
def audit_edit(request: PartnershipRequest, audit: str) -> HttpResponseBase:
    """Change what the programme says of an audit."""
    row = audit_or_404(request.viewer, audit)
    form = AuditForm(posted(request), partnership=row.partnership, audit=row)
    return asked(
        request, form, lambda: change_audit(by=request.viewer, audit=row, **form.cleaned_data),
        title="Change the audit", button="Save", said="The programme is changed.", back=row.get_absolute_url(),
        caption=str(row), trail=trail_to(request, row, "Change"),
    )  # fmt: skip


@requires(P.MANAGE_CASE_AUDITS, FORM)
def begin(request: PartnershipRequest, audit: str) -> HttpResponseBase:
    """Ask agencies to take part."""
    row = audit_or_404(request.viewer, audit)
    form = BeginForm(posted(request), audit=row)

    def ask() -> bool:
        made = begin_audit(by=request.viewer, audit=row, **form.cleaned_data)
        heard = {person.agency_id for person in answering_for([part.agency for part in made])}
        deaf = [str(part.agency) for part in made if part.agency_id not in heard]
        messages.success(
            request, f"{plural(len(made), 'agency is', 'agencies are')} asked. Draw the cases next."
        )
        if deaf:
            said = f"Nobody could be told at {', '.join(deaf)}: nobody there answers for it in this system."
            messages.warning(request, f"{said} Name somebody among its people, or take it out of this audit.")
        return True

    return asked(
        request, form, ask,
        title="Ask agencies to take part", button="Ask these agencies", back=row.get_absolute_url(), caption=str(row),
        trail=trail_to(request, row, "Ask agencies"),
    )  # fmt: skip


@requires(P.MANAGE_CASE_AUDITS, FORM)
def cancel(request: PartnershipRequest, audit: str) -> HttpResponseBase:
    """Cancel an audit."""
    row = audit_or_404(request.viewer, audit)
    form = ReasonForm(posted(request))
    return asked(
        request, form, lambda: cancel_audit(by=request.viewer, audit=row, **form.cleaned_data),
        title="Cancel the audit", button="Cancel the audit", stay="Keep the audit",
        said="The audit is cancelled.", back=row.get_absolute_url(),
        caption=str(row), danger=True, trail=trail_to(request, row, "Cancel"),
        intro="Everybody who sees the programme reads the reason. What was audited stays on record.",
    )  # fmt: skip


@requires(P.MANAGE_CASE_AUDITS, FORM)
def part_out(request: PartnershipRequest, audit: str, agency: str) -> HttpResponseBase:
    """Take an agency out of an audit."""
    row = audit_or_404(request.viewer, audit)
    part = get_object_or_404(row.participations.select_related("agency", "audit"), agency__key=agency)
    form = ReasonForm(posted(request))
    return asked(
        request, form, lambda: take_out(by=request.viewer, part=part, **form.cleaned_data),
        title=f"Take {part.agency} out", button="Take the agency out", stay="Keep the agency", danger=True,
        said=f"{part.agency} takes no part any more.", back=row.get_absolute_url(), caption=str(row),
        trail=trail_to(request, row, "Take an agency out"),
    )  # fmt: skip


routes = [
    path("", programme, name="programme"),
    path("programme.<slug:kind>", programme_export, name="programme_export"),
    path("new/", audit_new, name="audit_new"),
    path("<slug:audit>/", audit, name="audit"),
    path("<slug:audit>/change/", audit_edit, name="audit_edit"),
    path("<slug:audit>/agencies/", begin, name="begin"),
    path("<slug:audit>/agencies/<slug:agency>/out/", part_out, name="part_out"),
    path("<slug:audit>/cancel/", cancel, name="cancel"),
]
