"""The thread over all sources: what there is, the composite matrix, the gaps, and the themes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.thread.actions.sources import add_theme
from goldenthread.thread.forms.thread import ThemeForm
from goldenthread.thread.models import Source, Theme
from goldenthread.thread.selectors.figures import BY, figures_by, figures_of, stages_chart
from goldenthread.thread.selectors.gaps import gaps_of
from goldenthread.thread.selectors.rows import EVERYTHING, FILTERS, Row, rows_of, with_actions
from goldenthread.thread.standing import Stage, Standing
from goldenthread.thread.tables.thread import figures_table, matrix_table, sources_table, standing_badge
from goldenthread.thread.views.page import address, ask, show

P = Permission
SHAPES = {"table": "Table", "board": "Board", "chart": "Chart"}
# A page shows no more rows of the matrix than this; its downloads have all of them.
MOST_ROWS = 300


@requires(P.VIEW_THREAD)
@remembered
def overview(request: PartnershipRequest) -> HttpResponse:
    """Every source, how much of it is proved, and the thread's own measures."""
    rows = rows_of(request.viewer, EVERYTHING)
    sources = list(Source.objects.visible_to(request.viewer).select_related("partnership"))
    by_source: dict[int, list[Row]] = {}
    for row in rows:
        by_source.setdefault(row.recommendation.source_id, []).append(row)
    by = request.GET.get("by", "")
    by = by if by in BY else "kind"
    counted = figures_by(rows, by)
    return show(
        request,
        "overview",
        "overview",
        title="The golden thread",
        state=_state(rows),
        tiles=[
            (standing, standing_badge(standing), count, f"{address(request, 'matrix')}?standing={standing}")
            for standing in Standing
            if (count := sum(row.standing is standing for row in rows))
        ],
        table=sources_table(sources, {key: figures_of("", found) for key, found in by_source.items()}),
        figures=figures_table(counted, BY[by][0]) if rows else None,
        chart=stages_chart(counted[:-1], BY[by][0]),
        by=by,
        choices=[(key, words) for key, (words, _) in BY.items()],
        may_manage=request.viewer.may(P.MANAGE_THREAD),
    )


def _state(rows: list[Row]) -> str:
    """How much of what was accepted is proved, in a sentence or two."""
    all_of_it = figures_of("", rows)
    if not rows:
        return "No recommendation has been recorded yet."
    accepted = plural(all_of_it.accepted, "accepted recommendation")
    said = f"{all_of_it.proved} of {accepted} made a difference that is shown."
    idle, unshown = (
        sum(row.standing is standing for row in rows) for standing in (Standing.NO_ACTION, Standing.NO_PROOF)
    )
    left = [
        f"{plural(idle, 'has', 'have')} no action" if idle else "",
        f"{plural(unshown, 'is', 'are')} done without evidence of impact" if unshown else "",
    ]
    return f"{said} {'; '.join(filter(None, left))}.".replace(" .", "")


def _rows(request: PartnershipRequest) -> tuple[list[Row], dict[str, str]]:
    asked = {name: request.GET.get(name, "")[:80] for name in FILTERS}
    asked["standing"] = asked["standing"] if asked["standing"] in set(Standing) else ""
    rows = rows_of(
        request.viewer,
        EVERYTHING,
        q=asked["q"].replace("\x00", " "),
        source=asked["source"],
        kind=asked["kind"],
        agency=asked["agency"],
        theme=asked["theme"],
        standing=asked["standing"],
    )
    return rows, asked


def _shown(request: PartnershipRequest, rows: list[Row]) -> list[Row]:
    """The rows of a table, with the actions that the viewer may see."""
    return with_actions(request.viewer, rows, EVERYTHING)


def _board(rows: list[Row]) -> list[tuple[Stage, list[tuple[Row, str]]]]:
    """A column for each stage of the way, with its recommendations and their badges."""
    return [
        (stage, [(row, standing_badge(row.standing)) for row in rows if row.standing.stage is stage])
        for stage in Stage
    ]


@requires(P.VIEW_THREAD)
@remembered
def matrix(request: PartnershipRequest) -> HttpResponse:
    """The composite action matrix: all recommendations from everywhere, as a table or as a board."""
    rows, asked = _rows(request)
    partnership = request.viewer.partnership
    shape = request.GET.get("as", "")
    shape = shape if shape in SHAPES else "table"
    filters = [
        ("source", "Source", [(s.key, s.title) for s in Source.objects.visible_to(request.viewer)]),
        ("kind", "Kind of source", Source.Kind.choices),
        ("agency", "Agency", [(a.key, str(a)) for a in Agency.objects.filter(partnership=partnership)]),
        ("theme", "Theme", [(str(t.pk), str(t)) for t in Theme.objects.filter(partnership=partnership)]),
        ("standing", "Stands at", [(each.value, each.label) for each in Standing]),
    ]
    return show(
        request,
        "matrix",
        "matrix",
        title="Recommendations",
        state=f"{plural(len(rows), 'recommendation')}.",
        filters=[(name, label, choices, asked[name]) for name, label, choices in filters],
        said=f"The first {MOST_ROWS} of {len(rows):,}." if len(rows) > MOST_ROWS else "",
        q=asked["q"],
        query=request.GET.urlencode(),
        shapes=SHAPES.items(),
        shape=shape,
        chart=stages_chart(figures_by(rows, "source")[:-1], "Source") if shape == "chart" else None,
        figures=figures_table(figures_by(rows, "source"), "Source") if shape == "chart" else None,
        board=_board(rows[:MOST_ROWS]) if shape == "board" else None,
        table=matrix_table(_shown(request, rows[:MOST_ROWS])) if shape == "table" else None,
    )


@requires(P.VIEW_THREAD)
def matrix_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The matrix as narrowed, as a file."""
    rows, _ = _rows(request)
    return export(matrix_table(_shown(request, rows)), kind=kind, name="recommendations")


@requires(P.VIEW_THREAD)
@remembered
def gaps(request: PartnershipRequest) -> HttpResponse:
    """Where the thread is broken."""
    found = gaps_of(request.viewer, EVERYTHING)
    broken = found.recommendations
    return show(
        request,
        "gaps",
        "gaps",
        title="Gaps",
        state=f"{plural(found.total, 'gap')} in the thread." if found.total else "The thread has no gap.",
        gaps=found,
        said=f"The first {MOST_ROWS} of {len(broken):,}." if len(broken) > MOST_ROWS else "",
        table=matrix_table(_shown(request, broken[:MOST_ROWS]), grouped=True) if broken else None,
    )


@requires(P.VIEW_THREAD)
@remembered
def themes(request: PartnershipRequest) -> HttpResponse:
    """Themes, and how far what was recommended on each is proved."""
    rows = [row for row in rows_of(request.viewer, EVERYTHING) if row.theme]
    return show(
        request,
        "themes",
        "themes",
        title="Themes",
        themes=Theme.objects.filter(partnership=request.viewer.partnership),
        table=figures_table(figures_by(rows, "theme"), "Theme") if rows else None,
        may_manage=request.viewer.may(P.MANAGE_THREAD),
    )


@requires(P.MANAGE_THREAD, FORM)
def theme_new(request: PartnershipRequest) -> HttpResponseBase:
    """Add a theme."""
    form = ThemeForm(posted(request))
    if attempt(form, lambda: add_theme(by=request.viewer, **form.cleaned_data)):
        messages.success(request, "The theme is there: findings can be put under it.")
        return redirect(address(request, "themes"))
    return ask(request, form, title="Add a theme", button="Add it", back=address(request, "themes"))


routes = [
    path("", overview, name="overview"),
    path("recommendations/", matrix, name="matrix"),
    path("recommendations.<slug:kind>", matrix_export, name="matrix_export"),
    path("gaps/", gaps, name="gaps"),
    path("themes/", themes, name="themes"),
    path("themes/new/", theme_new, name="theme_new"),
]
