"""Cases: drawn, chosen, set aside; one case with each agency's part; what was said of the help; the moderation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from goldenthread.design.words import plural
from goldenthread.evidence.audits.actions.auditing import add_told, audits_for
from goldenthread.evidence.audits.actions.cases import choose_case, draw_cases, repeats_draw, set_aside
from goldenthread.evidence.audits.actions.moderating import moderate_case
from goldenthread.evidence.audits.actions.space import LEADS, require_seat, seat_of
from goldenthread.evidence.audits.drawing import numbered
from goldenthread.evidence.audits.forms.cases import (
    CheckForm,
    ChooseForm,
    DrawForm,
    ModerateForm,
    ToldForm,
)
from goldenthread.evidence.audits.forms.programme import ReasonForm
from goldenthread.evidence.audits.models import Audit, Case, Concern, Participation, Return, Seat
from goldenthread.evidence.audits.references import ReferenceFault, read_references
from goldenthread.evidence.audits.selectors.space import CasePage, case_page
from goldenthread.evidence.audits.tables.audits import concerns_table, sides_table
from goldenthread.evidence.audits.views.page import (
    asked,
    case_or_404,
    confined,
    in_space,
    show,
)
from goldenthread.partnership.access import FORM
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.pages import posted


@confined("drawing cases", FORM)
def draw(request: PartnershipRequest, audit: Audit) -> HttpResponseBase:
    """Draw cases at random."""
    require_seat(request.viewer, audit, LEADS)
    form = DrawForm(posted(request))
    return asked(
        request, form, lambda: draw_cases(by=request.viewer, audit=audit, **form.cleaned_data),
        title="Draw cases at random", button="Draw the cases", back=audit.get_cases_url(), caption=str(audit),
        said="The cases are drawn. The seed and the fingerprint of the list are on record; the list is not kept.",
        trail=in_space(request, audit, "Draw cases"),
        intro="Give a list of references, or only how many cases are on it. Whoever has the list can repeat the draw.",
    )  # fmt: skip


@confined("checking a draw", FORM)
def draw_check(request: PartnershipRequest, audit: Audit, draw: int) -> HttpResponse:
    """Lay a list beside a draw: is it the same list, and does it give the same cases?"""
    row = get_object_or_404(audit.draws, pk=draw)
    form = CheckForm(posted(request))
    outcome = ""
    if form.is_valid():
        size = form.cleaned_data["size"]
        try:
            references = numbered(size, row.letter) if size else read_references(form.cleaned_data["listed"])
        except ReferenceFault as fault:
            form.add_error("listed", str(fault))
        else:
            outcome = "same" if repeats_draw(row, references) else "other"
    return show(
        request, "draw", title="Check the draw", audit=audit, draw=row, form=form, outcome=outcome,
        trail=in_space(request, audit, "Check the draw"),
    )  # fmt: skip


@confined("choosing a case", FORM)
def choose(request: PartnershipRequest, audit: Audit) -> HttpResponseBase:
    """Choose a case."""
    require_seat(request.viewer, audit, LEADS)
    form = ChooseForm(posted(request))
    return asked(
        request, form, lambda: choose_case(by=request.viewer, audit=audit, **form.cleaned_data),
        title="Choose a case", button="Add the case", said="The case is added.", back=audit.get_cases_url(),
        caption=str(audit), trail=in_space(request, audit, "Choose a case"),
        intro="Cases drawn at random say more of practice in general. One that is chosen says why.",
    )  # fmt: skip


@confined("a case")
def case(request: PartnershipRequest, audit: Audit, number: int) -> HttpResponse:
    """One case: each agency's part as far as the reader sees it, what was said of the help, and what was agreed."""
    row, seat = case_or_404(audit, number), seat_of(request.viewer, audit)
    page = case_page(row, seat)
    leads = seat is not None and seat.part in LEADS
    concerns = list(
        Concern.objects.filter(case=row)
        .select_related("agency", "case__audit__partnership")
        .prefetch_related("answers")
    )
    return show(
        request, "case", title=str(row), audit=audit, case=row, page=page, leads=leads,
        works=seat is not None and audit.is_open, seat=seat, parts=_parts(audit, row, seat, page.shown),
        table=sides_table(page.sides, audit.tool), told=list(row.told.all()) if page.ready else [],
        unsent=[part.agency for part in audit.participations.select_related("agency") if not _is_sent(page, part)],
        concerns=concerns_table(concerns) if concerns else None, trail=in_space(request, audit, row),
    )  # fmt: skip


def _is_sent(page: CasePage, part: Participation) -> bool:
    sent = {row.agency_id for row in page.shown if row.is_sent} | {agency.pk for agency in page.hidden}
    return part.agency_id in sent


def _parts(
    audit: Audit, case: Case, seat: Seat | None, shown: list[Return]
) -> list[tuple[Agency, Return | None, str, str]]:
    """Each agency that takes part: what it sent, where the reader audits for it, and where it is opened again."""
    rows = {row.agency_id: row for row in shown}
    leads = seat is not None and seat.part in LEADS
    found = []
    for agency in [part.agency for part in audit.participations.select_related("agency")]:
        row = rows.get(agency.pk)
        at = [audit.partnership.slug, audit.key, case.number, agency.key]
        sent = row is not None and row.is_sent
        audits = audits_for(seat, agency) and audit.is_open and case.is_audited
        found.append(
            (
                agency, row, reverse("audits:return", args=at) if audits and not sent else "",
                reverse("audits:reopen", args=at) if leads and sent and audit.is_open else "",
            )
        )  # fmt: skip
    return found


@confined("setting a case aside", FORM)
def aside(request: PartnershipRequest, audit: Audit, number: int) -> HttpResponseBase:
    """Take a case out of the audit."""
    require_seat(request.viewer, audit, LEADS)
    row = case_or_404(audit, number)
    form = ReasonForm(posted(request))

    def do() -> bool:
        instead = set_aside(by=request.viewer, case=row, **form.cleaned_data)
        if instead is not None:
            messages.info(request, f"{instead} takes its place.")
        return True

    return asked(
        request, form, do, title=f"Set aside {row}", button="Set the case aside", stay="Go back",
        said="The case is set aside.", back=audit.get_cases_url(), danger=True,
        trail=in_space(request, audit, row, "Set aside"),
        intro="The first in reserve of the same draw takes its place. Say why without telling whose case it is.",
    )  # fmt: skip


@confined("what somebody said", FORM)
def told_new(request: PartnershipRequest, audit: Audit, number: int) -> HttpResponseBase:
    """Add what a practitioner or somebody of the family said."""
    require_seat(request.viewer, audit)
    row, form = case_or_404(audit, number), ToldForm(posted(request))
    return asked(
        request, form, lambda: add_told(by=request.viewer, case=row, **form.cleaned_data),
        title="Add what somebody said", button="Add it", said="It is added.", back=row.get_absolute_url(),
        caption=str(row), trail=in_space(request, audit, row, "What somebody said"),
        intro="Practitioners, children and families say what helped and what did not. It cannot be changed once added.",
    )  # fmt: skip


@confined("the moderation of a case", FORM)
def moderate(request: PartnershipRequest, audit: Audit, number: int) -> HttpResponseBase:
    """Agree the grades of a case."""
    seat = require_seat(request.viewer, audit, LEADS)
    row = case_or_404(audit, number)
    form = ModerateForm(posted(request), tool=audit.tool, sides=case_page(row, seat).sides)
    return asked(
        request, form, lambda: _counted(moderate_case(by=request.viewer, case=row, agreed=form.agreed())),
        title=f"Moderate {row}", button="Save what was agreed", said="What was agreed is on record.",
        back=row.get_absolute_url(), caption=str(audit), trail=in_space(request, audit, row, "Moderate"),
    )  # fmt: skip


def _counted(made: int) -> str:
    """What was kept, in words: none that is new is done too."""
    return plural(made, "grade")


routes = [
    path("<slug:audit>/cases/draw/", draw, name="draw"),
    path("<slug:audit>/cases/draw/<int:draw>/", draw_check, name="draw_check"),
    path("<slug:audit>/cases/choose/", choose, name="choose"),
    path("<slug:audit>/cases/<int:number>/", case, name="case"),
    path("<slug:audit>/cases/<int:number>/set-aside/", aside, name="aside"),
    path("<slug:audit>/cases/<int:number>/said/", told_new, name="told_new"),
    path("<slug:audit>/cases/<int:number>/moderate/", moderate, name="moderate"),
]
