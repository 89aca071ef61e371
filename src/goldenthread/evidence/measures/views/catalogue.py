"""The catalogue: what is measured, and changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.evidence.measures.actions.catalogue import (
    DEFINITION_FIELDS,
    add_event,
    create_indicator,
    redefine,
    update_indicator,
    withdraw_event,
)
from goldenthread.evidence.measures.actions.catalogue_files import (
    CatalogueChange,
    apply_catalogue,
    propose_catalogue,
)
from goldenthread.evidence.measures.catalogue import CatalogueError, Entry, read_rows
from goldenthread.evidence.measures.forms.catalogue import (
    EditIndicatorForm,
    EventForm,
    NewIndicatorForm,
    ReasonForm,
    RedefineForm,
)
from goldenthread.evidence.measures.models import AnnotatedEvent, Definition, Indicator
from goldenthread.evidence.measures.tables.catalogue import catalogue_file, catalogue_table, proposal_table
from goldenthread.evidence.measures.views.page import address, ask, indicator_or_404, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.forms.sheets import SheetForm
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.tables.files import problems_table
from goldenthread.spreadsheets.tables import Sheet


def _rows(partnership: Partnership) -> QuerySet[Indicator]:
    """Every indicator with its agencies, parts and definitions. Four queries."""
    found: QuerySet[Indicator] = (
        Indicator.objects.filter(partnership=partnership)
        .select_related("group", "partnership")
        .prefetch_related(
            "agencies", "parts", Prefetch("definitions", Definition.objects.order_by("-holds_from"))
        )
        .order_by("priority", "title")
    )
    return found


@requires(Permission.VIEW_MEASURES)
def catalogue(request: PartnershipRequest) -> HttpResponse:
    """Every indicator that is collected or stands on the scorecard."""
    words = request.GET.get("q", "").strip()[:100]
    everything = request.GET.get("all") == "1"
    found = _rows(request.viewer.partnership)
    if not everything:
        found = found.filter(on_scorecard=True)
    for word in words.replace("\0", "").split():
        found = found.filter(title__icontains=word)
    rows = list(found)
    return show(
        request,
        "catalogue/list",
        "catalogue",
        title="Catalogue",
        table=catalogue_table(rows),
        said=f"{len(rows)} indicators.",
        words=words,
        everything=everything,
        may_manage=request.viewer.may(Permission.MANAGE_MEASURES),
    )


@requires(Permission.VIEW_MEASURES)
def catalogue_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The catalogue as a file, in the columns in which it can be brought back."""
    rows = list(_rows(request.viewer.partnership).filter(on_scorecard=True))
    return export(catalogue_file(rows), kind=kind, name="indicators")


@requires(Permission.MANAGE_MEASURES, FORM)
def catalogue_import(request: PartnershipRequest) -> HttpResponseBase:
    """Choose a file, see what it would change, then let it. The file is read again when it is applied."""
    form = SheetForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {
        "form": form,
        "title": "Bring in a catalogue",
        "back": address(request, "catalogue"),
    }
    if request.method == "POST" and form.is_valid() and form.sheet is not None:
        partnership = request.viewer.partnership
        try:
            entries = entries_of(form.sheet)
            changes = propose_catalogue(partnership, entries)
            if request.POST.get("shown") == form.checksum:
                apply_catalogue(by=request.viewer, partnership=partnership, entries=entries)
                messages.success(request, _said(changes))
                return redirect(address(request, "catalogue"))
        except CatalogueError as error:
            form.add_error("file", f"{len(error.problems)} problems. Nothing was changed.")
            context["problems"] = problems_table([(p.row, p.column, p.message) for p in error.problems])
        else:
            context |= {"table": proposal_table(changes), "count": len(changes), "checksum": form.checksum}
    return show(request, "catalogue/import", **context)


def entries_of(sheet: Sheet) -> list[Entry]:
    """The entries of a table, by row as a person sees it. Raises :class:`CatalogueError`."""
    rows = [
        {name.strip().casefold().replace(" ", "_"): _text(cell) for name, cell in row.cells.items()}
        for row in sheet.rows
    ]
    return read_rows(rows, [row.number for row in sheet.rows])


def _text(cell: object) -> str:
    """A cell as a catalogue's file would hold it: whole numbers without a point, days as 2019-09-03."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)[:10] if hasattr(cell, "isoformat") else str(cell)


def _said(changes: list[CatalogueChange]) -> str:
    added = sum(change.is_new for change in changes)
    return f"The catalogue is brought in: {added} indicators added, {len(changes) - added} changed."


@requires(Permission.MANAGE_MEASURES, FORM)
def indicator_new(request: PartnershipRequest) -> HttpResponseBase:
    """Add an indicator."""
    partnership = request.viewer.partnership
    form = NewIndicatorForm(posted(request), partnership=partnership)
    made = (
        form.carry_out(create_indicator, by=request.viewer, partnership=partnership)
        if posted(request)
        else None
    )
    if made:
        messages.success(
            request,
            f"“{made}” is in the catalogue. Its agencies see it in their returns from the day you chose.",
        )
        return redirect(made)
    return ask(request, form, title="Add an indicator", button="Add it", back=address(request, "catalogue"))


@requires(Permission.MANAGE_MEASURES, FORM)
def indicator_edit(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """Change who sends an indicator, when, and to whom it belongs."""
    row = indicator_or_404(request.viewer, key)
    form = EditIndicatorForm(posted(request), row=row, partnership=request.viewer.partnership)
    saved = (
        form.carry_out(update_indicator, by=request.viewer, indicator=row, seen_version=row.version)
        if posted(request)
        else None
    )
    if saved:
        messages.success(request, f"“{saved}” is changed.")
        return redirect(saved)
    return ask(
        request, form, title="Change details", caption=row.title, button="Save", back=row.get_absolute_url()
    )


@requires(Permission.MANAGE_MEASURES, FORM)
def indicator_redefine(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """Give an indicator the definition that holds from a day on."""
    row = indicator_or_404(request.viewer, key)
    current = row.definitions.first()
    start = {name: getattr(current, name) for name in DEFINITION_FIELDS} if current else {}
    form = RedefineForm(posted(request), initial=start)
    made = form.carry_out(redefine, by=request.viewer, indicator=row) if posted(request) else None
    if made:
        messages.success(
            request,
            "The new definition is on record. Figures of earlier periods keep the one that held then.",
        )
        return redirect(row)
    return ask(
        request,
        form,
        title="New definition",
        caption=row.title,
        button="Save the definition",
        back=row.get_absolute_url(),
        intro="What an indicator meant is never edited. The definition that you write here takes over on its day.",
    )


@requires(Permission.MANAGE_MEASURES, FORM)
def event_new(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """Mark something on an indicator's chart."""
    row = indicator_or_404(request.viewer, key)
    form = EventForm(posted(request))
    made = form.carry_out(add_event, by=request.viewer, indicator=row) if posted(request) else None
    if made:
        messages.success(request, f"“{made}” is marked on the chart.")
        return redirect(row)
    return ask(
        request,
        form,
        title="Mark an event on the chart",
        caption=row.title,
        button="Mark it",
        back=row.get_absolute_url(),
    )


@requires(Permission.MANAGE_MEASURES, FORM)
def event_withdraw(request: PartnershipRequest, key: str, event: int) -> HttpResponseBase:
    """Take a mark off a chart."""
    row = indicator_or_404(request.viewer, key)
    marked: AnnotatedEvent = get_object_or_404(row.events.select_related("indicator__partnership"), pk=event)
    form = ReasonForm(posted(request))
    if posted(request) and form.carry_out(withdraw_event, by=request.viewer, event=marked):
        messages.success(
            request, f"“{marked}” is off the chart. Both the mark and its removal stay on record."
        )
        return redirect(row)
    return ask(
        request,
        form,
        title=f"Take “{marked}” off the chart",
        caption=row.title,
        button="Take it off",
        back=row.get_absolute_url(),
        danger=True,
    )


routes = [
    path("catalogue/", catalogue, name="catalogue"),
    path("catalogue.<slug:kind>", catalogue_export, name="catalogue_export"),
    path("catalogue/new/", indicator_new, name="indicator_new"),
    path("catalogue/import/", catalogue_import, name="catalogue_import"),
    path("<slug:key>/edit/", indicator_edit, name="indicator_edit"),
    path("<slug:key>/define/", indicator_redefine, name="indicator_redefine"),
    path("<slug:key>/events/new/", event_new, name="event_new"),
    path("<slug:key>/events/<int:event>/withdraw/", event_withdraw, name="event_withdraw"),
]
