"""What happens in meetings, as duties need to know it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Min, OuterRef, Subquery

from goldenthread.design.words import uk_date
from goldenthread.duties.engine import Fact
from goldenthread.duties.happenings import Happening
from goldenthread.oversight.meetings.absences import absences_running
from goldenthread.oversight.meetings.models import (
    AgendaItem,
    Decision,
    ExtraordinaryRequest,
    GivenAction,
    Meeting,
    Objection,
)
from goldenthread.partnership.models import Partnership
from goldenthread.plans.models import Explanation, Officer, RatingUpdate

PARTNERSHIP = "partnership"


def meeting_facts(partnership: Partnership) -> Iterator[Fact]:
    """Facts of meetings, papers and minutes; absences twice running; requests, objections, and actions given."""
    meetings = list(
        Meeting.objects.filter(partnership=partnership)
        .select_related("group", "minutes", "partnership")
        .order_by("starts_at")
    )
    for meeting in meetings:
        yield from _of_meeting(meeting)
    yield from _absences(partnership)
    yield from _requests(partnership)
    yield from _objections(partnership)
    yield from _given(partnership)


def _of_meeting(meeting: Meeting) -> Iterator[Fact]:
    about, group = f"meeting:{meeting.pk}", meeting.group
    title, url = str(meeting), meeting.get_absolute_url()
    also = (f"group:{group.key}", PARTNERSHIP)

    def fact(happening: Happening, on: dt.date | None, **more: object) -> Iterator[Fact]:
        if on is not None:
            yield Fact(
                happening,
                on=on,
                about=about,
                title=title,
                url=url,
                group=group.pk,
                also=also,
                **more,  # type: ignore[arg-type]
            )

    yield from fact(
        Happening.MEETING_CALLED,
        meeting.day,
        known=min(meeting.called_on, meeting.day),
        # Once it has met, nothing can be sent out before it: what was missed stays missed, and is owed no more.
        lapsed=meeting.cancelled_on or meeting.held_on,
    )
    yield from fact(Happening.PAPERS_CIRCULATED, meeting.circulated_on)
    yield from fact(Happening.MEETING_HELD, meeting.held_on)
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None:
        yield from fact(Happening.MINUTES_TO_CHAIR, minutes.to_chair_on)
        yield from fact(Happening.MINUTES_APPROVED, minutes.approved_on)
        yield from fact(Happening.MINUTES_CIRCULATED, minutes.circulated_on)


def _absences(partnership: Partnership) -> Iterator[Fact]:
    """A seat that nobody filled at two meetings running, and the meeting that considered it."""
    for absence in absences_running(partnership):
        yield Fact(
            Happening.ABSENT_TWICE,
            on=absence.on,
            about=absence.about,
            title=absence.title,
            agency=absence.agency,
        )
    considered = AgendaItem.objects.filter(
        kind=AgendaItem.Kind.ABSENCE, meeting__partnership=partnership, meeting__held_on__isnull=False
    )
    for about, on in considered.values_list("about", "meeting__held_on"):
        if on is not None:
            yield Fact(Happening.ABSENCE_CONSIDERED, on=on, about=about)


def _requests(partnership: Partnership) -> Iterator[Fact]:
    """Requests for extraordinary meetings, from the day on which they had their supporters, until one was held."""
    rows = ExtraordinaryRequest.objects.filter(group__partnership=partnership)
    for row in rows.select_related("group__partnership", "meeting__partnership").prefetch_related(
        "supporters"
    ):
        meeting = getattr(row, "meeting", None)
        if row.valid_on is None:
            continue
        about = f"request:{row.pk}"
        yield Fact(
            Happening.EXTRAORDINARY_REQUESTED,
            on=row.valid_on,
            about=about,
            title=f"{row.group}, asked for on {uk_date(row.asked_on)}",
            url=meeting.get_absolute_url() if meeting else row.get_absolute_url(),
            group=row.group_id,
        )
        if meeting is not None and meeting.held_on:
            yield Fact(Happening.EXTRAORDINARY_HELD, on=meeting.held_on, about=about)


def _given(partnership: Partnership) -> Iterator[Fact]:
    """Actions that meetings gave, from the day on which their leads had the matrix, and the first answer to each.

    An answer is one in words, a rating, or an explanation, from that day on.
    """
    rated = RatingUpdate.objects.filter(action=OuterRef("action"), rated_on__gte=OuterRef("sent_on"))
    explained = Explanation.objects.filter(action=OuterRef("action"), given_on__gte=OuterRef("sent_on"))
    lead = Officer.objects.filter(action=OuterRef("action"), part=Officer.Part.LEAD).order_by("pk")
    rows = (
        GivenAction.objects.filter(item__meeting__partnership=partnership, sent_on__isnull=False)
        .select_related("action__plan__partnership")
        .annotate(
            said=Min("answers__on"),
            rated=Subquery(rated.order_by("rated_on").values("rated_on")[:1]),
            explained=Subquery(explained.order_by("given_on").values("given_on")[:1]),
            lead=Subquery(lead.values("person")[:1]),
        )
    )
    for row in rows:
        if row.sent_on is None:
            continue
        action, about = row.action, f"given:{row.pk}"
        title = f"{action.plan.title}, action {action.ref}"
        yield Fact(
            Happening.ACTION_GIVEN,
            on=row.sent_on,
            about=about,
            title=title,
            url=action.get_absolute_url(),
            lapsed=action.withdrawn_on,
            agency=action.lead_agency_id,
            group=action.overseeing_group_id,
            person=row.lead,
            restricted=action.plan.restricted,
        )
        answered = min(filter(None, (row.said, row.rated, row.explained)), default=None)
        if answered is not None:
            yield Fact(Happening.ACTION_ANSWERED, on=max(answered, row.sent_on), about=about, title=title)


def _objections(partnership: Partnership) -> Iterator[Fact]:
    """The first objection to each decision, and the decision that took its place."""
    first: dict[int, Objection] = {}
    rows = Objection.objects.filter(decision__item__meeting__partnership=partnership)
    for row in rows.select_related("decision__item__meeting__group", "decision__item__meeting__partnership"):
        first.setdefault(row.decision_id, row)
    for objection in first.values():
        item = objection.decision.item
        yield Fact(
            Happening.DECISION_OBJECTED,
            on=objection.on,
            about=f"decision:{objection.decision_id}",
            title=f"{item.meeting}: {'a confidential item' if item.confidential else item.title}",
            url=item.meeting.get_absolute_url(),
            group=item.meeting.group_id,
        )
    for decision in Decision.objects.filter(replaces__in=first):
        yield Fact(
            Happening.DECISION_RECONSIDERED, on=decision.decided_on, about=f"decision:{decision.replaces_id}"
        )
