"""What comes on an agenda by itself: standing items, the forward plan, and whatever waits for the group."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db.models import Max

from goldenthread.duties.clock import add_months
from goldenthread.duties.derivation import rulebook
from goldenthread.duties.happenings import Happening
from goldenthread.duties.models import Followed
from goldenthread.duties.rules import Follow
from goldenthread.oversight.meetings.absences import Absence, absences_running
from goldenthread.oversight.meetings.models import (
    AgendaItem,
    Decision,
    Meeting,
    StandingItem,
    Topic,
    UrgentMatter,
)
from goldenthread.partnership.models import Group, Partnership
from goldenthread.partnership.today import today

Kind, Purpose = AgendaItem.Kind, AgendaItem.Purpose


def fill_agenda(meeting: Meeting) -> None:
    """Puts on a new meeting's agenda what stands there or waits for it.

    An extraordinary meeting takes up the objections alone: it is called for one matter.
    """
    if meeting.kind == Meeting.Kind.EXTRAORDINARY:
        _append(meeting, list(_reconsidered(meeting)))
        return
    topics = list(_planned(meeting))
    made = [_of_topic(topic) for topic in topics]
    _append(
        meeting, [*_standing(meeting), *made, *_waiting(meeting, list(absences_running(meeting.partnership)))]
    )
    for topic, item in zip(topics, made, strict=True):
        topic.item = item
        topic.save(update_fields=["item"])


def _of_topic(topic: Topic) -> AgendaItem:
    return AgendaItem(
        title=topic.title, presenter=topic.lead, confidential=topic.confidential, kind=Kind.PROGRAMME
    )


def place_waiting(partnership: Partnership, group: Group | None = None) -> None:
    """Brings what waits onto the agenda of the next ordinary meeting of each group (or of one) that is called already.

    What is there stays; what no meeting can take yet waits for the next call.
    """
    coming = Meeting.objects.not_cancelled().filter(
        partnership=partnership, held_on=None, kind=Meeting.Kind.ORDINARY, starts_at__date__gte=today()
    )
    if group is not None:
        coming = coming.filter(group=group)
    absences = list(absences_running(partnership))
    first: dict[int, Meeting] = {}
    for meeting in coming.select_related("group", "partnership").order_by("starts_at"):
        first.setdefault(meeting.group_id, meeting)
    for meeting in first.values():
        _append(meeting, list(_waiting(meeting, absences)))


def _append(meeting: Meeting, items: list[AgendaItem]) -> None:
    """Adds items at the end. One that was confidential on a meeting that was cancelled is so again."""
    hidden = set(
        AgendaItem.objects.filter(
            meeting__group=meeting.group, meeting__cancelled_on__isnull=False, confidential=True
        ).values_list("followed", "about", "reconsiders", "urgent")
    )
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    for order, item in enumerate(items, start=last + 1):
        item.meeting, item.order = meeting, order
        came_from = (item.followed, item.about, item.reconsiders_id, item.urgent_id)
        item.confidential = item.confidential or (any(came_from) and came_from in hidden)
        item.save()


def _waiting(meeting: Meeting, absences: Sequence[Absence]) -> Iterator[AgendaItem]:
    """What waits for the group's next meeting: objections, absences, breaches, urgent matters."""
    yield from _reconsidered(meeting)
    yield from _absences(meeting, absences)
    yield from _from_breaches(meeting, {absence.about for absence in absences})
    yield from _urgent(meeting)


def _standing(meeting: Meeting) -> Iterator[AgendaItem]:
    """What stands on every agenda, and what stands on those of some months: of this one, or of one that has passed
    since the group last met, in which it had no meeting.
    """
    months = _months_since(meeting)
    for row in StandingItem.objects.filter(group=meeting.group):
        if not row.months or months & set(row.months):
            yield AgendaItem(title=row.title, kind=Kind.STANDING)


def _months_since(meeting: Meeting) -> set[int]:
    """The months that a meeting answers for: its own, and those after its group's meeting before."""
    month = meeting.day.replace(day=1)
    before = (
        Meeting.objects.not_cancelled()
        .filter(group=meeting.group, kind=Meeting.Kind.ORDINARY, starts_at__lt=meeting.starts_at)
        .order_by("-starts_at")
        .first()
    )
    if before is None:
        return {month.month}
    found: set[int] = set()
    while month > before.day and len(found) < 12:
        found.add(month.month)
        month = add_months(month, -1)
    return found or {meeting.day.month}


def _planned(meeting: Meeting) -> Iterator[Topic]:
    """Topics of the forward plan for this meeting's month, and earlier ones that no meeting has taken.

    One that was put off without a day waits until it has one.
    """
    month = (meeting.day.year, meeting.day.month)
    waiting = Topic.objects.filter(group=meeting.group, item=None, dropped_on=None)
    for topic in waiting.prefetch_related("deferrals"):
        if not topic.waits_for_a_day and (topic.planned_on.year, topic.planned_on.month) <= month:
            yield topic


def _from_breaches(meeting: Meeting, absences: Collection[str]) -> Iterator[AgendaItem]:
    """What a rule puts on the agenda when it is broken; absences come by themselves, before they are late."""
    taken = AgendaItem.objects.filter(
        followed__isnull=False, meeting__partnership=meeting.partnership, meeting__cancelled_on=None
    )
    waiting = Followed.objects.filter(
        partnership=meeting.partnership, follow=Follow.AGENDA, group=meeting.group
    ).exclude(pk__in=taken.values("followed"))
    for row in waiting:
        if row.about in absences:
            continue
        yield AgendaItem(
            title=row.text.partition(": ")[2][:200] or row.text[:200],
            kind=Kind.BREACH,
            purpose=Purpose.DECISION,
            confidential=row.restricted,
            followed=row.pk,
        )


def _absences(meeting: Meeting, absences: Iterable[Absence]) -> Iterator[AgendaItem]:
    """Seats that nobody filled twice running, for the group that the rules ask to consider it."""
    rules = rulebook(meeting.partnership).in_force(today())
    if not any(rule.trigger == Happening.ABSENT_TWICE and rule.group == meeting.group.key for rule in rules):
        return
    taken = set(
        AgendaItem.objects.filter(meeting__partnership=meeting.partnership, meeting__cancelled_on=None)
        .exclude(about="")
        .values_list("about", flat=True)
    )
    for absence in absences:
        if absence.about not in taken:
            yield AgendaItem(
                title=f"Absent twice running, without a deputy: {absence.title}"[:200],
                kind=Kind.ABSENCE,
                purpose=Purpose.DECISION,
                about=absence.about,
            )


def _reconsidered(meeting: Meeting) -> Iterator[AgendaItem]:
    """Decisions of the group that an agency objected to, and that no meeting has taken up again."""
    taken = AgendaItem.objects.filter(reconsiders__isnull=False, meeting__cancelled_on=None)
    waiting = (
        Decision.objects.filter(
            item__meeting__group=meeting.group, objections__isnull=False, replaced_by=None
        )
        .exclude(pk__in=taken.values("reconsiders"))
        .select_related("item")
        .distinct()
    )
    for row in waiting:
        yield AgendaItem(
            title=f"Objection to a decision: {row.item.title}"[:200],
            kind=Kind.OBJECTION,
            purpose=Purpose.DECISION,
            confidential=row.item.confidential,
            reconsiders=row,
        )


def _urgent(meeting: Meeting) -> Iterator[AgendaItem]:
    """Urgent matters that were dealt with between meetings, to be reported."""
    taken = AgendaItem.objects.filter(urgent__isnull=False, meeting__cancelled_on=None)
    waiting = UrgentMatter.objects.filter(group=meeting.group).exclude(pk__in=taken.values("urgent"))
    for row in waiting:
        yield AgendaItem(
            title=f"Urgent matter: {row.matter}"[:200],
            kind=Kind.URGENT,
            purpose=Purpose.INFORMATION,
            confidential=row.restricted,
            urgent=row,
        )
