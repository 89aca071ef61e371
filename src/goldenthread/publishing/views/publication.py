"""Signing off, publishing, correcting and withdrawing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect

from goldenthread.design.web_edition import chapters
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.partnership.permissions import Permission
from goldenthread.publishing.actions.publication import publish as publish_report
from goldenthread.publishing.actions.reports import start_correction
from goldenthread.publishing.actions.reports import withdraw as withdraw_report
from goldenthread.publishing.actions.signing import sign_off as sign_report
from goldenthread.publishing.build import write_text
from goldenthread.publishing.forms.activity import ReasonForm
from goldenthread.publishing.forms.reports import SignOffForm
from goldenthread.publishing.missing import missing_from
from goldenthread.publishing.signatures import next_number, signatures_of
from goldenthread.publishing.views.page import ask, away_if_closed, report_or_404, show
from goldenthread.publishing.words import partners


@requires(Permission.SIGN_OFF_REPORTS, FORM)
def sign_off(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """Read the text, and sign it off."""
    found, viewer = report_or_404(request.viewer, key), request.viewer
    if away := away_if_closed(request, found):
        return away
    agency = viewer.person.agency.name if viewer.person.agency else "a safeguarding partner"
    form = SignOffForm(posted(request), agency=agency)
    signed = attempt(
        form, lambda: sign_report(by=viewer, report=found, seen_checksum=form.cleaned_data["checksum"])
    )
    if signed:
        messages.success(request, f"You have signed the report off for {agency}.")
        return redirect(found.get_absolute_url())
    text = write_text(found)
    if request.method == "POST":
        form.data = {**request.POST.dict(), "checksum": text.checksum}
    form.initial["checksum"] = text.checksum
    number = next_number(found)
    signatures = signatures_of(found, number, text.checksum)
    return show(
        request,
        "sign_off",
        report=found,
        form=form,
        number=number,
        agency=agency,
        signatures=signatures,
        needed=partners(signatures.needed),
        signed_by_me=any(each.person_id == viewer.person.pk for each in signatures.current),
        missing=missing_from(found, text.content.sections.values(), text.content),
        body=text.body,
        chapters=chapters(text.html),
    )


@requires(Permission.PUBLISH_REPORTS, FORM)
def publish(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """See what publishing will do, and publish."""
    found = report_or_404(request.viewer, key)
    if request.method == "POST":
        edition = refused(request, lambda: publish_report(by=request.viewer, report=found))
        if edition:
            messages.success(
                request, f"Version {edition.number} is published. Everybody who may see reports can read it."
            )
        return redirect(found.get_absolute_url())
    if away := away_if_closed(request, found):
        return away
    text, number = write_text(found), next_number(found)
    return show(
        request,
        "publish",
        report=found,
        number=number,
        signatures=signatures_of(found, number, text.checksum),
        missing=missing_from(found, text.content.sections.values(), text.content),
        figures=len(text.figures),
        checksum=text.checksum,
    )


@requires(Permission.WRITE_REPORTS, FORM)
def correct(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """Open a published report for its next version."""
    found = report_or_404(request.viewer, key)
    form = ReasonForm(posted(request))
    form.fields["reason"].label = "What does the next version correct?"
    form.fields["reason"].help_text = "This will stand at the end of the new version."
    done = attempt(
        form,
        lambda: start_correction(by=request.viewer, report=found, reason=form.cleaned_data["reason"]),
    )
    if done:
        messages.success(
            request, "The report is open. What was published stays readable until the new version is out."
        )
        return redirect(found.get_absolute_url())
    return ask(
        request,
        form,
        title="Correct this report",
        button="Start a new version",
        back=found.get_absolute_url(),
        report=found,
        warning="What was published is never changed. The new version needs to be signed off and published again.",
    )


@requires(Permission.PUBLISH_REPORTS, FORM)
def withdraw(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """Take a report out of circulation."""
    found = report_or_404(request.viewer, key)
    form = ReasonForm(posted(request))
    form.fields["reason"].help_text = "Readers will see this instead of the report."
    done = attempt(
        form, lambda: withdraw_report(by=request.viewer, report=found, reason=form.cleaned_data["reason"])
    )
    if done:
        messages.success(request, "The report is withdrawn.")
        return redirect(found.get_absolute_url())
    return ask(
        request,
        form,
        title="Withdraw this report",
        button="Withdraw the report",
        back=found.get_absolute_url(),
        report=found,
        warning="Readers will no longer see its text or its files. Everything stays on record.",
        danger=True,
    )
