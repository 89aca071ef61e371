"""An agency's assessment: where it stands, a page for each standard, and what leads to its signature."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.urls import path

from goldenthread.evidence.assurance.actions.answering import (
    carry_forward,
    delegate,
    earlier_of,
    left_to_answer,
    open_to,
    save_answers,
    sign,
    version_of,
)
from goldenthread.evidence.assurance.forms.assurance import CarryForm, DelegateForm, SignForm, StandardForm
from goldenthread.evidence.assurance.models import Assessment
from goldenthread.evidence.assurance.querysets import sees_every_assessment
from goldenthread.evidence.assurance.questions import Standard
from goldenthread.evidence.assurance.selectors.assessments import progress_of, rows_of
from goldenthread.evidence.assurance.selectors.practitioners import practitioners_of
from goldenthread.evidence.assurance.tables.assurance import answers_table, state_badge
from goldenthread.evidence.assurance.views.page import (
    asked,
    assessment_or_404,
    at,
    show,
    standard_or_404,
    trail_to,
)
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Viewer
from goldenthread.thread.selectors.references import mentions_of

P = Permission


def _lets(viewer: Viewer, agency: str, **_: Any) -> bool:
    """Whether a link to an agency's assessment may be offered: to its own people, and whoever reads every one."""
    own = viewer.person.agency
    return sees_every_assessment(viewer) or (own is not None and own.key == agency)


def _answering(request: PartnershipRequest, cycle: str, agency: str) -> Assessment:
    """An assessment that the viewer answers for; a 403 where they may only read it."""
    row = assessment_or_404(request.viewer, cycle, agency)
    request.viewer.require(P.ANSWER_ASSESSMENTS, row)
    return row


@requires(P.ENTER)
def assessment(request: PartnershipRequest, cycle: str, agency: str) -> HttpResponse:
    """One assessment: its parts while it is answered, then every answer beside the panel's grade."""
    row, viewer = assessment_or_404(request.viewer, cycle, agency), request.viewer
    signed = row.standing is not None
    answers = viewer.may(P.ANSWER_ASSESSMENTS, row)
    mine = open_to(viewer, row)
    parts = [
        (each, each.standard.key in mine, at(request, "standard", row, each.standard.key))
        for each in (progress_of(row) if row.is_open else ())
    ]
    open_parts = (href for each, may, href in parts if may and not each.is_done)
    knows = viewer.may(P.MANAGE_ASSURANCE) or viewer.may(P.VIEW_RESTRICTED)
    rows = rows_of(row, today(), known=knows) if signed else []
    return show(
        request, "assessment", title=str(row.agency), assessment=row, next_part=next(open_parts, ""),
        state=state_badge(row), parts=parts,
        table=answers_table(rows) if signed else None, turns=list(row.turns.all()), answers=answers,
        left=left_to_answer(row) if row.is_open else [], earlier=answers and row.is_open and earlier_of(viewer, row),
        delegations=row.delegations.select_related("person"), is_early=row.cycle.opens_on > today(),
        doubtful=sum(each.is_doubtful for each in rows), differing=sum(each.differs for each in rows),
        practitioners=practitioners_of(row.cycle, today()) if knows and signed else None,
        mentions=mentions_of(viewer, f"assessment:{row.pk}"), trail=trail_to(request, row),
    )  # fmt: skip


assessment.lets = _lets  # type: ignore[attr-defined]


@requires(P.ENTER, FORM)
def standard(request: PartnershipRequest, cycle: str, agency: str, standard: str) -> HttpResponseBase:
    """The questions of one standard, saved as far as they are answered."""
    row = assessment_or_404(request.viewer, cycle, agency)
    part = standard_or_404(row, standard)
    mine = open_to(request.viewer, row)
    if part.key not in mine:
        raise PermissionDenied("answers for another agency or standard")
    form = StandardForm(
        posted(request), asked=row.cycle.questions, standard=part, version=version_of(row, part),
        answers={each.question: each for each in row.answers.all()},
    )  # fmt: skip
    parts = list(row.cycle.questions.standards)
    after = parts[parts.index(part) + 1 :][:1]
    following = at(request, "standard", row, after[0].key) if after else row.get_absolute_url()
    if after and after[0].key not in mine:
        following = row.get_absolute_url()
    return asked(
        request, form,
        lambda: save_answers(
            by=request.viewer, assessment=row, standard=part, given=form.given(),
            version=form.cleaned_data["version"],
        ),
        title=part.title, button="Save and go on", said=_how_far(request, part), back=row.get_absolute_url(),
        next_page=following, caption=str(row), trail=trail_to(request, row, part.title),
        files=[each for each in row.files.all() if any(each.question == q.key for q in part.questions)],
        file_new=at(request, "file_new", row, part.key), assessment=row,
    )  # fmt: skip


def _how_far(request: PartnershipRequest, part: Standard) -> str:
    """What a saved part holds, in words."""
    given = sum(bool(request.POST.get(f"level_{each.key}")) for each in part.questions)
    if not given:
        return f"Nothing is answered in {part.title} yet. You can come back to it."
    return f"“{part.title}” is saved: {given} of {len(part.questions)} answered."


@requires(P.ANSWER_ASSESSMENTS, FORM)
def carry(request: PartnershipRequest, cycle: str, agency: str) -> HttpResponseBase:
    """Bring in what was answered before."""
    row = _answering(request, cycle, agency)
    earlier = earlier_of(request.viewer, row)
    form = CarryForm(posted(request), earlier=earlier)
    by_number = {each.pk: each for each in earlier}
    return asked(
        request, form,
        lambda: carry_forward(
            by=request.viewer, assessment=row, earlier=by_number[form.cleaned_data["earlier"]]
        ),
        title="Bring in earlier answers", button="Bring them in", back=row.get_absolute_url(),
        said="They are brought in. Confirm each by saving its part.", trail=trail_to(request, row, "Earlier answers"),
        intro="Nothing that is answered already changes. What is brought in is to be confirmed before it is signed.",
    )  # fmt: skip


@requires(P.ANSWER_ASSESSMENTS, FORM)
def give(request: PartnershipRequest, cycle: str, agency: str) -> HttpResponseBase:
    """Give a part to a colleague."""
    row = _answering(request, cycle, agency)
    form = DelegateForm(posted(request), assessment=row)
    return asked(
        request, form, lambda: delegate(by=request.viewer, assessment=row, **form.cleaned_data),
        title="Give a part to a colleague", button="Give it", said="It is given, and your colleague is told.",
        back=row.get_absolute_url(), trail=trail_to(request, row, "Give a part"),
    )  # fmt: skip


@requires(P.ANSWER_ASSESSMENTS, FORM)
def signature(request: PartnershipRequest, cycle: str, agency: str) -> HttpResponseBase:
    """Sign it."""
    row = _answering(request, cycle, agency)
    form = SignForm(posted(request), assessment=row)
    return asked(
        request, form, lambda: sign(by=request.viewer, assessment=row, **form.cleaned_data), title="Sign it",
        button="Sign it", said="It is signed. The panel reads it next.", back=row.get_absolute_url(),
        caption=str(row), trail=trail_to(request, row, "Sign it"),
        intro="What is signed is kept as it stands and cannot be changed, unless it is sent back to you.",
    )  # fmt: skip


routes = [
    path("<slug:cycle>/at/<slug:agency>/", assessment, name="assessment"),
    path("<slug:cycle>/at/<slug:agency>/part/<slug:standard>/", standard, name="standard"),
    path("<slug:cycle>/at/<slug:agency>/earlier/", carry, name="carry"),
    path("<slug:cycle>/at/<slug:agency>/give/", give, name="give"),
    path("<slug:cycle>/at/<slug:agency>/sign/", signature, name="sign"),
]
