"""An agency's part of a case: on one page, or a domain a page with what is missing before it is sent; opened again."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone

from goldenthread.design.saving import is_saving_as_you_go, saved
from goldenthread.design.words import plural, uk_date
from goldenthread.evidence.audits.actions.auditing import (
    audits_for,
    kept_of,
    may_enter,
    open_again,
    save_return,
    wanting_of,
)
from goldenthread.evidence.audits.actions.space import LEADS, require_seat, seat_of
from goldenthread.evidence.audits.forms.cases import DomainsForm, ReturnForm, WholeForm
from goldenthread.evidence.audits.forms.programme import ReasonForm
from goldenthread.evidence.audits.models import Audit, Case, Return, Seat
from goldenthread.evidence.audits.tools import Domain
from goldenthread.evidence.audits.views.page import (
    address,
    agency_or_404,
    asked,
    case_or_404,
    confined,
    in_space,
    show,
)
from goldenthread.partnership.access import FORM
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.viewer import Viewer

SENT = "It is sent. What is left for you stands below."
INTRO = (
    "Read your own agency’s record. Write of practice, not of people: no names, no addresses, no birthdays."
)


def _at(request: PartnershipRequest, name: str, case: Case, agency: Agency, *more: str) -> str:
    return address(request, name, case.audit.key, case.number, agency.key, *more)


def _writing(
    request: PartnershipRequest, audit: Audit, number: int, agency: str
) -> tuple[Case, Agency, Return | None, HttpResponseBase | None]:
    """The case, the agency, what it wrote so far, and where to go instead if it cannot be written now."""
    row, whose, viewer = case_or_404(audit, number), agency_or_404(audit, agency), request.viewer
    seat = seat_of(viewer, audit)
    if not audits_for(seat, whose):
        raise PermissionDenied("audits for another agency")
    kept = Return.objects.filter(case=row, agency=whose).prefetch_related("grades").first()
    why = _why_not(viewer, row, whose, seat, kept)
    if why:
        messages.info(request, why)
        return row, whose, kept, redirect(row)
    return row, whose, kept, None


@confined("an agency's part", FORM)
def return_(request: PartnershipRequest, audit: Audit, number: int, agency: str) -> HttpResponseBase:
    """Audit an agency's record of a case, on one page."""
    row, whose, kept, instead = _writing(request, audit, number, agency)
    if instead is not None:
        return instead
    form = ReturnForm(posted(request), tool=audit.tool, agency=whose, row=kept)
    sends = "send" in request.POST
    return asked(
        request, form,
        lambda: save_return(
            by=request.viewer, case=row, agency=whose, version=form.cleaned_data["version"], given=form.given(),
            whole=form.whole(), send=sends,
        ),
        title=f"{whose}: {row}", button="Save and come back later", other=("send", "Send to the audit team"),
        back=row.get_absolute_url(), caption=str(audit), next_page=audit.get_cases_url() if sends else "",
        said=SENT if sends else "It is saved. Send it once it is complete.",
        trail=in_space(request, audit, row, str(whose)), intro=INTRO,
        elsewhere=(_at(request, "domain", row, whose, audit.tool.domains[0].key), "Answer one domain at a time"),
    )  # fmt: skip


def _neighbours(audit: Audit, key: str) -> tuple[int, Domain, Domain | None, Domain | None]:
    """A domain with its number, and those before and after it. Raises :class:`~django.http.Http404` for none."""
    domains = audit.tool.domains
    for at, each in enumerate(domains):
        if each.key == key:
            before = domains[at - 1] if at else None
            return at + 1, each, before, next(iter(domains[at + 1 :]), None)
    raise Http404("no such domain")


@confined("a domain of an agency's part", FORM)
def domain(
    request: PartnershipRequest, audit: Audit, number: int, agency: str, domain: str
) -> HttpResponseBase:
    """One domain of a case, saved as it is written; the next one follows, and after the last what is missing."""
    row, whose, kept, instead = _writing(request, audit, number, agency)
    if instead is not None:
        return instead
    place, part, before, after = _neighbours(audit, domain)
    form = DomainsForm(posted(request), tool=audit.tool, agency=whose, row=kept, domains=[part])

    def save() -> Return:
        return save_return(
            by=request.viewer, case=row, agency=whose, version=form.cleaned_data["version"],
            given=form.given(), whole=kept_of(kept)[1], send=False,
        )  # fmt: skip

    if is_saving_as_you_go(request):
        return _in_the_background(form, save)
    look = _at(request, "look_over", row, whose)
    if attempt(form, save) is not None:
        return redirect(_at(request, "domain", row, whose, after.key) if after else look)
    return show(
        request, "domain", title=part.title, form=form, caption=f"{whose}: {row}", place=place,
        of=len(audit.tool.domains), before=before, look=look, intro=INTRO if place == 1 else "",
        back=_at(request, "domain", row, whose, before.key) if before else row.get_absolute_url(),
        trail=in_space(request, audit, row, part.title),
    )  # fmt: skip


def _in_the_background(form: DomainsForm, save: Callable[[], Return]) -> HttpResponseBase:
    made = attempt(form, save)
    if made is None:
        return saved(f"Not saved: {next(iter(form.errors.values()))[0]}", whole=False)
    at = timezone.localtime().strftime("%-I:%M%p").lower()
    return saved(f"Saved at {at}.", values={"version": str(made.version)})


@confined("an agency's part before it is sent", FORM)
def look_over(request: PartnershipRequest, audit: Audit, number: int, agency: str) -> HttpResponseBase:
    """What is written of each domain and what is missing; the rest, and the button that sends it."""
    row, whose, kept, instead = _writing(request, audit, number, agency)
    if instead is not None:
        return instead
    given, _ = kept_of(kept)
    form, sends = WholeForm(posted(request), row=kept), "send" in request.POST
    wanting = wanting_of(audit.tool, given)
    if attempt(
        form,
        lambda: save_return(
            by=request.viewer, case=row, agency=whose, version=form.cleaned_data["version"], given=given,
            whole=form.whole(), send=sends,
        ),
    ) is not None:  # fmt: skip
        messages.success(request, SENT if sends else "It is saved. Send it once it is complete.")
        return redirect(audit.get_cases_url() if sends else row)
    domains = [
        (each, _at(request, "domain", row, whose, each.key), audit.tool.level(given[each.key].grade)
         if each.key in given else None, wanting.get(each.key, ""))
        for each in audit.tool.domains
    ]  # fmt: skip
    return show(
        request, "look_over", title="Look it over and send it", form=form, caption=f"{whose}: {row}",
        domains=domains, case=row, whole_page=_at(request, "return", row, whose),
        state=f"{plural(len(wanting), 'domain')} of {len(domains)} still to be written."
        if wanting else "Every domain is written.",
        trail=in_space(request, audit, row, "Look it over"),
    )  # fmt: skip


def _why_not(viewer: Viewer, case: Case, agency: Agency, seat: Seat | None, kept: Return | None) -> str:
    """Why a part cannot be written now; nothing where it can."""
    if not case.audit.is_open or not case.is_audited:
        return "This case is not audited now, so nothing can be written."
    if kept is not None and kept.is_sent:
        return f"It was sent on {uk_date(kept.sent_on)}. To change it, ask the coordinator to open it again."
    others = case.returns.filter(status=Return.Status.SENT).exclude(agency=agency)
    if not may_enter(viewer, seat, agency, kept, others_sent=others.exists()):
        return "The agency’s own auditor writes this part."
    return ""


@confined("opening a part again", FORM)
def reopen(request: PartnershipRequest, audit: Audit, number: int, agency: str) -> HttpResponseBase:
    """Let an agency change what it sent."""
    require_seat(request.viewer, audit, LEADS)
    row = get_object_or_404(Return.objects.select_related("agency", "case__audit"), case=case_or_404(audit, number),
                            agency=agency_or_404(audit, agency))  # fmt: skip
    form = ReasonForm(posted(request))
    return asked(
        request, form, lambda: open_again(by=request.viewer, row=row, **form.cleaned_data),
        title=f"Open the part of {row.agency} again", button="Open it", said="It can be changed again.",
        back=row.case.get_absolute_url(), caption=str(row.case), trail=in_space(request, audit, row.case, "Open again"),
    )  # fmt: skip


routes = [
    path("<slug:audit>/cases/<int:number>/at/<slug:agency>/", return_, name="return"),
    path("<slug:audit>/cases/<int:number>/at/<slug:agency>/domains/<slug:domain>/", domain, name="domain"),
    path("<slug:audit>/cases/<int:number>/at/<slug:agency>/look-over/", look_over, name="look_over"),
    path("<slug:audit>/cases/<int:number>/at/<slug:agency>/open-again/", reopen, name="reopen"),
]
