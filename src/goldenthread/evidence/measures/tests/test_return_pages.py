"""The pages of returns: filling in, checking, sending, files, saving as one types, and the team's inbox."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from tests.cast import signed_in

from goldenthread.evidence.measures.models import Observation
from goldenthread.evidence.measures.tests.cases import (
    START,
    again,
    draft,
    make_indicator,
    make_observation,
    make_series,
)
from goldenthread.spreadsheets.writing import FORMATS


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


def return_page(agency, period="2019-07"):
    return reverse("measures:return", args=["thurrock", agency.key, period])


def boxes(page, indicator, **typed):
    """What the page's form would send for one figure: its hidden field, and what was typed."""
    prefix = f"i{indicator.pk}"
    was = page.content.decode().partition(f'name="{prefix}-was" value="')[2].partition('"')[0]
    given = {"value": "", "commentary": ""} | typed
    return {f"{prefix}-was": was, **{f"{prefix}-{name}": text for name, text in given.items()}}


def test_a_return_is_saved_while_it_is_typed(contacts, council, data_lead):
    browser = signed_in(data_lead)
    page = browser.get(return_page(council))
    assert b"data-autosave" in page.content
    saving = {"headers": {"X-Save-As-You-Go": "1"}}
    answer = browser.post(return_page(council), boxes(page, contacts, value="1,234"), **saving).json()
    assert answer["whole"]
    assert answer["words"].startswith("Saved as a draft at ")
    assert Observation.objects.get().value == 1234
    again = boxes(page, contacts, value="1,235") | answer["values"]
    assert browser.post(return_page(council), again, **saving).json()["whole"]
    assert Observation.objects.get().value == 1235


def test_saving_while_typing_keeps_what_is_right_and_says_what_is_not(
    contacts, partnership, council, data_lead
):
    other = make_indicator(partnership, "visits", council, collected_from=START)
    browser = signed_in(data_lead)
    page = browser.get(return_page(council))
    typed = boxes(page, contacts, value="forty") | boxes(page, other, value="41")
    answer = browser.post(return_page(council), typed, headers={"X-Save-As-You-Go": "1"}).json()
    assert not answer["whole"]
    assert "Not kept: Contacts: “forty” is not a number." in answer["words"]
    assert Observation.objects.get().indicator == other


def test_what_a_colleague_drafted_meanwhile_is_not_wiped_out_by_an_empty_box(
    contacts, partnership, council, data_lead, lead
):
    other = make_indicator(partnership, "visits", council, collected_from=START)
    browser = signed_in(data_lead)
    page = browser.get(return_page(council))
    draft(lead, council, contacts, value=400)
    browser.post(return_page(council), boxes(page, contacts) | boxes(page, other, value="41"))
    assert {row.value for row in Observation.objects.all()} == {400, 41}


def test_two_people_at_one_figure_are_told_and_neither_loses_what_was_typed(
    contacts, council, data_lead, lead
):
    browser = signed_in(data_lead)
    page = browser.get(return_page(council))
    draft(lead, council, contacts, value=400)
    told = browser.post(return_page(council), boxes(page, contacts, value="399", commentary="Mine"))
    text = told.content.decode()
    assert "Somebody has changed Contacts since you opened this page: “400” is drafted now." in text
    assert 'value="399"' in text
    assert Observation.objects.get().value == 400
    browser.post(return_page(council), boxes(told, contacts, value="399", commentary="Mine"))
    assert Observation.objects.get().value == 399
