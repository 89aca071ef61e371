"""What duties ask of a person: what they owe under the rules, and letters to sign.

Actions, returns, chairs and terms of reference speak for themselves on a home, so their duties are left out here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Count, Min
from django.urls import reverse

from goldenthread.design.words import plural, uk_date
from goldenthread.duties.clock import add_months
from goldenthread.duties.models import Duty, Letter
from goldenthread.duties.selectors.duties import visible_duties
from goldenthread.home.ahead import NAMED, Mark
from goldenthread.home.needs import SOON, More, Need, late_badge, since_badge, soon_badge
from goldenthread.home.titles import shortened
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

TOLD_ELSEWHERE = ("concern.answer", "action.explain", "return.send", "chair.tenure", "terms.review")
DUTY, LETTER = "duty", "letter"


def duties_owed(viewer: Viewer, today: dt.date, until: dt.date) -> list[Duty]:
    """What the viewer owes by a day, the longest overdue first. Two queries."""
    if not viewer.may(Permission.VIEW_DUTIES):
        return []
    rows = visible_duties(viewer).open(today).exclude(rule_key__in=TOLD_ELSEWHERE)
    return list(
        rows.filter(due_on__lte=until)
        .owed_by_viewer(viewer)
        .select_related("partnership")
        .order_by("due_on", "pk")
    )


def duty_needs(owed: Iterable[Duty], today: dt.date) -> Iterator[Need]:
    """The duties that are late, and those due within 30 days."""
    for duty in owed:
        if duty.due_on is None or (duty.due_on - today).days > SOON:
            continue
        late = duty.due_on < today
        about = f": {duty.what}" if duty.what else ""
        yield Need(
            kind=DUTY,
            on=duty.due_on,
            is_late=late,
            badge=late_badge(duty.due_on, today) if late else soon_badge(duty.due_on, today),
            link=duty.title,
            href=duty.get_absolute_url(),
            after=f"{about}; {'was ' if late else ''}due on {uk_date(duty.due_on)}.",
        )


def letters_to_sign(viewer: Viewer, today: dt.date) -> Iterator[Need]:
    """The letters that wait for a signature, as one thing to do. One query."""
    if not viewer.may(Permission.SIGN_LETTERS):
        return
    waiting = Letter.objects.filter(partnership=viewer.partnership, status=Letter.Status.DRAFT).aggregate(
        count=Count("pk"), since=Min("drafted_on")
    )
    if waiting["count"]:
        since = min(waiting["since"], today)
        yield Need(
            kind=LETTER,
            on=since,
            is_late=True,
            badge=since_badge(since, today),
            link=plural(waiting["count"], "letter"),
            href=reverse("duties:letters", args=[viewer.partnership.slug]),
            after=f" to agencies {'waits' if waiting['count'] == 1 else 'wait'} to be signed.",
        )


def where_duties_are(viewer: Viewer) -> dict[str, More]:
    """Where all duties of the viewer are, when only some are shown."""
    address = reverse("duties:duties", args=[viewer.partnership.slug])
    return {DUTY: More("All your duties", f"{address}?whose=mine")}


def duty_marks(owed: Iterable[Duty], first: dt.date, today: dt.date, slug: str) -> list[Mark]:
    """The duties that fall due in the month that begins with ``first``: named where they are few, else counted."""
    start, stop = max(first, today), add_months(first, 1)
    falling = [duty for duty in owed if duty.due_on and start <= duty.due_on < stop]
    if len(falling) > NAMED:
        address = f"{reverse('duties:calendar', args=[slug])}?whose=mine"
        return [Mark("blue", "", f"{plural(len(falling), 'duty', 'duties')} due", address)]
    return [
        Mark(
            "blue",
            str(duty.due_on.day),
            shortened(duty.title),
            duty.get_absolute_url(),
            f", {duty.what}" if duty.what else "",
        )
        for duty in falling
        if duty.due_on
    ]
