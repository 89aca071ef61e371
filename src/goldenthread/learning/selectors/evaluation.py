"""What people said of a course or a session: how many answered, how their confidence changed, what they chose.

Answers are counted, never told under a name. Fewer than five to a question are not shown; and where those of one
session could be worked out from its course and the other sessions, those of a second session are withheld with them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from goldenthread.learning.asking import CONFIDENCE, Question, QuestionSet, all_sets
from goldenthread.learning.models import Course, Feedback, FeedbackAnswer, Session
from goldenthread.learning.spread import Change, Spread, change_of, spread_of
from goldenthread.partnership.viewer import Viewer
from goldenthread.partnership.withholding import protect_parts

FEWEST = 5
A_PART = 5000
Stage = Feedback.Stage


@dataclass(frozen=True)
class StageRow:
    """How many were asked at a stage, and how many of them answered; ``shown`` says whether their answers are."""

    stage: Feedback.Stage
    asked: int
    answered: int
    shown: bool

    @property
    def share(self) -> float | None:
        """The part that answered, from 0 to 1; ``None`` where nobody was asked."""
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True)
class QuestionResult:
    """How many chose each answer of a question; ``None`` where too few answered it."""

    asks: QuestionSet
    question: Question
    count: int
    counts: tuple[int, ...] | None


@dataclass(frozen=True)
class ConfidenceRow:
    """The confidence of all who gave it at a stage; ``None`` where they are too few."""

    stage: Feedback.Stage
    count: int
    spread: Spread | None


@dataclass(frozen=True)
class ChangeRow:
    """The confidence of the same people before the course and at a later stage; ``None`` where they are too few."""

    stage: Feedback.Stage
    count: int
    change: Change | None


@dataclass(frozen=True)
class Results:
    """Everything that was said. ``themes`` are (theme, how many texts), ``words`` how many texts were read."""

    stages: tuple[StageRow, ...]
    confidence: tuple[ConfidenceRow, ...]
    changes: tuple[ChangeRow, ...]
    questions: tuple[QuestionResult, ...]
    themes: tuple[tuple[str, int], ...]
    words: int

    @property
    def answered(self) -> int:
        """How many forms came in."""
        return sum(row.answered for row in self.stages)

    @property
    def change(self) -> Change | None:
        """The change three months after, where enough people said both."""
        return next((row.change for row in self.changes if row.stage == Stage.AFTER), None)


def results_of(forms: Any, hidden: Collection[str] = ()) -> Results:
    """The results of some forms, as a queryset; the stages of ``hidden`` are counted, and nothing more.

    Three queries, and two more for each further 5,000 forms.
    """
    rows = list(forms.values("pk", "booking", "stage", "questions", "asked_on", "answered_on"))
    answered = {row["pk"]: row for row in rows if row["answered_on"] is not None}
    shown = {
        stage for stage in Stage
        if stage not in hidden and sum(row["stage"] == stage for row in answered.values()) >= FEWEST
    }  # fmt: skip
    kept = {pk: row for pk, row in answered.items() if row["stage"] in shown}
    given = [
        each
        for part in _parts(kept)
        for each in part.filter(number__isnull=False).values_list("feedback", "question", "number")
    ]
    stages = tuple(_stage(stage, rows, stage in shown) for stage in Stage)
    themes, words = _themes(kept)
    return Results(
        stages, tuple(_confidence(kept, given)), tuple(_changes(kept, given)), tuple(_questions(kept, given)), themes,
        words,
    )  # fmt: skip


def _stage(stage: Feedback.Stage, rows: Iterable[dict[str, Any]], shown: bool) -> StageRow:
    mine = [row for row in rows if row["stage"] == stage]
    asked = [row for row in mine if row["asked_on"] is not None or row["answered_on"] is not None]
    return StageRow(stage, len(asked), sum(row["answered_on"] is not None for row in mine), shown)


Given = Sequence[tuple[int, str, int]]


def _confidences(kept: dict[int, dict[str, Any]], given: Given) -> dict[str, dict[int, int]]:
    """The confidence by stage and booking."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for form, question, number in given:
        if question == CONFIDENCE:
            found[kept[form]["stage"]][kept[form]["booking"]] = number
    return found


def _confidence(kept: dict[int, dict[str, Any]], given: Given) -> Iterable[ConfidenceRow]:
    found = _confidences(kept, given)
    for stage in (Stage.BEFORE, Stage.ON_THE_DAY, Stage.AFTER):
        figures = list(found.get(stage, {}).values())
        if figures:
            yield ConfidenceRow(stage, len(figures), spread_of(figures) if len(figures) >= FEWEST else None)


def _changes(kept: dict[int, dict[str, Any]], given: Given) -> Iterable[ChangeRow]:
    found = _confidences(kept, given)
    before = found.get(Stage.BEFORE, {})
    for stage in (Stage.ON_THE_DAY, Stage.AFTER):
        later = found.get(stage, {})
        pairs = [(before[booking], number) for booking, number in later.items() if booking in before]
        if pairs:
            yield ChangeRow(stage, len(pairs), change_of(pairs) if len(pairs) >= FEWEST else None)


def _questions(kept: dict[int, dict[str, Any]], given: Given) -> Iterable[QuestionResult]:
    """Each question that has answers to choose from, version by version of its set."""
    counted: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for form, key, number in given:
        counted[kept[form]["questions"], key][number] += 1
    order = {stage.value: place for place, stage in enumerate(Stage)}
    refs = {row["questions"] for row in kept.values()}
    sets = [each for ref, each in all_sets().items() if ref in refs]
    for asks in sorted(sets, key=lambda each: (order[each.stage], each.version)):
        for question in asks.questions:
            if question.takes_words or question.key == CONFIDENCE:
                continue
            found = counted[asks.ref, question.key]
            count = sum(found.values())
            counts = tuple(found[step] for step in range(1, len(question.answers) + 1))
            yield QuestionResult(asks, question, count, counts if count >= FEWEST else None)


def _themes(kept: Collection[int]) -> tuple[tuple[tuple[str, int], ...], int]:
    """How many texts are about each theme, where at least as few as may be shown were read."""
    read: set[int] = set()
    counted: Counter[str] = Counter()
    for part in _parts(kept):
        rows = part.filter(number=None, read_on__isnull=False)
        for answer, title in rows.values_list("pk", "themes__title"):
            read.add(answer)
            counted.update([title] if title else ())
    if len(read) < FEWEST:
        return (), 0
    return tuple(sorted(counted.items(), key=lambda row: (-row[1], row[0]))), len(read)


def _parts(kept: Collection[int]) -> Iterable[Any]:
    """The answers of some forms, some thousands of forms at a time. The forms are named one by one: PostgreSQL, which
    knows nothing yet of rows that were just loaded, would join them again the slowest way.
    """
    numbers = sorted(kept)
    for start in range(0, len(numbers), A_PART):
        yield FeedbackAnswer.objects.filter(feedback__in=numbers[start : start + A_PART]).order_by()


def forms_of_course(course: Course, first: dt.date | None = None, last: dt.date | None = None) -> Any:
    """The forms about a course, of people who had a place or came."""
    rows = Feedback.objects.filter(booking__session__course=course)
    return rows.filter(due_on__range=(first, last)) if first and last else rows


def results_of_course(course: Course) -> Results:
    """What was said of a course, all its sessions together. Four queries at most."""
    return results_of(forms_of_course(course))


def results_of_session(session: Session) -> Results:
    """What was said of one session. A stage is held back where the few answers of another session of its course could
    be worked out from it. Five queries at most.
    """
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    rows = Feedback.objects.filter(booking__session__course=session.course_id, answered_on__isnull=False)
    for stage, number, count in (
        rows.order_by()
        .values_list("stage", "booking__session")
        .annotate(count=Count("pk"))
        .order_by("booking__session")
    ):
        counts[stage][number] = count
    hidden = [stage for stage, by_session in counts.items() if not _may_show(by_session, session.pk)]
    return results_of(Feedback.objects.filter(booking__session=session), hidden)


def _may_show(by_session: dict[int, int], session: int) -> bool:
    kept = protect_parts(list(by_session.values()), FEWEST)
    return dict(zip(by_session, kept, strict=True)).get(session) is not None


def feedback_due(viewer: Viewer, on: dt.date) -> list[Feedback]:
    """The forms that wait for somebody: their own, and those about people whom they manage. One query.

    The home page and My training read this. A form about a course that is still to come waits from a week before it.
    """
    if viewer.person is None:
        return []
    own = ~Q(stage=Stage.MANAGER) & Q(booking__person=viewer.person)
    team = Q(stage=Stage.MANAGER, booking__person__learner__manager=viewer.person)
    rows = (
        Feedback.objects.unanswered().of_living_bookings()
        .filter(own | team, booking__session__partnership=viewer.partnership, due_on__lte=on + dt.timedelta(days=7))
        .select_related("booking__session__course", "booking__session__partnership", "booking__person")
    )  # fmt: skip
    return [row for row in rows if row.is_open(on)]


def words_to_read(
    viewer: Viewer, *, course: str = "", stage: str = "", theme: str = "", read: str = ""
) -> Any:
    """What people wrote, what waits first, in no order that tells who wrote it. No query until it is read."""
    rows = FeedbackAnswer.objects.visible_to(viewer).in_words()
    if course:
        rows = rows.filter(feedback__booking__session__course__key=course)
    if stage in Stage.values:
        rows = rows.filter(feedback__stage=stage)
    if theme.isdecimal() and len(theme) < 19:
        rows = rows.filter(themes=int(theme))
    if read in ("yes", "no"):
        rows = rows.filter(read_on__isnull=read == "no")
    return (
        rows.select_related("feedback__booking__session__course", "feedback__booking__session__partnership")
        .prefetch_related("themes")
        .order_by(F("read_on").asc(nulls_first=True), "words", "pk")
    )
