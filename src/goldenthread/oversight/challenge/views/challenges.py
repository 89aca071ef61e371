"""The challenge log, one challenge, and the workspace of whoever challenges."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.oversight.challenge.actions.challenges import (
    end_challenge,
    make_challenge,
    may_end,
    may_reply,
    reply,
)
from goldenthread.oversight.challenge.forms.challenge import ChallengeForm, OutcomeForm, ReplyForm
from goldenthread.oversight.challenge.selectors.challenges import STATES, Row, challenges_of, row_of
from goldenthread.oversight.challenge.tables.challenge import challenges_table, state_badge
from goldenthread.oversight.challenge.views.page import address, asked, challenge_or_404, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today

P = Permission
MOST_ROWS = 200


def _said(rows: list[Row]) -> str:
    late = sum(row.state == "late" for row in rows)
    waiting = sum(row.state == "unanswered" for row in rows)
    if not rows:
        return "No challenge is on record."
    return (
        f"{plural(len(rows), 'challenge')}; {late} answered late or not at all, {waiting} not answered yet."
    )


def _asked_state(request: PartnershipRequest) -> str:
    state = request.GET.get("state", "")
    return state if state in STATES else ""


@requires(P.VIEW_CHALLENGE)
@remembered
def challenges(request: PartnershipRequest) -> HttpResponse:
    """Who challenged whom about what, what came back, and what became of it."""
    state = _asked_state(request)
    rows = challenges_of(request.viewer, today(), state=state)
    return show(
        request,
        "challenges",
        "challenges",
        title="Challenges",
        state=_said(rows),
        states=STATES.items(),
        chosen=state,
        query=request.GET.urlencode(),
        table=challenges_table(rows[:MOST_ROWS]),
        may_raise=request.viewer.may(P.RAISE_CHALLENGE),
    )


@requires(P.VIEW_CHALLENGE)
def challenges_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The log as narrowed, as a file."""
    rows = challenges_of(request.viewer, today(), state=_asked_state(request))
    return export(challenges_table(rows), kind=kind, name="challenges")


@requires(P.VIEW_CHALLENGE)
@remembered
def mine(request: PartnershipRequest) -> HttpResponse:
    """What the viewer asked, what came back, what did not, and where they may read."""
    viewer = request.viewer
    rows = challenges_of(viewer, today(), mine=True)
    reads = [
        (text, href)
        for text, href, permission in (
            (
                "Recommendations and the evidence for them",
                f"/{viewer.partnership.slug}/thread/",
                P.VIEW_THREAD,
            ),
            ("The scorecard", f"/{viewer.partnership.slug}/evidence/measures/", P.VIEW_MEASURES),
            ("What is late", f"/{viewer.partnership.slug}/oversight/duties/?state=breached", P.VIEW_DUTIES),
            ("Exceptions of every plan", f"/{viewer.partnership.slug}/plan/exceptions/", P.VIEW_PLANS),
            ("Meetings and their papers", f"/{viewer.partnership.slug}/oversight/meetings/", P.VIEW_MEETINGS),
            ("What children and families said", f"/{viewer.partnership.slug}/evidence/voice/", P.VIEW_VOICE),
        )
        if viewer.may(permission)
    ]
    waiting = [row for row in rows if row.state in ("late", "unanswered")]
    came = [row for row in rows if row.state == "answered"]
    return show(
        request,
        "mine",
        "mine",
        title="My challenges",
        state=f"{plural(len(waiting), 'challenge')} of yours not answered; {len(came)} answered and not ended."
        if rows
        else "You have not challenged anybody yet.",
        waiting=challenges_table(waiting, "Not answered") if waiting else None,
        came=challenges_table(came, "What came back: say what became of it") if came else None,
        others=challenges_table([row for row in rows if row.state == "ended"], "Ended"),
        reads=reads,
        may_raise=viewer.may(P.RAISE_CHALLENGE),
    )


@requires(P.VIEW_CHALLENGE)
def challenge(request: PartnershipRequest, number: int) -> HttpResponse:
    """One challenge."""
    row = challenge_or_404(request.viewer, number)
    shown = row_of(row, today())
    return show(
        request,
        "challenge",
        title=f"{row}: {row.title}",
        challenge=row,
        badge=state_badge(shown.state),
        replies=row.replies.all(),
        outcomes=row.outcomes.all(),
        may_reply=may_reply(request.viewer, row) and shown.outcome is None,
        may_end=may_end(request.viewer, row),
        trail=[("Challenges", address(request, "challenges")), (str(row), "")],
    )


@requires(P.RAISE_CHALLENGE, FORM)
def challenge_new(request: PartnershipRequest) -> HttpResponseBase:
    """Make a challenge."""
    viewer = request.viewer
    form = ChallengeForm(
        posted(request),
        partnership=viewer.partnership,
        manages=viewer.may(P.MANAGE_CHALLENGE),
        restricts=viewer.may(P.VIEW_RESTRICTED),
    )
    return asked(
        request, form, lambda: make_challenge(by=viewer, **form.cleaned_data), title="Make a challenge",
        button="Make it", said="It is on record, and whoever answers for it is told.",
        back=address(request, "challenges"),
    )  # fmt: skip


@requires(P.VIEW_CHALLENGE, FORM)
def reply_new(request: PartnershipRequest, number: int) -> HttpResponseBase:
    """Answer a challenge."""
    row = challenge_or_404(request.viewer, number)
    if not may_reply(request.viewer, row):
        request.viewer.require(P.MANAGE_CHALLENGE, row)
    form = ReplyForm(posted(request), manages=request.viewer.may(P.MANAGE_CHALLENGE))
    return asked(
        request, form, lambda: reply(by=request.viewer, challenge=row, **form.cleaned_data), title="Answer it",
        button="Send the answer", said="The answer is on record, and whoever challenged is told.",
        back=row.get_absolute_url(), caption=f"{row}: {row.title}",
    )  # fmt: skip


@requires(P.VIEW_CHALLENGE, FORM)
def outcome_new(request: PartnershipRequest, number: int) -> HttpResponseBase:
    """Say what became of a challenge."""
    row = challenge_or_404(request.viewer, number)
    if not may_end(request.viewer, row):
        request.viewer.require(P.MANAGE_CHALLENGE, row)
    form = OutcomeForm(posted(request))
    return asked(
        request, form, lambda: end_challenge(by=request.viewer, challenge=row, **form.cleaned_data),
        title="What became of it", button="Record it", said="It is on record.", back=row.get_absolute_url(),
        caption=f"{row}: {row.title}",
    )  # fmt: skip


routes = [
    path("", challenges, name="challenges"),
    path("challenges.<slug:kind>", challenges_export, name="challenges_export"),
    path("mine/", mine, name="mine"),
    path("new/", challenge_new, name="challenge_new"),
    path("<int:number>/", challenge, name="challenge"),
    path("<int:number>/answer/", reply_new, name="reply_new"),
    path("<int:number>/outcome/", outcome_new, name="outcome_new"),
]
