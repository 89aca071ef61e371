"""The API: a key acts for its agency alone, and whatever is sent gets a sentence."""

import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import make_partnership, signed_in, viewing

from goldenthread.api import api
from goldenthread.evidence.measures.actions.tokens import create_token, revoke_token
from goldenthread.evidence.measures.api.authentication import MOST_FAILURES
from goldenthread.evidence.measures.models import ApiToken, Observation
from goldenthread.evidence.measures.tests.cases import make_indicator, make_observation, make_series
from goldenthread.partnership.models import Agency, AuditEvent

UNTIL = dt.date(2020, 9, 1)


@pytest.fixture(autouse=True)
def _no_calls_yet():
    cache.clear()


@pytest.fixture
def contacts(partnership, council):
    return make_indicator(partnership, "contacts", council, collected_from=dt.date(2019, 6, 1))


def key_for(agency, by, scope="submit"):
    return create_token(by=viewing(by), agency=agency, label="Case system", scope=scope, expires_on=UNTIL)[1]


@pytest.fixture
def key(council, data_lead):
    return key_for(council, data_lead)


def call(key, method, path, body=None, **headers):
    sent = {"HTTP_AUTHORIZATION": f"Bearer {key}"} if key else {}
    client = Client(raise_request_exception=False)
    data = {} if body is None else {"data": body if isinstance(body, str | bytes) else json.dumps(body)}
    return client.generic(
        method, f"/api/v1/{path}", **data, content_type="application/json", **sent, **headers
    )


def figures(*given):
    return {"figures": list(given)}


def test_a_key_says_whose_it_is_and_what_is_due(key, contacts):
    assert call(key, "GET", "agency").json()["agency"] == "council"
    assert [row["key"] for row in call(key, "GET", "indicators").json()] == ["contacts"]
    due = call(key, "GET", "returns").json()
    assert [row["period"] for row in due] == ["2019-06", "2019-07", "2019-08"]
    assert due[0]["figures"][0] == {
        "indicator": "contacts",
        "due_on": "2019-07-12",
        "status": "missing",
        "working_days_late": 40,
    }


def test_figures_are_drafted_and_sent_and_the_same_again_changes_nothing(key, contacts):
    body = figures({"indicator": "contacts", "value": "412", "comment": "Busy"})
    for _ in range(2):
        assert call(key, "PUT", "returns/2019-07/figures", body).status_code == 200
    for _ in range(2):
        answer = call(key, "POST", "returns/2019-07/submit")
        assert answer.status_code == 200
        assert answer.json()["figures"][0]["status"] == "submitted"
    row = Observation.objects.get()
    assert (row.value, row.route, row.by_label) == (412, "api", "API key “Case system” of Thurrock Council")
    assert AuditEvent.objects.filter(verb="return.submitted").get().actor == row.by_label
    found = call(key, "GET", "indicators/contacts/figures").json()
    assert [(each["value"], each["status"]) for each in found] == [("412.000000", "submitted")]


def test_what_is_wrong_is_told_by_indicator_cell_and_rule_and_nothing_is_sent(key, partnership, council):
    make_indicator(
        partnership, "in-time", council, unit="percent", denominator="All", collected_from=dt.date(2019, 6, 1)
    )
    body = figures({"indicator": "in-time", "numerator": 12, "denominator": 10})
    assert call(key, "PUT", "returns/2019-07/figures", body).status_code == 200
    answer = call(key, "POST", "returns/2019-07/submit")
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert (problem["indicator"], problem["cell"], problem["rule"]) == (
        "in-time",
        "numerator",
        "above_denominator",
    )
    assert Observation.objects.get().status == "draft"


def test_one_figure_that_is_not_owed_keeps_all_of_them_out(key, contacts):
    body = figures({"indicator": "contacts", "value": 4}, {"indicator": "other", "value": 4})
    answer = call(key, "PUT", "returns/2019-07/figures", body)
    assert (answer.status_code, answer.json()["problems"][0]["rule"]) == (422, "unknown")
    assert not Observation.objects.exists()


def test_a_query_is_answered(key, contacts, council):
    row = make_observation(contacts, council, "2019-07", 412, status="queried")
    assert call(key, "POST", f"figures/{row.pk}/answer", {"text": "Yes."}).json()["status"] == "submitted"
    assert call(key, "POST", f"figures/{row.pk}/answer", {"text": "Yes."}).status_code == 422


def operations():
    schema = api.get_openapi_schema(path_prefix="/api/")
    return [
        (method.upper(), path.removeprefix("/api/v1/"))
        for path, methods in schema["paths"].items()
        for method in methods
    ]


BODIES = {
    "returns/{period}/figures": figures({"indicator": "contacts", "value": 1}),
    "figures/{figure}/answer": {"text": "x"},
}


def ask(key, method, path, figure=0, **headers):
    address = path.format(key="contacts", period="2019-07", figure=figure)
    return call(key, method, address, BODIES.get(path) if method != "GET" else None, **headers)


@pytest.mark.parametrize(("method", "path"), operations())
def test_no_operation_opens_without_a_key_that_holds(method, path, contacts, council, data_lead):
    token, revoked = create_token(
        by=viewing(data_lead), agency=council, label="x", scope="submit", expires_on=UNTIL
    )
    revoke_token(by=viewing(data_lead), token=token)
    run_out = key_for(council, data_lead)
    ApiToken.objects.filter(revoked_at=None).update(expires_on=dt.date(2019, 9, 8))
    for wrong in ("", "gt_nonsense", revoked, run_out):
        answer = ask(wrong, method, path)
        assert answer.status_code == 401
        assert "Bearer" in answer["WWW-Authenticate"]


@pytest.mark.parametrize(("method", "path"), operations())
def test_a_session_opens_no_operation(method, path, contacts, business_manager):
    client = signed_in(business_manager)
    address = path.format(key="contacts", period="2019-07", figure=1)
    assert client.generic(method, f"/api/v1/{address}").status_code == 401


@pytest.mark.parametrize(("method", "path"), [each for each in operations() if each[0] != "GET"])
def test_a_key_that_reads_changes_nothing(method, path, contacts, council, data_lead):
    row = make_observation(contacts, council, "2019-07", 412, status="queried")
    assert ask(key_for(council, data_lead, "read"), method, path, row.pk).status_code == 403
    assert Observation.objects.get().status == "queried"


def test_a_key_sees_nothing_of_another_agency_or_partnership(contacts, council, police, agency_lead):
    mine = make_observation(contacts, council, "2019-07", 412, status="queried")
    other = key_for(police, agency_lead)
    assert call(other, "GET", "returns").json() == []
    assert call(other, "GET", "indicators/contacts/figures").status_code == 404
    assert call(other, "POST", f"figures/{mine.pk}/answer", {"text": "x"}).status_code == 404
    assert (
        call(
            other, "PUT", "returns/2019-07/figures", figures({"indicator": "contacts", "value": 1})
        ).status_code
        == 404
    )
    elsewhere = make_partnership("essex")
    abroad = Agency.objects.create(partnership=elsewhere, key="council", name="Essex County Council")
    token = ApiToken.objects.create(
        agency=abroad,
        label="x",
        scope="submit",
        start="gt_",
        digest="0" * 64,
        created_by="x",
        expires_on=UNTIL,
    )
    assert token.holds(dt.date(2019, 9, 9))


def test_many_wrong_keys_from_one_address_are_told_to_wait(contacts):
    answers = {call("gt_wrong", "GET", "agency").status_code for _ in range(MOST_FAILURES)}
    assert answers == {401}
    assert call("gt_wrong", "GET", "agency").status_code == 429


def test_only_the_digest_of_a_key_is_kept_and_the_key_is_shown_once(data_lead, council):
    client = signed_in(data_lead)
    address = f"/thurrock/evidence/measures/keys/{council.key}/"
    date = {"expires_on_day": "1", "expires_on_month": "9", "expires_on_year": "2020"}
    answer = client.post(address, {"label": "Case system", "scope": "read", **date})
    said = answer.content.decode()
    token = ApiToken.objects.get()
    assert f'value="{token.start}' in said
    assert answer["Cache-Control"] == "no-store"
    assert token.digest not in said
    again = client.get(address).content.decode()
    assert f'value="{token.start}' not in again


ONE = '{"figures": [{"indicator": "%s", "value": %s}]}'


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '{"figures": []}', '{"figures": [{}]}', '{"figures": "x"}', ONE % ("contacts", "NaN"),
     ONE % ("contacts", "1e400"), ONE % ("contacts", '"Infinity"'), ONE % ("con\\u0000tacts", "1"), b"\xff\xfe\x00",
     "[" * 5_000 + "]" * 5_000],
)  # fmt: skip
def test_a_malformed_request_gets_a_sentence_and_never_a_fault(key, contacts, body):
    answer = call(key, "PUT", "returns/2019-07/figures", body)
    assert 400 <= answer.status_code < 500
    assert not Observation.objects.exists()


def test_ten_thousand_rows_are_refused(key, contacts):
    body = figures(*({"indicator": "contacts", "value": 1} for _ in range(10_000)))
    assert call(key, "PUT", "returns/2019-07/figures", body).status_code == 422


anything = st.recursive( st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20), lambda inner:
st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["figures", "indicator", "value", "text"]), inner),
max_leaves=8, )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(operations()), anything, st.text(max_size=12))
def test_whatever_is_sent_to_any_operation_is_no_fault(key, contacts, operation, body, odd):
    cache.clear()
    method, path = operation
    clean = "".join(each for each in odd if each not in "/?#%\\" and each.isprintable()) or "x"
    address = path.format(key=clean, period=clean, figure=len(odd))
    assert call(key, method, address, json.dumps(body)).status_code < 500


def test_the_description_and_its_page_are_open_and_hold_no_data(contacts):
    client = Client()
    schema = client.get("/api/openapi.json").json()
    assert set(schema["paths"]) == {f"/api/v1/{path}" for _, path in operations()}
    said = client.get("/api/").content.decode()
    assert "Whose key this is" in said
    assert "contacts" not in json.dumps(schema).casefold().replace("contacts by", "")


def test_any_indicator_is_read_as_it_is_published_with_small_numbers_hidden(key, partnership, police):
    others = make_indicator(partnership, "arrests", police, threshold=6)
    for period, value in (("2019-05", 40), ("2019-06", 3), ("2019-07", 42)):
        make_observation(others, police, period, value)
    make_observation(others, police, "2019-08", 99, status="submitted")
    answer = call(key, "GET", "indicators/arrests/series")
    assert answer.status_code == 200
    said = answer.json()
    assert [(point["period"], point["value"]) for point in said["series"]] == [
        ("2019-05", 40.0), ("2019-06", None), ("2019-07", 42.0),
    ]  # fmt: skip
    assert said["series"][1]["hidden"]
    assert said["chart"]["trial"]
    make_series(others, police, "2018-05", [41, 42, 40, 43, 41, 42, 40, 43])
    assert call(key, "GET", "indicators/arrests/series").json()["chart"]["phases"][0]["from"] == "2018-05"


def test_a_series_of_another_partnership_is_none(key):
    elsewhere = make_partnership("southend")
    theirs = Agency.objects.create(partnership=elsewhere, key="council", name="Southend Council")
    make_observation(make_indicator(elsewhere, "secret", theirs), theirs, "2019-05", 40)
    assert call(key, "GET", "indicators/secret/series").status_code == 404
