"""Writing down what happened, and the days on which the office is closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.duties.actions.record import (
    close_office,
    open_office,
    record_occurrence,
    take_back_occurrence,
)
from goldenthread.duties.forms.duties import ClosureForm, OccurrenceForm, ReasonForm
from goldenthread.duties.models import LocalClosure, Occurrence
from goldenthread.duties.tables.duties import occurrences_table
from goldenthread.duties.views.page import address, ask, show
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

SHOWN = 200


@requires(Permission.MANAGE_DUTIES)
def record(request: PartnershipRequest) -> HttpResponse:
    """What was recorded, and the closed days."""
    rows = Occurrence.objects.filter(partnership=request.viewer.partnership)
    if not request.viewer.may(Permission.VIEW_RESTRICTED):
        rows = rows.filter(restricted=False)
    found = list(rows.select_related("group", "agency", "withdrawn_by")[:SHOWN])
    return show(
        request,
        "record",
        "record",
        title="What happened",
        table=occurrences_table(found, address(request, "record"), may_manage=True),
        closures=list(LocalClosure.objects.filter(partnership=request.viewer.partnership).order_by("-on")),
    )


@requires(Permission.MANAGE_DUTIES, FORM)
def occurrence_new(request: PartnershipRequest) -> HttpResponseBase:
    """Write down that something happened. What is owed follows from it."""
    form = OccurrenceForm(posted(request), partnership=request.viewer.partnership)
    if attempt(form, lambda: record_occurrence(by=request.viewer, **form.cleaned_data)):
        messages.success(request, "It is on record. What is owed because of it is on the list of duties now.")
        return redirect("duties:record", request.viewer.partnership.slug)
    return ask(
        request,
        form,
        title="Something happened",
        button="Record it",
        back=address(request, "record"),
        intro="Plans, returns, chairs and terms of reference tell by themselves. Record what happened elsewhere: "
        "duties arise from it, or are met by it.",
    )


@requires(Permission.MANAGE_DUTIES, FORM)
def occurrence_take_back(request: PartnershipRequest, occurrence: int) -> HttpResponseBase:
    """Take back what was recorded by mistake."""
    rows = Occurrence.objects.filter(partnership=request.viewer.partnership)
    if not request.viewer.may(Permission.VIEW_RESTRICTED):
        rows = rows.filter(restricted=False)
    row: Occurrence = get_object_or_404(rows, pk=occurrence)
    form = ReasonForm(posted(request))
    if attempt(
        form, lambda: take_back_occurrence(by=request.viewer, occurrence=row, why=form.cleaned_data["reason"])
    ):
        messages.success(request, "It is taken back. Both entries stay on record.")
        return redirect("duties:record", request.viewer.partnership.slug)
    return ask(
        request,
        form,
        title="Take it back",
        caption=str(row),
        button="Take it back",
        back=address(request, "record"),
        danger=True,
    )


@requires(Permission.MANAGE_DUTIES, FORM)
def closure_new(request: PartnershipRequest) -> HttpResponseBase:
    """Keep a day on which the office is closed."""
    form = ClosureForm(posted(request), initial={"on": today()})
    if attempt(form, lambda: close_office(by=request.viewer, **form.cleaned_data)):
        messages.success(request, "That day is no working day now.")
        return redirect("duties:record", request.viewer.partnership.slug)
    return ask(request, form, title="The office is closed", button="Keep it", back=address(request, "record"))


@requires(Permission.MANAGE_DUTIES, CHANGE)
def closure_remove(request: PartnershipRequest, closure: int) -> HttpResponseBase:
    """Take a closed day off the list."""
    row: LocalClosure = get_object_or_404(
        LocalClosure.objects.filter(partnership=request.viewer.partnership), pk=closure
    )
    refused(request, lambda: open_office(by=request.viewer, closure=row))
    messages.success(request, "That day is a working day again.")
    return redirect("duties:record", request.viewer.partnership.slug)


routes = [
    path("record/", record, name="record"),
    path("record/new/", occurrence_new, name="occurrence_new"),
    path("record/<int:occurrence>/take-back/", occurrence_take_back, name="occurrence_take_back"),
    path("record/closed/", closure_new, name="closure_new"),
    path("record/closed/<int:closure>/remove/", closure_remove, name="closure_remove"),
]
