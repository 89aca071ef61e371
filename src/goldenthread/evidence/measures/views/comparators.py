"""What figures are held against: the series loaded so far, and loading more."""

from __future__ import annotations

from html import escape
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Min
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.safestring import SafeString

from goldenthread.design.tables import Column, Table
from goldenthread.evidence.measures.actions.comparators import load_comparators, load_populations
from goldenthread.evidence.measures.comparator_files import ComparatorFileError, read_comparators
from goldenthread.evidence.measures.forms.comparators import PopulationForm
from goldenthread.evidence.measures.models import Comparator, Indicator, Population
from goldenthread.evidence.measures.views.page import address, ask, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.forms.sheets import SheetForm
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.tables.files import problems_table


@requires(Permission.VIEW_MEASURES)
def comparators(request: PartnershipRequest) -> HttpResponse:
    """Every series by indicator: kind, name, source, and the periods it covers; the number of children by year."""
    partnership = request.viewer.partnership
    populations: Table[Population] = Table(
        "Children aged 0 to 17, for rates",
        [
            Column("year", "Middle of", value=lambda row: str(row.year), header=True),
            Column("children", "Children", numeric=True),
            Column("source", "Source"),
        ],
        list(Population.objects.filter(partnership=partnership)),
        empty="No number of children is on record yet. Rates need one for each year.",
    )
    return show(
        request,
        "comparators",
        "comparators",
        title="Comparators",
        table=_table(partnership),
        populations=populations,
        may_manage=request.viewer.may(Permission.MANAGE_MEASURES),
    )


def _table(partnership: Partnership) -> Table[dict[str, Any]]:
    base = reverse("measures:scorecard", args=[partnership.slug])
    rows: Any = (
        Comparator.objects.filter(indicator__partnership=partnership)
        .values("indicator__key", "indicator__title", "kind", "source")
        .annotate(
            names=Count("name", distinct=True),
            first_name=Min("name"),
            first=Min("values__period_start"),
            last=Max("values__period_end"),
            loaded=Max("imported_at"),
        )
        .order_by("indicator__title", "kind")
    )
    kinds = dict(Comparator.Kind.choices)

    def title(row: dict[str, Any]) -> SafeString:
        return SafeString(
            f'<a class="govuk-link" href="{base}{row["indicator__key"]}/">{escape(row["indicator__title"])}</a>'
        )

    columns: list[Column[dict[str, Any]]] = [
        Column("title", "Indicator", value=lambda row: row["indicator__title"], cell=title, header=True),
        Column("kind", "Kind", value=lambda row: str(kinds[row["kind"]])),
        Column(
            "name",
            "Areas",
            value=lambda row: row["first_name"] if row["names"] == 1 else f"{row['names']} areas",
        ),
        Column("first", "From", value=lambda row: row["first"]),
        Column("last", "Until", value=lambda row: row["last"]),
        Column("source", "Source", value=lambda row: row["source"]),
    ]
    return Table(
        "Series that our figures are held against",
        columns,
        list(rows),
        empty="Nothing is loaded yet. Load published series, and every chart shows them beside our own.",
    )


@requires(Permission.MANAGE_MEASURES, FORM)
def comparators_upload(request: PartnershipRequest) -> HttpResponseBase:
    """Load series from a file: every row, or nothing."""
    form = SheetForm(posted(request), request.FILES or None)
    problems = None
    if request.method == "POST" and form.is_valid() and form.sheet is not None:
        partnership = request.viewer.partnership
        known = {row.key: row for row in Indicator.objects.filter(partnership=partnership)}
        try:
            figures = read_comparators(form.sheet, known)
        except ComparatorFileError as error:
            form.add_error("file", str(error))
            problems = problems_table(error.problems)
        else:
            loaded = load_comparators(by=request.viewer, partnership=partnership, figures=figures)
            messages.success(
                request, f"{loaded:,} values are loaded. The charts of their indicators show them now."
            )
            return redirect(address(request, "comparators"))
    return show(
        request,
        "comparators_upload",
        title="Load comparators",
        form=form,
        problems=problems,
        back=address(request, "comparators"),
        trail=[
            ("Measures", address(request, "scorecard")),
            ("Comparators", address(request, "comparators")),
            ("Load", ""),
        ],
    )


@requires(Permission.MANAGE_MEASURES, FORM)
def population(request: PartnershipRequest) -> HttpResponseBase:
    """Enter the number of children of a year."""
    form = PopulationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        load_populations(
            by=request.viewer,
            partnership=request.viewer.partnership,
            children={given["year"]: given["children"]},
            source=given["source"],
        )
        messages.success(request, f"The number of children of mid-{given['year']} is on record.")
        return redirect(address(request, "comparators"))
    return ask(request, form, title="Number of children", button="Save", back=address(request, "comparators"))


routes = [
    path("comparators/", comparators, name="comparators"),
    path("comparators/upload/", comparators_upload, name="comparators_upload"),
    path("comparators/children/", population, name="population"),
]
