"""Which courses, sessions, bookings and records somebody may see."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from goldenthread.learning.states import HELD, State
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


class CourseQuerySet(models.QuerySet[Any]):
    """Courses."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's partnership."""
        if not viewer.may(Permission.VIEW_LEARNING):
            return self.none()
        return self.filter(partnership=viewer.partnership) if viewer.partnership else self

    def offered(self, on: dt.date) -> Self:
        """Those that are not withdrawn."""
        return self.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=on))


class SessionQuerySet(models.QuerySet[Any]):
    """Sessions."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's partnership; drafts for whoever runs the programme alone."""
        if not viewer.may(Permission.VIEW_LEARNING):
            return self.none()
        rows = self.filter(partnership=viewer.partnership) if viewer.partnership else self
        return rows if viewer.may(Permission.MANAGE_LEARNING) else rows.exclude(published_on=None)

    def taking_place(self) -> Self:
        """Published and not cancelled."""
        return self.exclude(published_on=None).filter(cancelled_on=None)

    def with_counts(self) -> Self:
        """With ``capacity``, ``held`` and ``waiting``: places, those that somebody holds, people on the list."""
        held = Q(places__booking__isnull=False)
        return self.annotate(
            capacity=Count("places", distinct=True),
            held=Count("places", filter=held, distinct=True),
            waiting=Count("bookings", filter=Q(bookings__state=State.WAITING.value), distinct=True),
        )


class BookingQuerySet(models.QuerySet[Any]):
    """Bookings."""

    def visible_to(self, viewer: Actor) -> Self:
        """One's own; those of one's agency for whoever books for it; all for whoever runs the programme."""
        if viewer.may(Permission.MANAGE_LEARNING):
            return self.filter(session__partnership=viewer.partnership) if viewer.partnership else self
        if viewer.person is None or not viewer.may(Permission.VIEW_LEARNING):
            return self.none()
        mine = Q(person=viewer.person)
        if viewer.may(Permission.BOOK_FOR_AGENCY) and viewer.agency_id is not None:
            mine |= Q(agency=viewer.agency_id)
        return self.filter(mine, session__partnership=viewer.partnership)

    def holding(self) -> Self:
        """Those that hold a place."""
        return self.filter(state__in=sorted(HELD))

    def in_line(self) -> Self:
        """Those on a waiting list, first come first."""
        return self.filter(state=State.WAITING.value).order_by("made_at", "id")


class CompletionQuerySet(models.QuerySet[Any]):
    """Completions."""

    def visible_to(self, viewer: Actor) -> Self:
        """One's own; those of one's agency for whoever books for it; all for whoever runs the programme."""
        if viewer.may(Permission.MANAGE_LEARNING):
            return self.filter(course__partnership=viewer.partnership) if viewer.partnership else self
        if viewer.person is None or not viewer.may(Permission.VIEW_LEARNING):
            return self.none()
        mine = Q(person=viewer.person)
        if viewer.may(Permission.BOOK_FOR_AGENCY) and viewer.agency_id is not None:
            mine |= Q(person__agency=viewer.agency_id)
        return self.filter(mine, course__partnership=viewer.partnership)

    def counting(self) -> Self:
        """Those that count: not withdrawn, and, where a proof was uploaded, not found wanting."""
        model: Any = self.model
        withdrawn = model._meta.get_field("withdrawal").related_model.objects.filter(
            completion=OuterRef("pk")
        )
        return self.filter(~Exists(withdrawn)).exclude(checked__counts=False)

    def in_force(self, on: dt.date) -> Self:
        """Those that count on a day."""
        return self.counting().filter(Q(valid_until=None) | Q(valid_until__gte=on), on__lte=on)


class FeedbackQuerySet(models.QuerySet[Any]):
    """Forms about a course."""

    def unanswered(self) -> Self:
        """Those that nobody has sent yet."""
        return self.filter(answered_on=None)

    def of_living_bookings(self) -> Self:
        """Those about a booking that they can still be answered for, at a session that takes place."""
        before = Q(
            stage="before", booking__state__in=[State.ASKED.value, State.BOOKED.value, State.ATTENDED.value]
        )
        after = ~Q(stage="before") & Q(booking__state=State.ATTENDED.value)
        return self.filter(before | after, booking__session__cancelled_on=None)


class FeedbackAnswerQuerySet(models.QuerySet[Any]):
    """Answers to single questions."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's partnership, for whoever runs the programme: nobody else reads them one by one."""
        if not viewer.may(Permission.MANAGE_LEARNING):
            return self.none()
        if viewer.partnership is None:
            return self
        return self.filter(feedback__booking__session__partnership=viewer.partnership)

    def in_words(self) -> Self:
        """Those that are words."""
        return self.filter(number=None)
