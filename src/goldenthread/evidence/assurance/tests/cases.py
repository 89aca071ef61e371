"""Cycles and answers in tests: all of them synthetic."""

import datetime as dt

from goldenthread.evidence.assurance.actions.answering import Given, save_answers, sign, version_of
from goldenthread.evidence.assurance.actions.cycles import ask_agencies, open_cycle
from goldenthread.evidence.assurance.actions.moderating import Graded, finish_moderation, grade_answers


def day(text):
    return dt.date.fromisoformat(text)


def cycled(by, agencies, set_ref="section-11@2019.1", **more):
    """A cycle in which agencies were asked; answers are taken on the day of the tests."""
    fields = {
        "title": "Section 11 2019",
        "opens_on": day("2019-09-02"),
        "closes_on": day("2019-10-31"),
    } | more
    cycle = open_cycle(by=by, set_ref=set_ref, **fields)
    return cycle, ask_agencies(by=by, cycle=cycle, agencies=agencies)


def answered(by, assessment, level="green", **other):
    """Every question with a level, except those named in ``other`` by standard."""
    for standard in assessment.cycle.questions.standards:
        given = {
            each.key: Given(other.get(standard.key, level), text="Minutes") for each in standard.questions
        }
        save_answers(
            by=by,
            assessment=assessment,
            standard=standard,
            given=given,
            version=version_of(assessment, standard),
        )
    assessment.refresh_from_db()
    return assessment


def signed(by, assessment, level="green", **other):
    sign(by=by, assessment=answered(by, assessment, level, **other), officer="Chief Executive")
    assessment.refresh_from_db()
    return assessment


def moderated(by, assessment, **graded):
    """The agency's own levels kept, except those given by question."""
    from goldenthread.evidence.assurance.actions.moderating import answers_of

    grades = {key: Graded(row.level) for key, row in answers_of(assessment).items() if row.level}
    grade_answers(by=by, assessment=assessment, graded=grades | graded)
    finish_moderation(by=by, assessment=assessment, feedback="Thank you", put_right_by=day("2019-12-09"))
    assessment.refresh_from_db()
    return assessment
