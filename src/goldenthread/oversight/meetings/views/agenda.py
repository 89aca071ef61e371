"""Agendas: items put on, moved and taken off, their papers, and what stands on every agenda of a group."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from goldenthread.oversight.meetings.actions.agenda import (
    add_item,
    change_item,
    remove_item,
    set_standing_items,
    shift_item,
)
from goldenthread.oversight.meetings.actions.papers import add_paper, make_paper
from goldenthread.oversight.meetings.forms.meetings import ItemChangeForm, ItemForm, PaperForm, StandingForm
from goldenthread.oversight.meetings.models import AgendaItem
from goldenthread.oversight.meetings.packing import unbindable
from goldenthread.oversight.meetings.views.page import (
    address,
    ask,
    group_or_404,
    item_or_404,
    meeting_or_404,
    show,
    trail,
)
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.made_papers import makers_for
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.partnership.permissions import Permission

P = Permission


@requires(P.VIEW_MEETINGS, FORM)
def item_new(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Put an item on the agenda, or propose one."""
    row = meeting_or_404(request.viewer, meeting)
    manages = request.viewer.may(P.MANAGE_MEETINGS)
    if not manages and row.group_id not in request.viewer.group_ids:
        request.viewer.require(P.MANAGE_MEETINGS)
    form = ItemForm(posted(request))
    if attempt(form, lambda: add_item(by=request.viewer, meeting=row, **form.cleaned_data)):
        said = "It is on the agenda." if manages else "It is on the agenda, and says that you proposed it."
        messages.success(request, said)
        return redirect(row)
    title = "Add an item" if manages else "Propose an item"
    return ask(request, form, title=title, button=title, back=row.get_absolute_url(), caption=str(row))


@requires(P.MANAGE_MEETINGS, FORM)
def item_edit(request: PartnershipRequest, item: int) -> HttpResponseBase:
    """Change an item."""
    row = item_or_404(request.viewer, item)
    names = ("title", "purpose", "presenter", "minutes_long", "confidential")
    form = ItemChangeForm(
        posted(request),
        initial={name: getattr(row, name) for name in names},
        instance_version=row.version,
    )

    def change() -> AgendaItem:
        seen = form.cleaned_data.pop("version")
        return change_item(by=request.viewer, item=row, seen_version=seen, **form.cleaned_data)

    if attempt(form, change):
        messages.success(request, "The item is changed.")
        return redirect(row.meeting)
    return ask(request, form, title="Change the item", button="Save", back=row.meeting.get_absolute_url())


@requires(P.MANAGE_MEETINGS, CHANGE)
def item_shift(request: PartnershipRequest, item: int) -> HttpResponseBase:
    """Move an item up or down."""
    row = item_or_404(request.viewer, item)
    refused(
        request, lambda: shift_item(by=request.viewer, item=row, up=request.POST.get("way") != "down") or True
    )
    return redirect(f"{row.meeting.get_absolute_url()}#agenda")


@requires(P.MANAGE_MEETINGS, CHANGE)
def item_remove(request: PartnershipRequest, item: int) -> HttpResponseBase:
    """Take an item off the agenda."""
    row = item_or_404(request.viewer, item)
    target = row.meeting
    if refused(request, lambda: remove_item(by=request.viewer, item=row) or True):
        messages.success(request, "The item is off the agenda.")
    return redirect(target)


@requires(P.MANAGE_MEETINGS, FORM)
def paper_new(request: PartnershipRequest, item: int) -> HttpResponseBase:
    """Add a paper to an item."""
    row = item_or_404(request.viewer, item)
    form = PaperForm(posted(request), request.FILES or None, item=row)

    def add() -> Any:
        data, file = form.cleaned_data, form.cleaned_data["file"]
        return add_paper(
            by=request.viewer,
            item=row,
            title=data["title"],
            name=file.name,
            content=file.read(),
            replaces=data["replaces"],
        )

    added = attempt(form, add)
    if added:
        messages.success(request, "The paper is with the item.")
        if problem := unbindable(added):
            messages.warning(request, problem)
        return redirect(row.meeting)
    return show(
        request,
        "paper",
        form=form,
        item=row,
        title="Add a paper",
        makers=makers_for(request.viewer),
        back=row.meeting.get_absolute_url(),
        trail=trail(request, row.meeting, "Add a paper"),
    )


@requires(P.MANAGE_MEETINGS, CHANGE)
def paper_make(request: PartnershipRequest, item: int) -> HttpResponseBase:
    """Have a paper made from what the product knows today."""
    row = item_or_404(request.viewer, item)
    key = request.POST.get("maker", "")[:40]
    maker = next((each for each in makers_for(request.viewer) if each.key == key), None)
    if maker is None:
        messages.error(request, "Choose a paper from the list.")
    elif refused(request, lambda: make_paper(by=request.viewer, item=row, maker=maker)):
        messages.success(request, "The paper is made, as things stand today, and with the item.")
    return redirect(row.meeting)


@requires(P.VIEW_MEETINGS)
def paper(request: PartnershipRequest, item: int, paper: int) -> HttpResponseBase:
    """A paper, always as a download: it is never run or shown as part of this site."""
    papers = item_or_404(request.viewer, item).papers.all()
    if not request.viewer.may(P.MANAGE_MEETINGS):
        papers = papers.filter(replaced_by=None)  # one that was replaced may have been the wrong one
    row = papers.filter(pk=paper).first()
    if row is None or not row.file.storage.exists(str(row.file.name)):
        raise Http404("no such paper")
    response = FileResponse(row.file.open("rb"), content_type=row.file_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.file_name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(P.MANAGE_MEETINGS, FORM)
def standing(request: PartnershipRequest, group: str) -> HttpResponseBase:
    """What stands on every agenda of a group."""
    row = group_or_404(request.viewer, group)
    lines = []
    for each in row.standing_items.all():
        months = ", ".join(f"{dt.date(2019, number, 1):%B}" for number in each.months)
        lines.append(f"{each.title} | {months}" if months else each.title)
    form = StandingForm(posted(request), initial={"items": "\n".join(lines)})
    if attempt(
        form,
        lambda: set_standing_items(by=request.viewer, group=row, items=form.cleaned_data["items"]) or True,
    ):
        messages.success(request, "It stands on every agenda that is made from now on.")
        return redirect(f"{address(request, 'meetings')}?group={row.key}")
    return ask(
        request,
        form,
        title="Standing items",
        button="Save",
        back=address(request, "meetings"),
        caption=str(row),
    )


routes = [
    path("standing/<slug:group>/", standing, name="standing"),
    path("<int:meeting>/items/new/", item_new, name="item_new"),
    path("items/<int:item>/edit/", item_edit, name="item_edit"),
    path("items/<int:item>/shift/", item_shift, name="item_shift"),
    path("items/<int:item>/remove/", item_remove, name="item_remove"),
    path("items/<int:item>/papers/new/", paper_new, name="paper_new"),
    path("items/<int:item>/papers/make/", paper_make, name="paper_make"),
    path("items/<int:item>/papers/<int:paper>/", paper, name="paper"),
]
