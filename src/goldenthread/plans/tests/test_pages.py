import datetime as dt

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import TODAY, make_action, make_plan, rate, signed_in

from goldenthread.partnership.models import OutgoingMessage
from goldenthread.plans.evidence_files import find_type
from goldenthread.plans.models import Action, Evidence, Explanation, Plan, RatingUpdate

D = dt.date
PLAN = "/thurrock/plan/delivery-2019/"
ACTION = f"{PLAN}1.4/"


@pytest.fixture
def browser(business_manager):
    return signed_in(business_manager)


def text(response):
    return response.content.decode()


def test_the_plan_page_shows_the_position_and_every_action(browser, plan, action):
    rate(action, 2, D(2019, 8, 1))
    page = text(browser.get(PLAN))
    assert "0 of 1 action completed; 1 overdue; 1 exception without an explanation." in page
    assert "Overdue by 6 working days" in page
    assert "1. Safeguarding is everyone&#x27;s business" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"1.4", "1.5"}),
        ("?state=overdue", {"1.4"}),
        ("?state=undated", {"1.5"}),
        ("?q=parents", {"1.5"}),
        ("?rating=none", {"1.5"}),
        ("?rating=2", {"1.4"}),
        ("?group=lpr", {"1.4"}),
        ("?agency=none", {"1.5"}),
        ("?sort=-ref", {"1.4", "1.5"}),
        ("?state=nonsense&sort=nonsense&objective=x", set()),
        ("?as-at=2019-05-08&state=overdue", set()),
    ],
)
def test_an_address_narrows_the_list(browser, action, objective, query, shown):
    rate(action, 2, D(2019, 8, 1))
    make_action(objective, "1.5", title="Ask parents")
    page = text(browser.get(PLAN + query))
    assert {ref for ref in ("1.4", "1.5") if f">{ref}</a>" in page} == shown


def test_a_date_that_is_none_is_said_to_be(browser, plan):
    assert "“31/02/2019” is not a date from 1990 to 2100. Write it as 2019-09-09." in text(
        browser.get(f"{PLAN}?as-at=31/02/2019")
    )


def test_an_action_page_tells_the_whole_story(browser, action):
    rate(action, 2, D(2019, 8, 1), text="Trainer <sought>")
    Explanation.objects.create(action=action, given_on=D(2019, 9, 3), text="No trainer", by_label="Police")
    page = text(browser.get(ACTION))
    assert (
        "Overdue by 6 working days as at 9 September 2019; explained on 3 September 2019; overseen by Learning"
        in page
    )
    assert "Trainer &lt;sought&gt;" in page
    assert "<sought>" not in page


def test_an_imported_rating_without_proof_is_shown_as_such(browser, action):
    rate(action, 4, D(2019, 8, 1))
    assert "Rated 4 without evidence on record" in text(browser.get(ACTION))


def test_a_rating_is_given_in_one_form_and_a_refused_one_keeps_what_was_typed(browser, action):
    form = {
        "value": "4",
        "text": "All trained",
        "rated_on_day": "9",
        "rated_on_month": "9",
        "rated_on_year": "2019",
    }
    refused = browser.post(f"{ACTION}update/", form)
    assert refused.status_code == 200
    assert "needs evidence that the action was done" in text(refused)
    assert "All trained" in text(refused)
    assert not RatingUpdate.objects.exists()
    done = browser.post(f"{ACTION}update/", form | {"value": "3"}, follow=True)
    assert "The rating of action 1.4 is recorded." in text(done)
    assert RatingUpdate.objects.get().text == "All trained"


@pytest.mark.parametrize("value", ["6", "", "three", "3; DROP TABLE"])
def test_a_rating_off_the_scale_is_refused_in_words(browser, action, value):
    form = {"value": value, "text": "x", "rated_on_day": "9", "rated_on_month": "9", "rated_on_year": "2019"}
    response = browser.post(f"{ACTION}update/", form)
    assert response.status_code == 200
    assert "error" in text(response)
    assert not RatingUpdate.objects.exists()


def test_two_people_who_edit_one_action_both_keep_their_words(browser, business_team, action):
    first, second = browser, signed_in(business_team)
    form = {"ref": "1.4", "objective": action.objective_id, "title": "First words", "version": "1"}
    assert first.post(f"{ACTION}edit/", form).status_code == 302
    late = second.post(f"{ACTION}edit/", form | {"title": "Second words"})
    page = text(late)
    assert late.status_code == 200
    assert "Somebody else has saved changes since you opened this page" in page
    assert "First words" in page
    assert "Second words" in page
    assert Action.objects.get().title == "First words"
    assert second.post(f"{ACTION}edit/", form | {"title": "Second words", "version": "2"}).status_code == 302
    assert Action.objects.get().title == "Second words"


def test_adding_an_action_with_a_due_date_before_its_start_saves_nothing(browser, plan, objective):
    form = {"ref": "1.9", "objective": objective.pk, "title": "Do it"}
    form |= {"started_on_day": "2", "started_on_month": "6", "started_on_year": "2019"}
    form |= {"due_on_day": "1", "due_on_month": "6", "due_on_year": "2019"}
    page = text(browser.post(f"{PLAN}actions/new/", form | {"version": "0"}))
    assert "The due date must be on or after the start date." in page
    assert not Action.objects.exists()
    form |= {"due_on_month": "7", "version": "0"}
    assert browser.post(f"{PLAN}actions/new/", form).status_code == 302
    assert Action.objects.get().due_on == D(2019, 7, 1)


def test_a_duplicate_reference_is_refused_beside_its_field(browser, action, objective):
    form = {"ref": "1.4", "objective": objective.pk, "title": "Again", "version": "0"}
    assert "already has an action 1.4" in text(browser.post(f"{PLAN}actions/new/", form))
    assert Action.objects.count() == 1


PDF, PNG, ZIP, OLE = (
    b"%PDF-1.7 x",
    b"\x89PNG\r\n\x1a\n....",
    b"PK\x03\x04" + b"\x00" * 30,
    b"\xd0\xcf\x11\xe0" + b"\x00" * 600,
)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.pdf", b"", "is empty"),
        ("minutes.docx", PDF, "is not what its name says"),
        ("picture.jpg", PNG, "is not what its name says"),
        ("old.doc", OLE, "old Office format or has a password"),
        ("archive.docx", ZIP, "is damaged"),
        ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>", "not a kind of file"),
        ("drawing.txt", b"<svg onload=alert(1)>", "not a kind of file"),
        ("run.csv", b"MZ\x90\x00\x03", "not a kind of file"),
    ],
)
def test_evidence_that_is_not_what_it_says_is_refused(browser, action, name, content, said):
    form = {"kind": "done", "title": "Proof", "dated_day": "9", "dated_month": "9", "dated_year": "2019"}
    response = browser.post(f"{ACTION}evidence/", form | {"file": SimpleUploadedFile(name, content)})
    assert said in text(response) or (not content and "empty" in text(response))
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", PDF), ("a.png", PNG), ("a.csv", "Größe;£5\r\n".encode("cp1252")), ("a.txt", b"plain")],
)
def test_evidence_of_a_known_kind_is_kept(name, content):
    assert find_type(name, content)


def test_an_evidence_file_is_a_download_never_a_page(browser, action):
    form = {"kind": "done", "title": "Proof", "dated_day": "9", "dated_month": "9", "dated_year": "2019"}
    browser.post(f"{ACTION}evidence/", form | {"file": SimpleUploadedFile('a"b.pdf', PDF)})
    evidence = Evidence.objects.get()
    response = browser.get(f"{ACTION}evidence/{evidence.pk}/")
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == PDF


def test_reminders_are_shown_before_they_are_sent_and_sent_once(
    browser, action, member, django_capture_on_commit_callbacks
):
    address = "/thurrock/plan/exceptions/remind/"
    page = text(browser.get(address))
    assert "service.manager@thurrock.example: 1 action" in page
    assert not OutgoingMessage.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address, {"person": [member.pk]})
    [sent] = mail.outbox
    assert sent.to == ["service.manager@thurrock.example"]
    assert "Overdue by 6 working days" in sent.body
    assert "/thurrock/plan/delivery-2019/1.4/" in sent.body
    assert "so not ticked" in text(browser.get(address))


def test_a_reminder_names_no_restricted_plan(browser, action, member, django_capture_on_commit_callbacks):
    Plan.objects.update(restricted=True, title="Review of a serious incident")
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/thurrock/plan/exceptions/remind/", {"person": [member.pk]})
    assert "Review of a serious incident" not in mail.outbox[0].body + mail.outbox[0].subject


def test_reminding_nobody_is_refused(browser, action):
    page = browser.post("/thurrock/plan/exceptions/remind/", {}, follow=True)
    assert "Tick at least one person to remind." in text(page)


def test_a_restricted_plan_is_not_there_for_those_who_may_not_see_it(member, scrutineer, action):
    Plan.objects.update(restricted=True)
    assert signed_in(member).get(PLAN).status_code == 404
    assert signed_in(member).get(ACTION).status_code == 404
    assert "Delivery plan" not in text(signed_in(member).get("/thurrock/plan/"))
    assert signed_in(scrutineer).get(PLAN).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/thurrock/plan/",
        PLAN,
        f"{PLAN}summary/",
        f"{PLAN}ratings/",
        f"{PLAN}timeline/",
        f"{PLAN}exceptions/",
        f"{PLAN}about/",
        f"{PLAN}poster/",
        ACTION,
        "/thurrock/plan/exceptions/",
        "/thurrock/plan/summary/",
        "/thurrock/plan/actions/",
        "/thurrock/plan/actions/mine/",
        "/thurrock/plan/exceptions/remind/",
    ],
)
def test_a_page_asks_at_most_twelve_queries_and_as_many_for_fifty_actions(
    browser, action, objective, member, address
):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert browser.get(address).status_code == 200
        return len(found)

    rate(action, 2, D(2019, 8, 1))
    queries()
    one = queries()
    for number in range(50):
        more = make_action(objective, f"1.{number + 10}", due_on=D(2019, 8, 1))
        more.officer_parts.create(person=member, part="lead")
        rate(more, 2, D(2019, 8, 1))
        rate(action, 2, D(2019, 8, 2))
    assert queries() == one <= 12


def test_plans_of_a_neighbour_are_neither_listed_nor_opened(browser, outsider, plan):
    theirs = make_plan(outsider.partnership, "theirs", title="Southend's plan")
    assert "Southend" not in text(browser.get("/thurrock/plan/"))
    assert browser.get(f"/thurrock/plan/{theirs.key}/").status_code == 404


def test_a_plan_is_made_closed_and_opened_again(browser, partnership):
    form = {
        "title": "Neglect plan",
        "key": "neglect-2019",
        "kind": "action",
        "scale_key": "ragc",
        "version": "0",
    }
    form |= {"starts_on_day": "1", "starts_on_month": "September", "starts_on_year": "2019"}
    assert browser.post("/thurrock/plan/new/", form).status_code == 302
    close = {"reason": "Merged", "closed_on_day": "9", "closed_on_month": "9", "closed_on_year": "2019"}
    assert browser.post("/thurrock/plan/neglect-2019/close/", close).status_code == 302
    assert Plan.objects.get().closed_on == TODAY
    assert browser.post("/thurrock/plan/neglect-2019/close/", {"reason": "Not merged"}).status_code == 302
    assert Plan.objects.get().closed_on is None


@pytest.mark.parametrize(
    ("kind", "begins"), [("csv", b"\xef\xbb\xbfRef,Plan,Action"), ("xlsx", b"PK"), ("ods", b"PK")]
)
@pytest.mark.parametrize("name", ["exceptions", "actions"])
def test_a_list_is_taken_away_as_it_is_shown(browser, action, objective, name, kind, begins):
    make_action(objective, "1.5", title="=HYPERLINK()", due_on=D(2019, 8, 1))
    response = browser.get(f"/thurrock/plan/{name}.{kind}?q=HYPERLINK")
    assert response.content.startswith(begins)
    if kind == "csv":
        assert b"1.4" not in response.content
        assert b"'=HYPERLINK()" in response.content


def test_an_unknown_kind_of_file_is_not_there(browser, action):
    assert browser.get("/thurrock/plan/actions.exe").status_code == 404
