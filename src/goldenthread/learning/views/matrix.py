"""Who has which training: an agency's matrix and gaps, figures across agencies, and who needs what."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.learning.actions.courses import need_courses
from goldenthread.learning.forms.records import NeedsForm
from goldenthread.learning.models import JobRole
from goldenthread.learning.selectors.matrix import Matrix, matrix_of, staff_of, tallies_of
from goldenthread.learning.selectors.programme import year_name, year_of
from goldenthread.learning.tables.records import (
    courses_by_agency_table,
    gaps_table,
    matrix_table,
    tallies_table,
    work_table,
)
from goldenthread.learning.views.page import address, asked, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

P = Permission
PER_PAGE = 100


def _agency(request: PartnershipRequest, key: str) -> Agency:
    """An agency whose people the viewer answers for; 403 for another."""
    rows = Agency.objects.filter(partnership=request.viewer.partnership)
    row: Agency = get_object_or_404(rows, key=key)
    request.viewer.require(P.BOOK_FOR_AGENCY, row)
    return row


def _searched(request: PartnershipRequest) -> str:
    return request.GET.get("q", "")[:80].replace("\x00", " ").strip()


@requires(P.BOOK_FOR_AGENCY)
def my_matrix(request: PartnershipRequest) -> HttpResponseBase:
    """The matrix of one's own agency; for whoever has none, all agencies in figures."""
    agency = request.viewer.person.agency
    if agency is None or not request.viewer.may(P.BOOK_FOR_AGENCY, agency):
        return redirect(address(request, "tallies"))
    return redirect(address(request, "matrix", agency.key))


@requires(P.BOOK_FOR_AGENCY)
def matrix(request: PartnershipRequest, agency: str) -> HttpResponse:
    """Staff by courses, a hundred people on a page."""
    row, on, q = _agency(request, agency), today(), _searched(request)
    page = Paginator(staff_of(row, on, q=q), PER_PAGE).get_page(request.GET.get("page"))
    shown = matrix_of(row.partnership, page.object_list, on)
    gaps = sum(line.gaps for line in shown.lines)
    known = sum(bool(line.work) for line in shown.lines)
    here = "On this page: " if page.has_other_pages() else ""
    state = f"{here}{plural(gaps, 'gap')} among {plural(known, 'person', 'people')} whose work is known."
    if not known:
        state = (
            "Nobody here has said yet what their work is, so no gap is known. They say it under My training."
        )
    return show(
        request, "matrix", "my_matrix", title="Training matrix", caption=str(row), agency=row, page=page, q=q,
        state=state, table=matrix_table(shown, f"Training of {row}"), count=page.paginator.count,
    )  # fmt: skip


def _whole(request: PartnershipRequest, agency: str) -> tuple[Agency, Matrix]:
    row, on = _agency(request, agency), today()
    return row, matrix_of(row.partnership, staff_of(row, on, q=_searched(request)), on)


@requires(P.BOOK_FOR_AGENCY)
def matrix_export(request: PartnershipRequest, agency: str, kind: str) -> HttpResponse:
    """The whole matrix as a file."""
    row, whole = _whole(request, agency)
    return export(matrix_table(whole, f"Training of {row}"), kind=kind, name=f"training-matrix-{row.key}")


@requires(P.BOOK_FOR_AGENCY)
def gaps(request: PartnershipRequest, agency: str) -> HttpResponse:
    """What is needed and not there, as a list."""
    row, whole = _whole(request, agency)
    found = whole.gaps()
    shown = Matrix(whole.courses, [line for line in whole.lines if line.gaps][:PER_PAGE])
    people = len({line.person.pk for line, _, _ in found})
    said = f"{plural(len(found), 'gap')} of {plural(people, 'person', 'people')}."
    more = f" The first {PER_PAGE} people are shown; the files hold all." if people > PER_PAGE else ""
    return show(
        request, "gaps", title="Gaps", caption=str(row), agency=row, state=said + more,
        table=gaps_table(shown, f"Gaps of {row}"),
        trail=[
            ("Learning", address(request, "programme")), ("Training matrix", address(request, "matrix", row.key)),
            ("Gaps", ""),
        ],
    )  # fmt: skip


@requires(P.BOOK_FOR_AGENCY)
def gaps_export(request: PartnershipRequest, agency: str, kind: str) -> HttpResponse:
    """The gaps as a file."""
    row, whole = _whole(request, agency)
    return export(gaps_table(whole, f"Gaps of {row}"), kind=kind, name=f"training-gaps-{row.key}")


def _tallies(request: PartnershipRequest) -> tuple[Any, Any, str]:
    viewer = request.viewer
    year = year_of(viewer.partnership, "")
    courses, rows = tallies_of(viewer.partnership, today(), year)
    open_to = frozenset(row.agency.pk for row in rows if viewer.may(P.BOOK_FOR_AGENCY, row.agency))
    table = tallies_table(rows, open_to=open_to, slug=viewer.partnership.slug)
    return table, courses_by_agency_table(courses, rows), year_name(*year)


@requires(P.VIEW_TRAINING_FIGURES)
def tallies(request: PartnershipRequest) -> HttpResponse:
    """Every agency in figures, and each course by agency. Nobody can be told from them."""
    table, courses, year = _tallies(request)
    state = (
        f"How each agency’s people stand today, and how many did not come in {year}. Few people, no figure."
    )
    return show(
        request, "tallies", "tallies", title="Training across agencies", state=state, table=table, courses=courses,
        manages=request.viewer.may(P.MANAGE_LEARNING),
    )  # fmt: skip


@requires(P.VIEW_TRAINING_FIGURES)
def tallies_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The figures by agency as a file."""
    return export(_tallies(request)[0], kind=kind, name="training-by-agency")


@requires(P.MANAGE_LEARNING)
def work(request: PartnershipRequest) -> HttpResponse:
    """Each kind of work and what it needs."""
    partnership = request.viewer.partnership
    rows = list(
        JobRole.objects.filter(partnership=partnership)
        .annotate(people=Count("learners"))
        .prefetch_related("requirements__course")
    )
    without = sum(not row.requirements.all() for row in rows)
    said = f"{plural(len(rows), 'kind')} of work."
    return show(
        request, "work", "work", title="Who needs what", table=work_table(rows, partnership.slug),
        opens=request.viewer.may(P.MANAGE_PEOPLE),
        state=f"{said} {without} of them need nothing yet." if without else said,
    )  # fmt: skip


@requires(P.MANAGE_LEARNING, FORM)
def work_new(request: PartnershipRequest) -> HttpResponseBase:
    """Add a kind of work."""
    form = NeedsForm(posted(request), partnership=request.viewer.partnership)
    return asked(
        request, form, lambda: need_courses(by=request.viewer, **form.cleaned_data), title="Add a kind of work",
        button="Add it", said="It is there. People choose it under My training.", back=address(request, "work"),
        trail=[("Who needs what", address(request, "work"))],
    )  # fmt: skip


@requires(P.MANAGE_LEARNING, FORM)
def work_edit(request: PartnershipRequest, work: int) -> HttpResponseBase:
    """Say which courses a kind of work needs."""
    rows = JobRole.objects.filter(partnership=request.viewer.partnership).prefetch_related("requirements")
    row: JobRole = get_object_or_404(rows, pk=work)
    form = NeedsForm(posted(request), partnership=request.viewer.partnership, role=row)
    return asked(
        request, form, lambda: need_courses(by=request.viewer, title=row.title, **form.cleaned_data),
        title="What it needs", caption=row.title, button="Save", said="Saved. The matrix follows it at once.",
        back=address(request, "work"), trail=[("Who needs what", address(request, "work"))],
    )  # fmt: skip


routes = [
    path("matrix/", my_matrix, name="my_matrix"),
    path("agency/<slug:agency>/matrix/", matrix, name="matrix"),
    path("agency/<slug:agency>/matrix.<slug:kind>", matrix_export, name="matrix_export"),
    path("agency/<slug:agency>/gaps/", gaps, name="gaps"),
    path("agency/<slug:agency>/gaps.<slug:kind>", gaps_export, name="gaps_export"),
    path("across-agencies/", tallies, name="tallies"),
    path("across-agencies.<slug:kind>", tallies_export, name="tallies_export"),
    path("work/", work, name="work"),
    path("work/new/", work_new, name="work_new"),
    path("work/<int:work>/edit/", work_edit, name="work_edit"),
]
