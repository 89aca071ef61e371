"""Writing reports: beginning one, its cover, its sections."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect

from goldenthread.duties.clock import ONE_DAY, add_months
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.plans.models import Plan
from goldenthread.publishing.actions.reports import create_report, edit_cover
from goldenthread.publishing.actions.writing import edit_section
from goldenthread.publishing.figures import unknown_in
from goldenthread.publishing.forms.reports import CoverForm, NewReportForm, SectionForm
from goldenthread.publishing.missing import missing_from
from goldenthread.publishing.models import Report
from goldenthread.publishing.performance.content import gather
from goldenthread.publishing.performance.outline import PARTS
from goldenthread.publishing.periods import last_day_of
from goldenthread.publishing.views.page import (
    address,
    ask,
    away_if_closed,
    report_or_404,
    section_or_404,
    show,
)


@requires(Permission.WRITE_REPORTS, FORM)
def new_report(request: PartnershipRequest) -> HttpResponseBase:
    """Begin a report."""
    viewer = request.viewer
    form = NewReportForm(posted(request), viewer=viewer, initial=_suggested(request))
    made = attempt(
        form, lambda: create_report(by=viewer, partnership=viewer.partnership, **form.cleaned_data)
    )
    if made:
        messages.success(
            request,
            f"The report on {made.period} is begun. Fill in its cover and its sections; figures come by themselves.",
        )
        return redirect(made.get_absolute_url())
    return ask(
        request, form, title="Begin a report", button="Begin the report", back=address(request, "reports")
    )


def _suggested(request: PartnershipRequest) -> dict[str, Any]:
    """What the next report probably is: the three months after the last one, with its text."""
    latest = Report.objects.visible_to(request.viewer).order_by("-period_to", "-id").first()
    plan = Plan.objects.visible_to(request.viewer).open(today()).filter(kind=Plan.Kind.DELIVERY).first()
    suggested: dict[str, Any] = {"as_at": today(), "plan": plan}
    if latest:
        first = latest.period_to + ONE_DAY
        suggested |= {
            "title": latest.title,
            "previous": latest,
            "period_from": first,
            "period_to": last_day_of(add_months(first, 2)),
        }
    return suggested


@requires(Permission.WRITE_REPORTS, FORM)
def cover(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """The committee's cover, and the plan behind the report."""
    found = report_or_404(request.viewer, key)
    if away := away_if_closed(request, found):
        return away
    # The form writes into the row it is given: the page shows the one that is saved.
    form = CoverForm(
        posted(request),
        instance=report_or_404(request.viewer, key),
        viewer=request.viewer,
        instance_version=found.version,
    )
    saved = attempt(
        form,
        lambda: edit_cover(
            by=request.viewer,
            report=found,
            seen_version=found.version,
            **{name: form.cleaned_data[name] for name in CoverForm.Meta.fields},
        ),
    )
    if saved:
        messages.success(request, "The cover is saved.")
        return redirect(found.get_absolute_url())
    return ask(
        request, form, title="Cover and plan", button="Save", back=found.get_absolute_url(), report=found
    )


@requires(Permission.WRITE_REPORTS, FORM)
def section(request: PartnershipRequest, key: str, section: str) -> HttpResponseBase:
    """Write one section, with the figures that can be cited and what is still missing beside it."""
    found = report_or_404(request.viewer, key)
    row = section_or_404(found, section)
    if away := away_if_closed(request, found):
        return away
    form = SectionForm(posted(request), instance=section_or_404(found, section), instance_version=row.version)
    saved = attempt(
        form,
        lambda: edit_section(
            by=request.viewer,
            section=row,
            seen_version=row.version,
            **{name: form.cleaned_data[name] for name in SectionForm.Meta.fields if name in form.fields},
        ),
    )
    if saved:
        messages.success(request, f"“{saved}” is saved.")
        return redirect(_then(request, found, section))
    content = gather(found)
    sections = list(content.sections.values())
    keys = [each.key for each in sections]
    at = keys.index(section)
    return show(
        request,
        "section",
        report=found,
        form=form,
        section=row,
        part=PARTS[row.key],
        sections=sections,
        empty={each.key for each in sections if PARTS[each.key].required and not each.text},
        figures=[figure for figure in content.ledger.known if not figure.family],
        unknown=unknown_in(row.text, content.ledger),
        missing=missing_from(found, sections, content),
        before=sections[at - 1] if at else None,
        after=sections[at + 1] if at + 1 < len(sections) else None,
    )


def _then(request: PartnershipRequest, found: Report, section: str) -> str:
    """Where to go after saving: the next section if that was asked for, otherwise the report."""
    keys = list(PARTS)
    at = keys.index(section) + 1
    if request.POST.get("then") == "next" and at < len(keys):
        return address(request, "section", found.key, keys[at])
    return found.get_absolute_url()
