"""One's own training: what is booked, what was completed, what is missing, and proofs of what was learned elsewhere."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.learning.actions.learners import set_work
from goldenthread.learning.actions.records import (
    add_completion,
    check_completion,
    checks,
    withdraw_completion,
)
from goldenthread.learning.counting import Standing
from goldenthread.learning.forms.programme import ReasonForm
from goldenthread.learning.forms.records import CheckForm, ProofForm, WorkForm
from goldenthread.learning.models import Completion
from goldenthread.learning.selectors.evaluation import feedback_due
from goldenthread.learning.selectors.records import (
    FULL,
    Gap,
    learned,
    my_bookings,
    needs_of,
    record_of,
    to_check,
    work_of,
)
from goldenthread.learning.tables.bookings import my_bookings_table
from goldenthread.learning.tables.records import needs_table, proofs_table, record_table
from goldenthread.learning.views.page import address, asked, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Viewer
from goldenthread.plans.kept_files import as_download

P = Permission
EMPTY = "What you complete appears here by itself. What you learned elsewhere you can add, with its proof."


@requires(P.VIEW_LEARNING)
def mine(request: PartnershipRequest) -> HttpResponse:
    """One's own bookings to come, record and gaps."""
    viewer, on = request.viewer, today()
    needs, coming, rows = needs_of(viewer.person, on), my_bookings(viewer), record_of(viewer.person, on)
    work = work_of(viewer.person)
    return show(
        request, "mine", "mine", title="My training", state=_state(needs, len(coming)),
        work=work.job_role if work else None, manager=work.manager_email if work else "",
        bookings=my_bookings_table(coming, "Coming", "Nothing is booked. The programme says what there is."),
        needs=needs_table(needs) if needs else None, forms=feedback_due(viewer, on),
        table=record_table(rows, viewer.partnership.slug, empty=EMPTY),
        waiting=len(to_check(viewer)) if viewer.may(P.BOOK_FOR_AGENCY) else 0,
    )  # fmt: skip


def _state(needs: list[Gap], coming: int) -> str:
    """What matters most, in a sentence or two."""
    gaps = sum(gap.standing.is_gap for gap in needs)
    soon = sum(gap.standing is Standing.SOON for gap in needs)
    said = [f"{plural(coming, 'session')} booked." if coming else "Nothing is booked."]
    if gaps:
        said.append(f"{plural(gaps, 'course')} that your work needs {'is' if gaps == 1 else 'are'} missing.")
    elif needs:
        said.append("You have everything that your work needs.")
    if soon:
        said.append(f"{plural(soon, 'course')} will run out within three months.")
    return " ".join(said)


@requires(P.VIEW_LEARNING)
def mine_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """One's own record as a file."""
    rows = record_of(request.viewer.person, today())
    table = record_table(rows, request.viewer.partnership.slug, empty=EMPTY)
    return export(table, kind=kind, name="my-training")


@requires(P.VIEW_LEARNING, FORM)
def work_mine(request: PartnershipRequest) -> HttpResponseBase:
    """Say what one's work is and who one's line manager is."""
    viewer = request.viewer
    form = WorkForm(posted(request), partnership=viewer.partnership, learner=work_of(viewer.person))
    return asked(
        request, form, lambda: set_work(by=viewer, **form.cleaned_data), title="Your work and line manager",
        button="Save", said="Your work is saved.", back=address(request, "mine"), trail=_trail(request),
    )  # fmt: skip


@requires(P.VIEW_LEARNING, FORM)
def proof_new(request: PartnershipRequest) -> HttpResponseBase:
    """Add what one learned by oneself."""
    form = ProofForm(posted(request), request.FILES or None, partnership=request.viewer.partnership)

    def add() -> Completion:
        values = dict(form.cleaned_data)
        file = values.pop("file")
        return add_completion(by=request.viewer, name=file.name, content=file.read(), **values)

    return asked(
        request, form, add, title="Add what you learned", button="Add it", back=address(request, "mine"),
        said="It is in your record. Somebody who answers for your agency looks at the proof.", multipart=True,
        trail=_trail(request),
    )  # fmt: skip


def _trail(request: PartnershipRequest) -> list[tuple[str, str]]:
    return [("My training", address(request, "mine"))]


def _completion_or_404(viewer: Viewer, number: int) -> Completion:
    rows = Completion.objects.visible_to(viewer).select_related(*FULL)
    row: Completion = get_object_or_404(rows, pk=number)
    return row


@requires(P.BOOK_FOR_AGENCY)
def proofs(request: PartnershipRequest) -> HttpResponse:
    """The proofs that wait for the viewer to look at them."""
    rows = to_check(request.viewer)
    state = f"{plural(len(rows), 'proof')} to check. Each counts until somebody finds it wanting."
    return show(
        request, "proofs", title="Proofs to check", table=proofs_table(rows, request.viewer.partnership.slug),
        state=state if rows else "Nothing waits.",
    )  # fmt: skip


@requires(P.VIEW_LEARNING)
def learned_one(request: PartnershipRequest, completion: int) -> HttpResponse:
    """One completion, with its proof and what was found of it."""
    viewer, row = request.viewer, _completion_or_404(request.viewer, completion)
    open_still = not hasattr(row, "checked") and not hasattr(row, "withdrawal")
    own = row.person_id == viewer.person.pk
    withdraws = row.booking_id is None and not hasattr(row, "withdrawal")
    return show(
        request, "completion", title=str(row.course), caption=str(row.person), completion=row,
        stands=learned(row, today()), can_check=open_still and hasattr(row, "proof") and checks(viewer, row),
        can_withdraw=withdraws and ((own and open_still) or viewer.may(P.MANAGE_LEARNING)),
        trail=[("Learning", address(request, "programme")), *(_trail(request) if own else ()), (str(row.course), "")],
    )  # fmt: skip


@requires(P.VIEW_LEARNING)
def proof(request: PartnershipRequest, completion: int) -> HttpResponseBase:
    """The proof, as a download."""
    row = _completion_or_404(request.viewer, completion)
    if not hasattr(row, "proof"):
        raise Http404("no proof was uploaded")
    return as_download(row.proof)


@requires(P.VIEW_LEARNING, FORM)
def proof_check(request: PartnershipRequest, completion: int) -> HttpResponseBase:
    """Say whether a proof counts."""
    row = _completion_or_404(request.viewer, completion)
    if not checks(request.viewer, row):
        raise PermissionDenied("checks the proofs of their own agency, never their own")
    form = CheckForm(posted(request))
    return asked(
        request, form, lambda: check_completion(by=request.viewer, completion=row, **form.arguments()),
        title="Check the proof", button="Save", said="They are told.", caption=f"{row.person}: {row.course}",
        back=_at(request, row), next_page=lambda _: address(request, "proofs"),
        trail=[("Proofs to check", address(request, "proofs")), (str(row.course), _at(request, row))],
    )  # fmt: skip


def _at(request: PartnershipRequest, row: Completion) -> str:
    return address(request, "completion", row.pk)


@requires(P.VIEW_LEARNING, FORM)
def completion_withdraw(request: PartnershipRequest, completion: int) -> HttpResponseBase:
    """Take a completion back, with the reason."""
    row = _completion_or_404(request.viewer, completion)
    if row.person_id != request.viewer.person.pk:
        request.viewer.require(P.MANAGE_LEARNING, row.person)
    form = ReasonForm(posted(request))
    return asked(
        request, form,
        lambda: withdraw_completion(by=request.viewer, completion=row, **form.cleaned_data),
        title="Take it back", button="Take it back", said="It no longer counts.", danger=True,
        caption=f"{row.person}: {row.course}", back=_at(request, row), trail=[(str(row.course), _at(request, row))],
        intro="It stays on record with your reason, and its certificate says that it was withdrawn.",
    )  # fmt: skip


routes = [
    path("mine/", mine, name="mine"),
    path("mine.<slug:kind>", mine_export, name="mine_export"),
    path("mine/work/", work_mine, name="work_mine"),
    path("mine/add/", proof_new, name="proof_new"),
    path("proofs/", proofs, name="proofs"),
    path("records/<int:completion>/", learned_one, name="completion"),
    path("records/<int:completion>/proof/", proof, name="proof"),
    path("records/<int:completion>/check/", proof_check, name="proof_check"),
    path("records/<int:completion>/take-back/", completion_withdraw, name="completion_withdraw"),
]
