"""The life of a figure, and the pages on which it is lived."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from tests.cast import TODAY, signed_in, viewing

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
from goldenthread.evidence.measures.analysis.periods import read_period
from goldenthread.evidence.measures.models import Observation
from goldenthread.evidence.measures.selectors.returns import return_for, returns_owed
from goldenthread.evidence.measures.tests.cases import make_indicator, make_observation, make_series
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import AuditEvent
from goldenthread.spreadsheets.writing import FORMATS

JULY = read_period("2019-07")
START = dt.date(2019, 6, 1)


@pytest.fixture
def contacts(partnership, council):
    return make_indicator(partnership, "contacts", council, collected_from=START)


@pytest.fixture
def in_time(partnership, council):
    return make_indicator(
        partnership,
        "assessments-in-time",
        council,
        unit="percent",
        denominator="Assessments completed",
        polarity="higher",
        collected_from=START,
    )


@pytest.fixture
def lead(data_lead):
    return viewing(data_lead)


@pytest.fixture
def manager(business_manager):
    return viewing(business_manager)


def draft(lead, council, indicator, period=JULY, **numbers):
    comment = numbers.pop("commentary", "")
    figure = Figure(
        indicator, period, commentary=comment, **{name: Decimal(str(n)) for name, n in numbers.items()}
    )
    return save_drafts(by=lead, agency=council, figures=[figure])


def sent(lead, council, indicator, period=JULY, **numbers):
    return submit(by=lead, agency=council, drafts=draft(lead, council, indicator, period, **numbers))[0]


def again(row):
    return Observation.objects.get(pk=row.pk)


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


def page(name, *args):
    return reverse(f"measures:{name}", args=["thurrock", *args])


def fill(indicator, **cells):
    return {f"i{indicator.pk}-{name}": value for name, value in cells.items()}


def test_a_data_lead_fills_in_checks_and_sends_a_return(data_lead, council, contacts, in_time):
    client = signed_in(data_lead)
    assert client.get(page("returns")).url == page("agency_returns", "council")
    said = client.get(page("agency_returns", "council")).content.decode()
    assert "4 figures are late, the longest by 40 working days" in said
    form = page("return", "council", "2019-07")
    numbers = fill(contacts, value="1,204") | fill(in_time, numerator="61", denominator="74")
    saved = client.post(form, numbers | {"next": "save"}, follow=True).content.decode()
    assert "saved as a draft" in saved
    assert 'value="1204"' in saved
    checked = client.post(form, numbers | {"next": "check"})
    assert checked.url == page("return_send", "council", "2019-07")
    shown = client.get(checked.url).content.decode()
    assert "82.4% (61 of 74)" in shown
    assert "2 figures on the way" in client.post(checked.url, follow=True).content.decode()
    assert set(Observation.objects.values_list("status", flat=True)) == {"submitted"}


def test_what_is_wrong_is_said_at_its_cell_and_nothing_typed_is_lost(data_lead, council, contacts, in_time):
    client = signed_in(data_lead)
    answer = client.post(
        page("return", "council", "2019-07"),
        fill(contacts, value="lots", commentary="Half a term")
        | fill(in_time, numerator="80", denominator="74")
        | {"next": "check"},
    )
    said = answer.content.decode()
    assert "“lots” is not a number" in said
    assert 'value="lots"' in said
    assert "Half a term" in said
    # The figure that could be read is kept as a draft; nothing is sent.
    assert list(Observation.objects.values_list("status", "numerator")) == [("draft", 80)]
    corrected = client.post(
        page("return", "council", "2019-07"),
        fill(contacts, value="12") | fill(in_time, numerator="80", denominator="74") | {"next": "check"},
    ).content.decode()
    assert "80 is more than the 74 that it is out of" in corrected
    assert f'href="#id_i{in_time.pk}-numerator"' in corrected


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("<5", "hides the number"), ("*", "hides the number"), ("1e99", "not a number that can be kept"),
        ("NaN", "not a number"), ("12 of 13", "not a number"), ("1.23456789", "at most six decimals"),
    ],
)  # fmt: skip
def test_whatever_is_typed_gets_a_sentence_and_never_a_fault(data_lead, council, contacts, typed, said):
    answer = signed_in(data_lead).post(
        page("return", "council", "2019-07"), fill(contacts, value=typed) | {"next": "save"}
    )
    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.parametrize("period", ["2019-09", "2031-01", "2019-7", "x", "2018-19", "2011-12"])
def test_a_period_that_is_not_owed_is_not_there(data_lead, council, contacts, period):
    assert signed_in(data_lead).get(page("return", "council", period)).status_code == 404


def test_the_team_accepts_many_and_sees_the_unusual_first(business_manager, council, contacts, in_time):
    make_series(contacts, council, "2018-04", [400, 420] * 6)
    odd = make_observation(contacts, council, "2019-07", 900, status="submitted", commentary="A campaign")
    usual = make_observation(contacts, council, "2019-06", 410, status="submitted")
    client = signed_in(business_manager)
    said = client.get(page("inbox")).content.decode()
    assert said.index("Look at these first") < said.index("As expected")
    assert "outside the" in said
    client.post(page("inbox_accept"), {"figure": [odd.pk, usual.pk, "99999999999999999999", "x"]})
    assert {again(odd).status, again(usual).status} == {"accepted"}


def test_a_query_is_answered_on_the_figures_own_page(business_manager, data_lead, council, contacts):
    row = make_observation(contacts, council, "2019-07", 900, status="submitted")
    signed_in(business_manager).post(page("figure_query", row.pk), {"text": "Why so many?"})
    lead = signed_in(data_lead)
    assert "Why so many?" in lead.get(page("figure", row.pk)).content.decode()
    lead.post(page("figure_answer", row.pk), {"text": "A campaign."})
    assert again(row).status == "submitted"
    signed_in(business_manager).post(page("figure_accept", row.pk))
    assert again(row).status == "accepted"


def template(client, kind="xlsx"):
    return client.get(page("return_template", "council", "2019-07", kind)).content


def send_file(client, content, name="return.xlsx"):
    file = io.BytesIO(content)
    file.name = name
    return client.post(
        page("return_upload", "council", "2019-07"), {"file": file}, follow=True
    ).content.decode()


def written(rows):
    headings = ["Key", "Indicator", "Period", "Numerator", "Denominator", "Figure", "Comment"]
    return FORMATS["xlsx"].write(headings, rows, title="Return", sheet_name="Return")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_a_template_brought_back_as_it_is_changes_nothing(data_lead, council, contacts, in_time, kind, lead):
    draft(lead, council, contacts, value=412)
    client = signed_in(data_lead)
    said = send_file(client, template(client, kind), f"return.{kind}")
    assert "1 figure read from the file" in said
    assert Observation.objects.get().value == 412


def test_a_filled_in_file_becomes_drafts(data_lead, council, contacts, in_time):
    rows = [
        ["contacts", "Contacts", "2019-07", None, None, "1,204", "Busy"],
        ["assessments-in-time", "", dt.date(2019, 7, 1), 61, 74, None, ""],
    ]
    assert "2 figures read from the file" in send_file(signed_in(data_lead), written(rows))
    assert set(Observation.objects.values_list("route", "status")) == {("file", "draft")}


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        (["contacts", "", "2019-07", None, None, "many", ""], "Figure", "is not a number"),
        (["contacts", "", "2019-06", None, None, 4, ""], "Period", "another period"),
        (
            ["domestic-abuse", "", "2019-07", None, None, 4, ""],
            "Key",
            "not among the figures that this agency owes",
        ),
        (["contacts", "", "2019-07", None, None, dt.date(2019, 7, 1), ""], "Figure", "holds a date"),
        (["contacts", "", "2019-07", None, None, "<5", ""], "Figure", "hides the number"),
    ],
)
def test_a_fault_in_a_file_is_named_by_row_and_column_and_nothing_is_saved(
    data_lead, council, contacts, in_time, cells, column, said
):
    rows = [["assessments-in-time", "", "2019-07", 61, 74, None, ""], cells]
    answer = send_file(signed_in(data_lead), written(rows))
    assert "Nothing was saved" in answer
    assert said in answer
    assert f">{column}</th>" in answer
    assert not Observation.objects.exists()


def test_an_indicator_twice_in_a_file_is_refused(data_lead, council, contacts):
    rows = [["contacts", "", "2019-07", None, None, 4, ""]] * 2
    assert "stands in the file twice" in send_file(signed_in(data_lead), written(rows))


def test_a_file_that_is_none_gets_its_sentence(data_lead, council, contacts):
    assert "a PDF" in send_file(signed_in(data_lead), b"%PDF-1.7", "return.pdf")
    assert "no figure is filled in" in send_file(signed_in(data_lead), template(signed_in(data_lead)))


def test_lateness_is_seen_by_everybody_who_is_owed_the_data(scrutineer, council, contacts):
    said = signed_in(scrutineer).get(page("returns")).content.decode()
    assert "40 working days late" in said
    assert "Fill in" not in signed_in(scrutineer).get(page("agency_returns", "council")).content.decode()
