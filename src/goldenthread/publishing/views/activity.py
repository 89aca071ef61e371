"""Events and website figures: their lists, entering, changing and removing."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect

from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.publishing.actions.activity import (
    add_event,
    add_website_month,
    change_event,
    change_website_month,
    remove_event,
    remove_website_month,
)
from goldenthread.publishing.forms.activity import EventFilterForm, EventForm, ReasonForm, WebsiteMonthForm
from goldenthread.publishing.models import Event, WebsiteMonth
from goldenthread.publishing.selectors import events_list, website_months
from goldenthread.publishing.tables import events_table, website_table
from goldenthread.publishing.views.page import address, ask, event_or_404, month_or_404, show, tabs

PER_PAGE = 50


@requires(Permission.VIEW_DRAFT_REPORTS)
def events(request: PartnershipRequest) -> HttpResponseBase:
    """Every event, the latest first."""
    form = EventFilterForm(request.GET)
    found = events_list(request.viewer.partnership, **form.chosen())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    may_write = request.viewer.may(Permission.WRITE_REPORTS)
    return show(
        request,
        "events",
        tabs=tabs(request, "events"),
        filters=form,
        page=page,
        table=events_table(request.viewer.partnership, list(page.object_list), links=may_write),
        may_write=may_write,
    )


@requires(Permission.VIEW_DRAFT_REPORTS)
def events_export(request: PartnershipRequest, kind: str) -> HttpResponseBase:
    """The list of events as a file."""
    found = events_list(request.viewer.partnership, **EventFilterForm(request.GET).chosen())
    return export(
        events_table(request.viewer.partnership, list(found), links=False), kind=kind, name="events"
    )


@requires(Permission.WRITE_REPORTS, FORM)
def new_event(request: PartnershipRequest) -> HttpResponseBase:
    """Enter an event."""
    viewer = request.viewer
    form = EventForm(posted(request), instance=Event(), days=[], instance_version=1)
    made = attempt(
        form, lambda: add_event(by=viewer, partnership=viewer.partnership, days=form.days, **form.chosen)
    )
    if made:
        messages.success(request, f"“{made.name}” is entered. Reports on its period show it.")
        return redirect(address(request, "events"))
    return ask(request, form, title="Add an event", button="Save", back=address(request, "events"))


@requires(Permission.WRITE_REPORTS, FORM)
def event(request: PartnershipRequest, event: int) -> HttpResponseBase:
    """Change an event."""
    row = event_or_404(request.viewer, event)
    form = EventForm(
        posted(request),
        instance=event_or_404(request.viewer, event),
        days=row.days,
        instance_version=row.version,
    )
    saved = attempt(
        form,
        lambda: change_event(
            by=request.viewer, event=row, seen_version=row.version, days=form.days, **form.chosen
        ),
    )
    if saved:
        messages.success(request, f"“{saved.name}” is saved.")
        return redirect(address(request, "events"))
    return ask(
        request,
        form,
        title=f"Change “{row.name}”",
        button="Save",
        back=address(request, "events"),
        remove=address(request, "remove_event", row.pk),
    )


@requires(Permission.WRITE_REPORTS, FORM)
def event_removal(request: PartnershipRequest, event: int) -> HttpResponseBase:
    """Remove an event, with a reason."""
    row = event_or_404(request.viewer, event)
    form = ReasonForm(posted(request))
    done = attempt(
        form, lambda: remove_event(by=request.viewer, event=row, reason=form.cleaned_data["reason"])
    )
    if done:
        messages.success(request, f"“{row.name}” is removed. What was published with it stays as it was.")
        return redirect(address(request, "events"))
    return ask(
        request, form, title=f"Remove “{row.name}”", button="Remove", back=row.get_absolute_url(), danger=True
    )


@requires(Permission.VIEW_DRAFT_REPORTS)
def website(request: PartnershipRequest) -> HttpResponseBase:
    """The website figures of every month entered."""
    page = Paginator(website_months(request.viewer.partnership), PER_PAGE).get_page(request.GET.get("page"))
    may_write = request.viewer.may(Permission.WRITE_REPORTS)
    table = website_table(request.viewer.partnership, list(page.object_list), links=may_write)
    return show(
        request, "website", tabs=tabs(request, "website"), page=page, table=table, may_write=may_write
    )


@requires(Permission.VIEW_DRAFT_REPORTS)
def website_export(request: PartnershipRequest, kind: str) -> HttpResponseBase:
    """The website figures as a file."""
    partnership = request.viewer.partnership
    return export(
        website_table(partnership, list(website_months(partnership)), links=False), kind=kind, name="website"
    )


@requires(Permission.WRITE_REPORTS, FORM)
def new_website_month(request: PartnershipRequest) -> HttpResponseBase:
    """Enter a month's figures."""
    viewer = request.viewer
    form = WebsiteMonthForm(posted(request), instance=WebsiteMonth(), instance_version=1)
    made = attempt(form, lambda: add_website_month(by=viewer, partnership=viewer.partnership, **form.chosen))
    if made:
        messages.success(request, f"The website figures of {made} are entered.")
        return redirect(address(request, "website"))
    return ask(request, form, title="Add a month", button="Save", back=address(request, "website"))


@requires(Permission.WRITE_REPORTS, FORM)
def website_month(request: PartnershipRequest, month: str) -> HttpResponseBase:
    """Change a month's figures."""
    row = month_or_404(request.viewer, month)
    form = WebsiteMonthForm(
        posted(request), instance=month_or_404(request.viewer, month), instance_version=row.version
    )
    saved = attempt(
        form,
        lambda: change_website_month(by=request.viewer, row=row, seen_version=row.version, **form.chosen),
    )
    if saved:
        messages.success(request, f"The website figures of {saved} are saved.")
        return redirect(address(request, "website"))
    return ask(
        request,
        form,
        title=f"Change the website figures of {row}",
        button="Save",
        back=address(request, "website"),
        remove=address(request, "remove_website_month", row.key),
    )


@requires(Permission.WRITE_REPORTS, FORM)
def website_month_removal(request: PartnershipRequest, month: str) -> HttpResponseBase:
    """Remove a month's figures, with a reason."""
    row = month_or_404(request.viewer, month)
    form = ReasonForm(posted(request))

    def remove() -> bool:
        remove_website_month(by=request.viewer, row=row, reason=form.cleaned_data["reason"])
        return True

    if attempt(form, remove):
        messages.success(request, f"The website figures of {row} are removed.")
        return redirect(address(request, "website"))
    return ask(
        request,
        form,
        title=f"Remove the website figures of {row}",
        button="Remove",
        back=row.get_absolute_url(),
        danger=True,
    )
