"""What the thread asks of a person: recommendations to answer, and evidence of impact to judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse

from goldenthread.design.words import plural
from goldenthread.home.needs import Need, since_badge
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer
from goldenthread.thread.models import ActionLink, Answer, Judgement, Proof, Recommendation
from goldenthread.thread.standing import Standing

TO_ANSWER, TO_JUDGE = "to-answer", "to-judge"


def thread_needs(viewer: Viewer, today: dt.date) -> Iterator[Need]:
    """Recommendations that nobody has answered, and evidence that nobody has judged, where the viewer led none of the
    work. One query, none for those who do neither.
    """
    answers, judges = (
        viewer.may(each) for each in (Permission.ANSWER_RECOMMENDATIONS, Permission.JUDGE_IMPACT)
    )
    if not (answers or judges):
        return
    found = _counted(viewer, today)
    matrix = reverse("thread:matrix", args=[viewer.partnership.slug])
    if answers and found["unanswered_count"]:
        since = found["unanswered_since"]
        yield Need(
            kind=TO_ANSWER,
            on=since,
            is_late=True,
            badge=since_badge(since, today),
            link=plural(found["unanswered_count"], "recommendation"),
            href=f"{matrix}?standing={Standing.UNANSWERED}",
            after=" to accept or reject.",
        )
    if judges and found["judge_count"]:
        since = found["judge_since"]
        yield Need(
            kind=TO_JUDGE,
            on=since,
            is_late=True,
            badge=since_badge(since, today),
            before="Evidence of impact to judge for ",
            link=plural(found["judge_count"], "recommendation"),
            href=f"{matrix}?standing={Standing.NOT_JUDGED}",
            after=".",
        )


def _counted(viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """How many there are of each, and since when. One query."""
    own = {"recommendation": OuterRef("pk")}
    led = ActionLink.objects.standing().filter(**own, action__officer_parts__person=viewer.person)
    unanswered = ~Exists(Answer.objects.filter(**own))
    to_judge = (
        Exists(Proof.objects.standing().filter(**own))
        & ~Exists(Judgement.objects.filter(**own))
        & ~Exists(led)
    )
    counted: dict[str, Any] = (
        Recommendation.objects.visible_to(viewer)
        .filter(source__dated__lte=today)
        .annotate(unanswered=unanswered, to_judge=to_judge)
        .aggregate(
            unanswered_count=Count("pk", filter=Q(unanswered=True)),
            unanswered_since=Min("source__dated", filter=Q(unanswered=True)),
            judge_count=Count("pk", filter=Q(to_judge=True)),
            judge_since=Min("proofs__dated", filter=Q(to_judge=True)),
        )
    )
    return counted
