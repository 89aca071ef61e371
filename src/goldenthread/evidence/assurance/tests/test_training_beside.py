"""Training records stand beside what an agency says of its staff's training."""

from __future__ import annotations

import datetime as dt

import pytest

from goldenthread.evidence.assurance.questions import all_sets
from goldenthread.evidence.assurance.selectors.beside import known_of
from goldenthread.learning.actions.courses import need_courses
from goldenthread.learning.models import Completion, Learner
from goldenthread.learning.tests.cases import make_course, make_staff

TODAY = dt.date(2019, 9, 9)


def staffed(manager, police, many):
    """So many staff whose work needs one course, and that course."""
    course = make_course(police.partnership, valid_months=24)
    work = need_courses(by=manager, title="Officer", courses=[course])
    people = make_staff(police, many)
    for person in people:
        Learner.objects.create(person=person, job_role=work)
    return course, people


def complete(course, person, until):
    Completion.objects.create(
        person=person, course=course, how="elsewhere", on=dt.date(2018, 1, 1), valid_until=until, by_label="x"
    )


@pytest.mark.parametrize(("many", "told"), [(4, False), (5, True)])
def test_training_of_fewer_than_five_people_is_not_told(many, told, manager, police):
    staffed(manager, police, many)
    assert ("training" in known_of(police, ["training"], TODAY)) is told


def test_a_course_counts_on_its_last_day_and_not_the_day_after(manager, police):
    course, people = staffed(manager, police, 5)
    complete(course, people[0], TODAY)
    complete(course, people[1], TODAY - dt.timedelta(days=1))
    known = known_of(police, ["training"], TODAY)["training"]
    assert known.said == "1 of 5 needed courses in force among its staff"
    assert known.is_weak


def test_sets_that_ask_about_training_show_it(db):
    asked = [part for each in all_sets().values() for part in each.standards if part.key == "training"]
    assert asked
    assert all("training" in part.beside for part in asked)
