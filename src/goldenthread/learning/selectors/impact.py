"""What came of the recommendations that a course answers: only what is linked and judged in the thread counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.design.words import plural
from goldenthread.learning.models import Course
from goldenthread.partnership.viewer import Actor
from goldenthread.thread.evidence import Shown, shown_for
from goldenthread.thread.models import Proof
from goldenthread.thread.selectors.rows import EVERYTHING, Row, rows_of
from goldenthread.thread.standing import Judged, Standing


@dataclass(frozen=True)
class Impact:
    """A recommendation that a course answers, where it stands, and its evidence with what each piece shows today."""

    course: Course
    row: Row
    evidence: tuple[tuple[Proof, Shown | None], ...]

    @property
    def is_shown(self) -> bool:
        """Whether impact may be claimed: its actions are done, evidence is linked, and it was judged achieved."""
        return self.row.standing is Standing.CLOSED

    @property
    def said(self) -> str:
        """What may be said of its impact, and no more."""
        if not self.evidence:
            return "No evidence of impact is linked yet, so none is claimed."
        pieces = plural(len(self.evidence), "piece of evidence is", "pieces of evidence are")
        judged = self.row.recommendation.judged
        if not judged:
            return f"{pieces} linked and not judged yet, so no impact is claimed."
        if self.is_shown:
            return f"Impact is shown: {pieces} linked and judged as “{Judged(judged).label}”."
        return f"{pieces} linked and judged as “{Judged(judged).label}”: impact is not shown yet."


def impact_of(viewer: Actor, courses: Iterable[Course]) -> list[Impact]:
    """The recommendations that courses answer and the viewer may see, by course. Four queries, and one or two for each
    room that the evidence is from, however many courses there are.
    """
    by_number = {course.pk: course for course in courses}
    pairs = Course.answers.through.objects.filter(course__in=by_number).order_by(
        "course__title", "recommendation"
    )
    links = list(pairs.values_list("course", "recommendation"))
    if not links:
        return []
    rows = {row.recommendation.pk: row for row in rows_of(viewer, EVERYTHING)}
    wanted = {number for _, number in links if number in rows}
    proofs: dict[int, list[Proof]] = defaultdict(list)
    for proof in Proof.objects.standing().filter(recommendation__in=wanted):
        proofs[proof.recommendation_id].append(proof)
    shown = shown_for(
        viewer, {each.reference for found in proofs.values() for each in found if each.reference}
    )
    return [
        Impact(
            by_number[course], rows[number], tuple((each, shown.get(each.reference)) for each in proofs[number])
        )
        for course, number in links
        if number in rows
    ]  # fmt: skip
