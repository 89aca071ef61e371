"""Returns: what each agency owes, filling it in, checking it, and sending it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from goldenthread.design.saving import is_saving_as_you_go, saved
from goldenthread.design.words import plural
from goldenthread.evidence.measures.actions.returns import FiguresRefusedError, save_drafts, submit
from goldenthread.evidence.measures.analysis.periods import Period
from goldenthread.evidence.measures.analysis.series import Unit, written
from goldenthread.evidence.measures.checking import check
from goldenthread.evidence.measures.forms.returns import FigureForm
from goldenthread.evidence.measures.models import Observation
from goldenthread.evidence.measures.return_files import ReturnFileError, read_return, return_template
from goldenthread.evidence.measures.returns_due import Owed, Return
from goldenthread.evidence.measures.selectors.returns import (
    figures_before,
    return_for,
    returns_outstanding,
    returns_owed,
)
from goldenthread.evidence.measures.selectors.scorecard import scorecard_rows
from goldenthread.evidence.measures.standing import target_in_words
from goldenthread.evidence.measures.tables.returns import (
    figures_table,
    return_badge,
    returns_table,
    status_badge,
)
from goldenthread.evidence.measures.tables.scorecard import scorecard_table
from goldenthread.evidence.measures.views.page import (
    address,
    agency_or_404,
    own_agency_or_404,
    period_or_404,
    show,
)
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.forms.sheets import SheetForm
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.tables.files import problems_table
from goldenthread.partnership.today import today
from goldenthread.spreadsheets.writing import FORMATS

Status = Observation.Status


@requires(Permission.VIEW_MEASURES)
def returns(request: PartnershipRequest) -> HttpResponseBase:
    """Every agency's returns and what is late; whoever sends one agency's alone is led to it."""
    viewer = request.viewer
    manages = viewer.may(Permission.MANAGE_MEASURES)
    own = viewer.person.agency
    if (
        own is not None
        and not manages
        and viewer.may(Permission.SUBMIT_RETURNS, own)
        and "all" not in request.GET
    ):
        return redirect(address(request, "agency_returns", own.key))
    owed = returns_outstanding(viewer.partnership, on=today(), until_accepted=True)
    open_ones = [each for each in owed.returns if not each.is_complete]
    open_ones.sort(key=lambda each: (-each.days_late(today()), each.due_on))
    late = [each for each in open_ones if each.days_late(today())]
    waiting = Observation.objects.filter(
        indicator__partnership=viewer.partnership, status__in=(Status.SUBMITTED, Status.QUERIED)
    ).count()
    return show(
        request,
        "returns/overview",
        "returns",
        title="Returns",
        state=_overview(len(late), len({each.agency_id for each in late})),
        table=returns_table(
            "Returns not yet complete",
            open_ones,
            owed.agencies,
            today(),
            base=address(request, "returns"),
            links=manages,
        ),
        waiting=waiting if manages else 0,
        may_chase=viewer.may(Permission.CHASE) and bool(late),
        collected=bool(owed.agencies),
    )


def _overview(late: int, agencies: int) -> str:
    if not late:
        return "No return is late."
    return f"{plural(late, 'return')} of {plural(agencies, 'agency', 'agencies')} {'is' if late == 1 else 'are'} late."


@requires(Permission.VIEW_MEASURES)
def agency_returns(request: PartnershipRequest, agency: str) -> HttpResponse:
    """One agency's page: what is due now, what was sent, and how its indicators stand."""
    row = agency_or_404(request.viewer, agency)
    own = request.viewer.may(Permission.SUBMIT_RETURNS, row)
    found = returns_owed(request.viewer.partnership, on=today(), agency=row).of(row)
    rows = [
        each
        for each in scorecard_rows(request.viewer.partnership)
        if any(key == row.key for key, _ in each.agencies)
    ]
    due = [each for each in found if not each.is_complete]
    return show(
        request,
        "returns/agency",
        "returns",
        title=str(row),
        caption="Returns of",
        agency=row,
        own=own,
        state=_state(found),
        due=[(each, return_badge(each, today()), _what_next(each)) for each in due],
        done=returns_table(
            "Complete",
            [e for e in reversed(found) if e.is_complete],
            {row.pk: row},
            today(),
            base=address(request, "returns"),
            links=own,
        ),
        scorecard=scorecard_table(rows) if rows else None,
    )


def _state(found: list[Return]) -> str:
    late = sum(1 for each in found for owed in each.owed if owed.days_late(today()))
    queried = sum(len(each.queried) for each in found)
    if not found:
        return "Nothing is asked of this agency at the moment."
    longest = max(each.days_late(today()) for each in found)
    said = [
        f"{plural(late, 'figure')} {'is' if late == 1 else 'are'} late, the longest by {plural(longest, 'working day')}"
        if late
        else "",
        f"{plural(queried, 'figure')} {'is' if queried == 1 else 'are'} queried" if queried else "",
    ]
    told = [each for each in said if each]
    return f"{'; '.join(told)}." if told else "Everything that is due has been sent."


def _what_next(owed: Return) -> str:
    parts = [
        f"{plural(len(owed.missing), 'figure')} to send" if owed.missing else "",
        f"{len(owed.drafts)} drafted" if owed.drafts else "",
        f"{len(owed.queried)} queried" if owed.queried else "",
        f"{len(owed.waiting) - len(owed.queried)} waiting to be accepted"
        if len(owed.waiting) > len(owed.queried)
        else "",
    ]
    return ", ".join(part for part in parts if part)


def _return_or_404(agency: Agency, period: Period) -> Return:
    found = return_for(agency, period, on=today())
    if found is None or period.end >= today():
        raise Http404("nothing is owed for that period")
    return found


@requires(Permission.SUBMIT_RETURNS, FORM)
def return_page(request: PartnershipRequest, agency: str, period: str) -> HttpResponseBase:
    """Fill in a return: save what is there so far, or check it before it is sent."""
    row, when = own_agency_or_404(request.viewer, agency), period_or_404(period)
    owed = _return_or_404(row, when)
    editable = [
        each for each in owed.owed if Status.SUBMITTED not in each.rows and Status.QUERIED not in each.rows
    ]
    forms = {each.indicator.key: _form(posted(request), each, when) for each in editable}
    if is_saving_as_you_go(request):
        return _save_as_you_go(request, row, forms)
    if request.method == "POST":
        done = _save(request, row, when, forms)
        if done is not None:
            return done
    before = figures_before(row, when, [each.indicator for each in owed.owed])
    return show(
        request,
        "returns/form",
        title=f"{when} return",
        caption=str(row),
        agency=row,
        period=when,
        owed=owed,
        forms=list(forms.values()),
        rows=[_box(each, forms.get(each.indicator.key), before) for each in owed.owed],
        trail=_trail(request, row, when),
    )


def _form(data: Any, owed: Owed, period: Period) -> FigureForm:
    row = owed.rows.get(Status.DRAFT) or owed.rows.get(Status.ACCEPTED)
    return FigureForm(data, indicator=owed.indicator, period=period, row=row)


def _box(owed: Owed, form: FigureForm | None, before: dict[int, Observation]) -> dict[str, Any]:
    """One figure as the page shows it."""
    indicator, last = owed.indicator, before.get(owed.indicator.pk)
    definition = last.definition if last else indicator.definitions.all()[0]
    unit = Unit(indicator.unit)
    sent = owed.rows.get(Status.QUERIED) or owed.rows.get(Status.SUBMITTED) or owed.rows.get(Status.ACCEPTED)
    return {
        "owed": owed,
        "indicator": indicator,
        "definition": definition,
        "form": form,
        "badge": status_badge(owed.status),
        "sent": sent,
        "said": written(sent.value, unit) if sent else "",
        "before": f"{written(last.value, unit)} in {last.period}" if last else "",
        "target": target_in_words(definition.target, definition.polarity, unit),
    }


def _draft(
    request: PartnershipRequest, agency: Agency, forms: dict[str, FigureForm]
) -> tuple[list[FigureForm], list[FigureForm]]:
    """Keeps the figures that were touched and can be kept; answers those kept, and those that could not be."""
    valid = [form for form in forms.values() if form.is_valid()]
    touched = [form for form in forms.values() if not form.is_untouched]
    good = [form for form in valid if form in touched]
    save_drafts(by=request.viewer, agency=agency, figures=[form.figure for form in good])
    return good, [form for form in touched if form not in good]


def _save_as_you_go(
    request: PartnershipRequest, agency: Agency, forms: dict[str, FigureForm]
) -> HttpResponseBase:
    """What a save in the background kept, and why the rest was not."""
    try:
        good, bad = _draft(request, agency, forms)
    except ValidationError as error:
        return saved(f"Not saved: {error.messages[0]}", whole=False)
    said = [f"Saved as a draft at {timezone.localtime().strftime('%-I:%M%p').lower()}."] if good else []
    said += [f"Not kept: {form.indicator}: {next(iter(form.errors.values()))[0]}" for form in bad[:1]]
    return saved(" ".join(said), whole=not bad, values={form.was: form.kept for form in good})


def _save(
    request: PartnershipRequest, agency: Agency, period: Period, forms: dict[str, FigureForm]
) -> HttpResponseBase | None:
    """Keeps what can be kept; answers where to go next, or nothing where the page has something to say."""
    try:
        _, bad = _draft(request, agency, forms)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return None
    if bad:
        return None
    if request.POST.get("next") != "check":
        messages.success(
            request, "Your figures are saved as a draft. Nothing is sent until you check and send them."
        )
        return redirect("measures:return", request.viewer.partnership.slug, agency.key, period.key)
    problems = _problems(agency, period)
    for key, found in problems.items():
        for problem in found if key in forms else ():
            form = forms[key]
            cell = problem.cell if problem.cell in form.fields else next(iter(form.fields))
            form.add_error(cell, problem.message)
    if problems:
        return None
    return redirect("measures:return_send", request.viewer.partnership.slug, agency.key, period.key)


def _problems(agency: Agency, period: Period) -> dict[str, Any]:
    drafts = _return_or_404(agency, period).drafts
    known = Observation.objects.filter(pk__in=[row.pk for row in drafts]).select_related(
        "indicator", "definition"
    )
    return check(list(known), agency=agency)


@requires(Permission.SUBMIT_RETURNS, FORM)
def return_send(request: PartnershipRequest, agency: str, period: str) -> HttpResponseBase:
    """See what will be sent; then send it."""
    row, when = own_agency_or_404(request.viewer, agency), period_or_404(period)
    owed = _return_or_404(row, when)
    back = redirect("measures:return", request.viewer.partnership.slug, row.key, when.key)
    if request.method == "POST":
        try:
            sent = submit(by=request.viewer, agency=row, drafts=owed.drafts)
        except FiguresRefusedError as error:
            messages.error(request, f"Nothing was sent. {error.messages[0]}")
            return back
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return back
        messages.success(
            request,
            f"{plural(len(sent), 'figure')} on the way. The Business Team checks them; "
            "this page says when they are accepted or queried.",
        )
        return redirect("measures:agency_returns", request.viewer.partnership.slug, row.key)
    drafts = [_with(draft, row) for draft in owed.drafts]
    return show(
        request,
        "returns/send",
        title=f"Send the {when} return",
        caption=str(row),
        agency=row,
        period=when,
        drafts=drafts,
        left=[each.indicator for each in owed.owed if each.status == "missing"],
        table=figures_table("What will be sent", drafts, base=address(request, "inbox")),
        trail=_trail(request, row, when),
    )


def _with(draft: Observation, agency: Agency) -> Observation:
    draft.agency = agency
    return draft


def _trail(request: PartnershipRequest, agency: Agency, period: Period) -> list[tuple[str, str]]:
    return [
        ("Measures", address(request, "scorecard")),
        ("Returns", address(request, "returns")),
        (str(agency), address(request, "agency_returns", agency.key)),
        (period.words, ""),
    ]


@requires(Permission.SUBMIT_RETURNS)
def template(request: PartnershipRequest, agency: str, period: str, kind: str) -> HttpResponse:
    """The return as a spreadsheet to fill in, with what stands so far."""
    row, when = own_agency_or_404(request.viewer, agency), period_or_404(period)
    if kind not in FORMATS:
        raise Http404(f"no such format: {kind}")
    owed = _return_or_404(row, when)
    before = figures_before(row, when, [each.indicator for each in owed.owed])
    file = FORMATS[kind]
    headings, rows = return_template(owed, before)
    body = file.write(headings, rows, title=f"{row}: {when} return", sheet_name="Return")
    response = HttpResponse(body, content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="return-{row.key}-{when.key}.{file.extension}"'
    return response


@requires(Permission.SUBMIT_RETURNS, FORM)
def upload(request: PartnershipRequest, agency: str, period: str) -> HttpResponseBase:
    """Bring in a filled-in spreadsheet: its figures become drafts, all of them or none."""
    row, when = own_agency_or_404(request.viewer, agency), period_or_404(period)
    owed = _return_or_404(row, when)
    form = SheetForm(posted(request), request.FILES or None)
    problems = None
    if request.method == "POST" and form.is_valid() and form.sheet is not None:
        try:
            figures = read_return(form.sheet, owed)
            drafts = save_drafts(by=request.viewer, agency=row, figures=figures, route=Observation.Route.FILE)
        except ReturnFileError as error:
            form.add_error("file", str(error))
            problems = problems_table(error.problems)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(
                request,
                f"{plural(len(drafts), 'figure')} read from the file and saved as a draft. "
                "Look at them, then check and send.",
            )
            return redirect("measures:return", request.viewer.partnership.slug, row.key, when.key)
    return show(
        request,
        "returns/upload",
        title=f"Bring in the {when} return",
        caption=str(row),
        agency=row,
        period=when,
        form=form,
        problems=problems,
        trail=_trail(request, row, when),
    )


routes = [
    path("returns/", returns, name="returns"),
    path("returns/<slug:agency>/", agency_returns, name="agency_returns"),
    path("returns/<slug:agency>/<str:period>/", return_page, name="return"),
    path("returns/<slug:agency>/<str:period>/send/", return_send, name="return_send"),
    path("returns/<slug:agency>/<str:period>/upload/", upload, name="return_upload"),
    path("returns/<slug:agency>/<str:period>/template.<slug:kind>", template, name="return_template"),
]
