"""The life of a figure, and the pages on which it is lived."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import TODAY, viewing

from goldenthread.evidence.measures.actions.returns import (
    Figure,
    FiguresRefusedError,
    accept,
    answer,
    query,
    save_drafts,
    submit,
    take_back,
)
from goldenthread.evidence.measures.models import Observation
from goldenthread.evidence.measures.selectors.returns import return_for, returns_owed
from goldenthread.evidence.measures.tests.cases import (
    JULY,
    START,
    again,
    draft,
    make_indicator,
    make_series,
    sent,
)
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import AuditEvent


def test_a_figure_is_drafted_sent_queried_answered_and_accepted(lead, manager, council, contacts):
    row = sent(lead, council, contacts, value=412)
    assert row.status == "submitted"
    query(by=manager, observation=row, text="Is this right?")
    answer(by=lead, observation=row, text="Yes: a new front door.")
    accept(by=manager, observations=[row])
    row = again(row)
    assert row.status == "accepted"
    assert [step.status for step in row.history.all()] == ["submitted", "queried", "submitted", "accepted"]
    verbs = list(
        AuditEvent.objects.filter(verb__startswith="return.").order_by("id").values_list("verb", flat=True)
    )
    assert verbs == ["return.submitted", "return.queried", "return.answered", "return.accepted"]


def test_what_was_sent_is_never_overwritten_by_any_route(lead, council, contacts):
    row = sent(lead, council, contacts, value=412)
    with pytest.raises(DatabaseError, match="never overwritten"), transaction.atomic():
        Observation.objects.filter(pk=row.pk).update(value=1)
    with pytest.raises(RuleError, match="waits to be accepted"):
        draft(lead, council, contacts, value=99)
    assert again(row).value == 412


def test_a_correction_supersedes_the_accepted_figure_when_it_is_accepted_itself(
    lead, manager, council, contacts
):
    first = sent(lead, council, contacts, value=412)
    accept(by=manager, observations=[first])
    second = sent(lead, council, contacts, value=421, commentary="Counted again")
    assert second.corrects == again(first)
    assert again(first).status == "accepted"
    accept(by=manager, observations=[second])
    assert (again(first).status, again(second).status) == ("superseded", "accepted")
    assert again(first).value == 412
    assert contacts.standing.data["latest"]["text"] == "421"


def test_the_same_figure_again_is_no_correction(lead, manager, council, contacts):
    accept(by=manager, observations=[sent(lead, council, contacts, value=412)])
    assert draft(lead, council, contacts, value=412) == []


def test_a_figure_taken_back_is_a_draft_again_and_the_one_sent_stays_on_record(lead, council, contacts):
    row = sent(lead, council, contacts, value=412)
    other = take_back(by=lead, observation=row)
    assert (again(row).status, other.status, other.value) == ("superseded", "draft", 412)


def test_steps_that_a_life_does_not_have_are_refused_in_a_sentence(lead, manager, council, contacts):
    row = sent(lead, council, contacts, value=412)
    with pytest.raises(RuleError, match="is submitted, so it cannot become submitted"):
        answer(by=lead, observation=row, text="x")
    accept(by=manager, observations=[row])
    with pytest.raises(RuleError, match="is accepted, so it cannot become queried"):
        query(by=manager, observation=row, text="x")


def test_an_empty_draft_is_removed(lead, council, contacts):
    draft(lead, council, contacts, value=412)
    save_drafts(by=lead, agency=council, figures=[Figure(contacts, JULY)])
    assert not Observation.objects.exists()


def test_nobody_sends_another_agencys_figures_or_accepts_their_own(
    lead, agency_lead, outsider, council, contacts, scrutineer
):
    for person in (agency_lead, scrutineer, outsider):
        with pytest.raises(PermissionDenied):
            draft(viewing(person), council, contacts, value=1)
    row = sent(lead, council, contacts, value=412)
    with pytest.raises(PermissionDenied):
        accept(by=lead, observations=[row])
    with pytest.raises(PermissionDenied):
        query(by=lead, observation=row, text="x")


def refusal(lead, council, indicator, **numbers):
    with pytest.raises(FiguresRefusedError) as refused:
        sent(lead, council, indicator, **numbers)
    (problems,) = refused.value.problems.values()
    return [(problem.rule, problem.cell) for problem in problems]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ({"numerator": 12, "denominator": 10}, ("above_denominator", "numerator")),
        ({"numerator": 12}, ("missing", "denominator")),
        ({"denominator": 10}, ("missing", "numerator")),
        ({"numerator": 0, "denominator": 0}, ("no_denominator", "denominator")),
        ({"numerator": 1.5, "denominator": 3}, ("not_whole", "numerator")),
        ({"value": 120}, ("above_range", "value")),
    ],
)
def test_a_share_is_held_to_its_rules(lead, council, in_time, numbers, found):
    assert refusal(lead, council, in_time, **numbers) == [found]
    assert Observation.objects.get().status == "draft"


@pytest.mark.parametrize(
    ("value", "found"),
    [(-1, ("below_range", "value")), (2.5, ("not_whole", "value")), (900, ("above_range", "value"))],
)
def test_a_count_is_held_to_its_rules(lead, council, partnership, value, found):
    indicator = make_indicator(partnership, "places", council, collected_from=START, highest=500)
    assert refusal(lead, council, indicator, value=value) == [found]


def test_a_whole_must_be_the_sum_of_its_parts_in_the_same_return(lead, council, partnership):
    whole, one, two = (
        make_indicator(partnership, key, council, collected_from=START) for key in ("all", "one", "two")
    )
    whole.parts.set([one, two])
    drafts = [
        *draft(lead, council, one, value=30),
        *draft(lead, council, two, value=40),
        *draft(lead, council, whole, value=71),
    ]
    with pytest.raises(FiguresRefusedError, match="71 is not the sum of its parts"):
        submit(by=lead, agency=council, drafts=drafts)
    drafts = [*draft(lead, council, whole, value=70), *Observation.objects.filter(indicator__in=(one, two))]
    assert len(submit(by=lead, agency=council, drafts=drafts)) == 3


@pytest.mark.parametrize(("earlier", "asks"), [(11, False), (12, True)])
def test_a_jump_outside_the_limits_asks_for_a_comment_once_there_are_twelve_figures(
    lead, council, contacts, earlier, asks
):
    make_series(contacts, council, "2018-04", [400, 420] * 6)
    if earlier == 11:
        Observation.objects.filter(period_start=dt.date(2018, 4, 1)).delete()
    if asks:
        assert refusal(lead, council, contacts, value=900) == [("jump", "commentary")]
        assert sent(lead, council, contacts, value=900, commentary="A campaign.").status == "submitted"
    else:
        assert sent(lead, council, contacts, value=900).status == "submitted"


@pytest.mark.parametrize(
    ("when", "n", "asks"),
    [("never", 10, False), ("off_target", 80, False), ("off_target", 79, True), ("always", 99, True)],
)
def test_a_comment_is_mandatory_where_the_rule_says_so(lead, council, partnership, when, n, asks):
    indicator = make_indicator(
        partnership, "in-time", council, unit="percent", denominator="All", polarity="higher", target=85, tolerance=5,
        commentary=when, collected_from=START,
    )  # fmt: skip
    if asks:
        rule = "comment" if when == "always" else "off_target"
        assert refusal(lead, council, indicator, numerator=n, denominator=100) == [(rule, "commentary")]
    else:
        assert sent(lead, council, indicator, numerator=n, denominator=100).status == "submitted"


def test_one_wrong_figure_keeps_all_of_them_from_being_sent(lead, council, contacts, in_time):
    drafts = [
        *draft(lead, council, contacts, value=412),
        *draft(lead, council, in_time, numerator=3, denominator=1),
    ]
    with pytest.raises(FiguresRefusedError):
        submit(by=lead, agency=council, drafts=drafts)
    assert set(Observation.objects.values_list("status", flat=True)) == {"draft"}


def test_returns_are_owed_from_the_day_of_collection_and_late_after_so_many_working_days(
    partnership, council, contacts
):
    owed = returns_owed(partnership, on=TODAY).of(council)
    assert [each.period.key for each in owed] == ["2019-06", "2019-07", "2019-08"]
    # June's are due on 12 July, ten working days after its end: 40 working days before 9 September, without the
    # holiday.
    assert [str(each.due_on) for each in owed] == [
        "2019-06-28".replace("06-28", "07-12"),
        "2019-08-14",
        "2019-09-13",
    ]
    assert [each.days_late(TODAY) for each in owed] == [40, 17, 0]


def test_a_sent_figure_is_no_longer_late_even_while_it_is_queried(lead, manager, council, contacts):
    row = sent(lead, council, contacts, value=412)
    query(by=manager, observation=row, text="Sure?")
    owed = return_for(council, JULY, on=TODAY)
    assert owed.days_late(TODAY) == 0
    assert len(owed.queried) == 1


def test_what_is_owed_takes_as_many_queries_for_one_indicator_as_for_fifty(
    partnership, council, contacts, django_assert_max_num_queries
):
    for at in range(49):
        make_indicator(partnership, f"more-{at}", council, collected_from=START)
    with django_assert_max_num_queries(2):
        assert len(returns_owed(partnership, on=TODAY).of(council)[0].owed) == 50


# The pages
