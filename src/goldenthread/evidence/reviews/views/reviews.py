"""Reviews: which there are, beginning one, its door, its space, its panel, its steps and its decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.words import plural, uk_date
from goldenthread.duties.happenings import Happening
from goldenthread.evidence.reviews.actions.confinement import break_glass, seat_of
from goldenthread.evidence.reviews.actions.panel import ask_to_panel, declare, end_seat, take_on
from goldenthread.evidence.reviews.actions.reviews import (
    OF_THEMSELVES,
    begin_review,
    close_review,
    decide,
    publish,
    record_delivery,
    record_step,
    take_back_step,
    take_into_thread,
)
from goldenthread.evidence.reviews.criteria import CRITERIA
from goldenthread.evidence.reviews.forms.reviews import (
    BeginForm,
    DecideForm,
    DeclareForm,
    DeliveryForm,
    GlassForm,
    PublishForm,
    ReasonForm,
    SeatForm,
    StepForm,
    ThreadForm,
)
from goldenthread.evidence.reviews.models import PanelSeat, Review, Step
from goldenthread.evidence.reviews.selectors.space import Space, space_of
from goldenthread.evidence.reviews.selectors.steps import milestones_of
from goldenthread.evidence.reviews.tables.reviews import milestones_table, openings_table, reviews_table
from goldenthread.evidence.reviews.views.page import address, ask, confined, known_or_404, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

P = Permission


@requires(P.VIEW_REVIEWS)
def reviews(request: PartnershipRequest) -> HttpResponseBase:
    """The reviews in whose space the viewer has a place; to those who answer for them, the references of the others."""
    places = PanelSeat.objects.filter(person=request.viewer.person, ends_on=None, declared_on__isnull=False)
    mine = set(places.values_list("review", flat=True))
    rows = list(
        Review.objects.known_to(request.viewer).select_related("partnership").prefetch_related("steps")
    )
    return show(
        request,
        "reviews",
        title="Reviews",
        state=f"You have a place in {plural(len(mine), 'review')}."
        if mine
        else "You have a place in no review.",
        table=reviews_table(rows, mine),
        may_begin=request.viewer.may(P.MANAGE_REVIEWS),
    )


@requires(P.MANAGE_REVIEWS, FORM)
def begin(request: PartnershipRequest) -> HttpResponseBase:
    """Begin a review."""
    form = BeginForm(posted(request))
    made = attempt(form, lambda: begin_review(by=request.viewer, **form.cleaned_data))
    if made:
        messages.success(request, "The space is there, and you coordinate it. Nobody else can enter yet.")
        return redirect(made)
    return ask(request, None, form, title="Begin a review", button="Begin it")


@requires(P.VIEW_REVIEWS, FORM)
def declaration(request: PartnershipRequest, reference: str) -> HttpResponseBase:
    """Say whether one had a part in the case."""
    review = known_or_404(request.viewer, reference)
    seat = seat_of(request.viewer, review)
    if seat is None or seat.declared_on is not None:
        return redirect(review)
    form = DeclareForm(posted(request))
    done = attempt(
        form, lambda: declare(by=request.viewer, review=review, no_part=form.cleaned_data["no_part"])
    )
    if done:
        if done.ends_on is None:
            messages.success(request, "Thank you. The space is open to you.")
            return redirect(review)
        messages.success(request, "Thank you for saying so. You are no longer on this panel.")
        return redirect(address(request, "reviews"))
    return ask(request, review, form, title="Before you enter", button="Send")


@requires(P.BREAK_GLASS, FORM)
def taking_on(request: PartnershipRequest, reference: str) -> HttpResponseBase:
    """Coordinate a review whose coordinator left."""
    request.viewer.require(P.MANAGE_REVIEWS)
    review = known_or_404(request.viewer, reference)
    form = DeclareForm(posted(request))
    if attempt(form, lambda: take_on(by=request.viewer, review=review, **form.cleaned_data)):
        messages.success(request, "You coordinate this review. Everybody on its panel was told.")
        return redirect(review)
    return ask(
        request, review, form, title="Coordinate this review", button="Take it on", back=address(request, "reviews"),
        intro="Its coordinator left. Whoever had a part in the case cannot take it on.",
    )  # fmt: skip


@requires(P.BREAK_GLASS, FORM)
def glass(request: PartnershipRequest, reference: str) -> HttpResponseBase:
    """Read a space without having a place in it; everybody concerned is told."""
    review = known_or_404(request.viewer, reference)
    form = GlassForm(posted(request))
    if attempt(form, lambda: break_glass(by=request.viewer, review=review, **form.cleaned_data)):
        messages.warning(
            request, "You can read it for an hour. Everybody in the space was told, with your name."
        )
        return redirect(review)
    said = (
        "You have no place in this space. If a child would come to harm without it, you can read it for an hour. "
        "Everybody who has a place in it, the safeguarding partners and the Business Manager are told at once."
    )
    return ask(request, review, form, title="Break the glass", button="Open it", intro=said, danger=True,
               back=address(request, "reviews"))  # fmt: skip


@confined("the review")
def review(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """The space of a review: where it stands, its panel, what was gathered and written."""
    space = space_of(request.viewer, review)
    return show(
        request,
        "review",
        title=str(review),
        review=review,
        space=space,
        state=_state(space),
        milestones=milestones_table(space.milestones, leads=space.leads),
        criteria=[CRITERIA[key] for key in space.decision.met if key in CRITERIA] if space.decision else [],
        may_step=space.leads and any(_can_be_entered(each) for each in space.milestones),
        may_thread=request.viewer.may(P.MANAGE_THREAD),
        trail=[("Reviews", address(request, "reviews")), (str(review), "")],
    )


def _can_be_entered(milestone: Any) -> bool:
    return milestone.may and milestone.happening not in OF_THEMSELVES


def _state(space: Space) -> str:
    """Where a review stands, in a sentence or two."""
    review = space.review
    if review.closed_on:
        return f"Closed: {review.closed_because}"
    to_come = [each for each in space.milestones if each.step is None]
    late = [each for each in to_come if each.is_late(today())]
    if late:
        return f"Late: {late[0].to_do}. It was due on {uk_date(late[0].due)}."
    if space.to_decide:
        return "The safeguarding partners met on it. Record what they decided."
    ahead = sorted((each for each in to_come if each.due), key=lambda each: each.due or today())
    if ahead:
        return f"Next: {ahead[0].to_do}, by {uk_date(ahead[0].due)}."
    if to_come and to_come[0].may:
        return f"Next: {to_come[0].to_do}."
    return "Nothing of it is due."


@confined("who opened it")
def openings(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Who opened what in the space, and who broke the glass."""
    rows = list(review.openings.all()[:500])
    trail = [
        ("Reviews", address(request, "reviews")),
        (str(review), review.get_absolute_url()),
        ("Who opened it", ""),
    ]
    return show(request, "openings", title="Who opened it", table=openings_table(rows), trail=trail)


def _asked(
    request: PartnershipRequest, review: Review, form: Any, action: Any, *, said: str, **words: Any
) -> HttpResponseBase:
    """The page of a form; done, the space is open again with a sentence."""
    if attempt(form, action):
        messages.success(request, said)
        return redirect(review)
    return ask(request, review, form, **words)


@confined("asking somebody to the panel", FORM)
def seat_new(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Ask somebody to the panel."""
    form = SeatForm(posted(request), review=review)
    return _asked(
        request, review, form, lambda: ask_to_panel(by=request.viewer, review=review, **form.cleaned_data),
        said="They are asked, and declare first whether they had a part in the case.",
        title="Ask somebody to the panel", button="Ask them",
    )  # fmt: skip


@confined("ending a place on the panel", FORM)
def seat_end(request: PartnershipRequest, review: Review, seat: int) -> HttpResponseBase:
    """Take somebody's place from them."""
    row = get_object_or_404(PanelSeat.objects.select_related("person", "review"), review=review, pk=seat)
    form = ReasonForm(posted(request))
    return _asked(
        request, review, form, lambda: end_seat(by=request.viewer, seat=row, **form.cleaned_data),
        said="The space is closed to them.", title="End their place", button="End it", danger=True, intro=str(row),
    )  # fmt: skip


@confined("recording a step", FORM)
def step_new(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Record the day of a step."""
    form = StepForm(
        posted(request), milestones=[each for each in milestones_of(review) if _can_be_entered(each)]
    )

    def add() -> Step:
        happening = Happening(form.cleaned_data.pop("happening"))  # type: ignore[call-arg]
        return record_step(by=request.viewer, review=review, happening=happening, **form.cleaned_data)

    return _asked(
        request, review, form, add, said="It is on record, and what follows is counted from it.",
        title="Record a step", button="Record it",
    )  # fmt: skip


@confined("taking back a step", FORM)
def step_back(request: PartnershipRequest, review: Review, step: int) -> HttpResponseBase:
    """Take back a day that was recorded by mistake."""
    row = get_object_or_404(review.steps.filter(taken_back=None, takes_back=None), pk=step)
    form = ReasonForm(posted(request))
    return _asked(
        request, review, form, lambda: take_back_step(by=request.viewer, step=row, **form.cleaned_data),
        said="It no longer counts.", title="Take back a step", button="Take it back", danger=True, intro=str(row),
    )  # fmt: skip


@confined("deciding", FORM)
def decision(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Record what the partners decided."""
    form = DecideForm(posted(request))
    return _asked(
        request, review, form, lambda: decide(by=request.viewer, review=review, **form.cleaned_data),
        said="The decision is on record.", title="The decision", button="Record it",
    )  # fmt: skip


@confined("publishing", FORM)
def publication(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Record that the review was published."""
    form = PublishForm(posted(request))
    return _asked(
        request, review, form, lambda: publish(by=request.viewer, review=review, **form.cleaned_data),
        said="It is published. Send it to the bodies that must receive it.",
        title="Publish the review", button="It is published",
    )  # fmt: skip


@confined("sending it on", FORM)
def delivery(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Record that the review was sent to a body."""
    form = DeliveryForm(posted(request))
    return _asked(
        request, review, form, lambda: record_delivery(by=request.viewer, review=review, **form.cleaned_data),
        said="It is on record.", title="Sent to a body", button="Record it",
    )  # fmt: skip


@confined("taking it into the thread", FORM)
def into_thread(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Put what a published review recommends into the thread."""
    form = ThreadForm(posted(request))
    source = attempt(form, lambda: take_into_thread(by=request.viewer, review=review, **form.cleaned_data))
    if source:
        messages.success(request, "Its recommendations are in the thread, and wait for an answer.")
        return redirect(source)
    return ask(request, review, form, title="Take it into the thread", button="Take it")


@confined("closing", FORM)
def closing(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Close a review."""
    form = ReasonForm(posted(request))
    return _asked(
        request, review, form, lambda: close_review(by=request.viewer, review=review, **form.cleaned_data),
        said="It is closed. It can still be read.", title="Close the review", button="Close it", danger=True,
    )  # fmt: skip


AT = "<slug:reference>/"
routes = [
    path("", reviews, name="reviews"),
    path("begin/", begin, name="begin"),
    path(AT, review, name="review"),
    path(f"{AT}declare/", declaration, name="declare"),
    path(f"{AT}take-on/", taking_on, name="take_on"),
    path(f"{AT}break-the-glass/", glass, name="glass"),
    path(f"{AT}openings/", openings, name="openings"),
    path(f"{AT}panel/new/", seat_new, name="seat_new"),
    path(f"{AT}panel/<int:seat>/end/", seat_end, name="seat_end"),
    path(f"{AT}steps/new/", step_new, name="step_new"),
    path(f"{AT}steps/<int:step>/take-back/", step_back, name="step_back"),
    path(f"{AT}decision/", decision, name="decision"),
    path(f"{AT}publish/", publication, name="publish"),
    path(f"{AT}deliveries/new/", delivery, name="delivery"),
    path(f"{AT}thread/", into_thread, name="into_thread"),
    path(f"{AT}close/", closing, name="close"),
]
