"""Files that show what an answer says: added, taken away, given back as downloads."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.evidence.assurance.actions.answering import open_to
from goldenthread.evidence.assurance.actions.files import add_file, remove_file
from goldenthread.evidence.assurance.forms.assurance import FileForm
from goldenthread.evidence.assurance.models import Assessment, EvidenceFile
from goldenthread.evidence.assurance.views.page import asked, assessment_or_404, at, standard_or_404, trail_to
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted, refused
from goldenthread.partnership.permissions import Permission
from goldenthread.plans.kept_files import as_download

P = Permission


def _file_or_404(row: Assessment, number: int) -> EvidenceFile:
    found: EvidenceFile = get_object_or_404(row.files.select_related("assessment"), pk=number)
    return found


@requires(P.ENTER, FORM)
def file_new(request: PartnershipRequest, cycle: str, agency: str, standard: str) -> HttpResponseBase:
    """Add a file."""
    row = assessment_or_404(request.viewer, cycle, agency)
    part = standard_or_404(row, standard)
    if part.key not in open_to(request.viewer, row):
        raise PermissionDenied("answers for another agency or standard")
    form = FileForm(posted(request), request.FILES or None, standard=part)

    def keep() -> EvidenceFile:
        file = form.cleaned_data["file"]
        question = form.cleaned_data["question"]
        return add_file(
            by=request.viewer, assessment=row, question=question, name=file.name, content=file.read()
        )

    return asked(
        request, form, keep, title="Add a file", button="Add it", said="The file is added.", multipart=True,
        back=at(request, "standard", row, part.key), caption=part.title, trail=trail_to(request, row, "Add a file"),
    )  # fmt: skip


@requires(P.ENTER)
def file(request: PartnershipRequest, cycle: str, agency: str, file: int) -> HttpResponseBase:
    """A file, as a download."""
    return as_download(_file_or_404(assessment_or_404(request.viewer, cycle, agency), file))


@requires(P.ENTER, CHANGE)
def file_remove(request: PartnershipRequest, cycle: str, agency: str, file: int) -> HttpResponseBase:
    """Take a file away."""
    row = assessment_or_404(request.viewer, cycle, agency)
    found = _file_or_404(row, file)
    standards = row.cycle.questions.standards
    part = next(each.key for each in standards if any(q.key == found.question for q in each.questions))
    refused(request, lambda: remove_file(by=request.viewer, file=found))
    return redirect(at(request, "standard", row, part))


routes = [
    path("<slug:cycle>/at/<slug:agency>/part/<slug:standard>/file/", file_new, name="file_new"),
    path("<slug:cycle>/at/<slug:agency>/files/<int:file>/", file, name="file"),
    path("<slug:cycle>/at/<slug:agency>/files/<int:file>/remove/", file_remove, name="file_remove"),
]
