import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from tests.cast import signed_in, viewing

from goldenthread.publishing.actions.publication import publish
from goldenthread.publishing.actions.reports import start_correction, withdraw
from goldenthread.publishing.actions.signing import sign_off
from goldenthread.publishing.models import Edition, EditionFile, Event, Report, WebsiteMonth
from goldenthread.publishing.tests.conftest import checksum_of, fresh
from goldenthread.spreadsheets.writing import FORMATS

REPORT = "performance-2019-05_2019-08"


def at(name, *args):
    return reverse(f"publishing:{name}", args=["thurrock", *args])


def text_of(response):
    return " ".join(html.fromstring(response.content).text_content().split())


@pytest.fixture
def published(report, safeguarding_partner, business_manager):
    sign_off(by=viewing(safeguarding_partner), report=report, seen_checksum=checksum_of(report))
    publish(by=viewing(business_manager), report=report)
    return fresh(report)


def new_event(**fields):
    data = {"name": "Fun day", "kind": "community", "version": "1"}
    return data | {"day_1_day": "14", "day_1_month": "8", "day_1_year": "2019"} | fields


def test_readers_see_no_draft_and_writers_do(report, report_reader, scrutineer, business_team):
    assert signed_in(report_reader).get(report.get_absolute_url()).status_code == 404
    assert "Performance report" not in text_of(signed_in(report_reader).get(at("reports")))
    for person in (scrutineer, business_team):
        assert signed_in(person).get(report.get_absolute_url()).status_code == 200


def test_an_outsider_finds_nothing(published, outsider):
    browser = signed_in(outsider)
    for address in (at("reports"), published.get_absolute_url(), at("edition_file", REPORT, 1, "pdf")):
        assert browser.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("new_report", ()),
        ("cover", (REPORT,)),
        ("section", (REPORT, "issues")),
        ("publish", (REPORT,)),
        ("correct", (REPORT,)),
        ("withdraw", (REPORT,)),
        ("new_event", ()),
        ("new_website_month", ()),
    ],
)
def test_who_only_reads_may_open_no_form(report, scrutineer, name, arguments):
    assert signed_in(scrutineer).get(at(name, *arguments)).status_code == 403


def test_a_reader_reads_the_published_report_and_downloads_it(published, report_reader):
    browser = signed_in(report_reader)
    page = browser.get(published.get_absolute_url())
    assert "Version 1, published on 9 September 2019." in text_of(page)
    assert b"<svg" in page.content
    assert b"style=" not in page.content
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!")):
        answer = browser.get(at("edition_file", REPORT, 1, kind))
        assert answer.content.startswith(start)
        assert answer["Content-Disposition"] == f'attachment; filename="{REPORT}-v1.{kind}"'
    figures = browser.get(at("edition_figures", REPORT, 1)).json()
    assert figures["version"] == 1
    assert all(figure["source"] for figure in figures["figures"])


def test_a_superseded_version_stays_readable_and_says_so(
    published, report_reader, safeguarding_partner, business_manager
):
    start_correction(by=viewing(business_manager), report=published, reason="A wrong date")
    reader = signed_in(report_reader)
    assert reader.get(published.get_absolute_url()).status_code == 200
    sign_off(by=viewing(safeguarding_partner), report=published, seen_checksum=checksum_of(published))
    publish(by=viewing(business_manager), report=published)
    assert "superseded by version 2" in text_of(reader.get(at("edition", REPORT, 1)))
    assert "Version 2, published" in text_of(reader.get(published.get_absolute_url()))
    assert reader.get(at("edition", REPORT, 3)).status_code == 404


def test_readers_of_a_withdrawn_report_see_why_and_not_its_text(published, report_reader, business_manager):
    withdraw(by=viewing(business_manager), report=published, reason="Names a school")
    reader = signed_in(report_reader)
    page = text_of(reader.get(published.get_absolute_url()))
    assert "Names a school" in page
    assert "About issues." not in page
    assert reader.get(at("edition_file", REPORT, 1, "pdf")).status_code == 404
    assert "About issues." in text_of(signed_in(business_manager).get(published.get_absolute_url()))


def test_an_exempt_report_is_only_for_those_who_may_see_restricted_material(
    published, report_reader, safeguarding_partner
):
    Report.objects.filter(pk=published.pk).update(publicity="exempt", exemption="Finance")
    assert signed_in(report_reader).get(published.get_absolute_url()).status_code == 404
    assert signed_in(safeguarding_partner).get(published.get_absolute_url()).status_code == 200


def test_a_file_that_was_tampered_with_is_not_sent(report, business_manager, report_reader):
    edition = Edition.objects.create(
        report=report, number=1, title="T", body="<p>x</p>", checksum="c", figures=[], as_at=report.as_at,
        published_on=dt.date(2019, 9, 9), by_label="x",
    )  # fmt: skip
    EditionFile.objects.create(edition=edition, format="pdf", content=b"other", size=5, sha256="0" * 64)
    answer = signed_in(report_reader).get(at("edition_file", REPORT, 1, "pdf"), follow=True)
    assert "no longer the one that was published" in text_of(answer)


def test_signing_off_by_the_page(report, safeguarding_partner):
    browser = signed_in(safeguarding_partner)
    page = browser.get(at("sign_off", REPORT))
    assert "I have read this report and sign it off for Thurrock Council" in text_of(page)
    shown = page.context["form"].initial["checksum"]
    assert "Tick the box" in text_of(browser.post(at("sign_off", REPORT), {"checksum": shown}))
    report.sections.filter(key="issues").update(text="Changed meanwhile")
    again = browser.post(at("sign_off", REPORT), {"checksum": shown, "agreed": "on"})
    assert "has changed since you opened this page" in text_of(again)
    assert "Changed meanwhile" in text_of(again)
    done = browser.post(
        at("sign_off", REPORT), {"checksum": checksum_of(report), "agreed": "on"}, follow=True
    )
    assert "You have signed the report off" in text_of(done)


def test_publishing_by_the_page_a_double_click_included(report, safeguarding_partner, business_manager):
    sign_off(by=viewing(safeguarding_partner), report=report, seen_checksum=checksum_of(report))
    browser = signed_in(business_manager)
    assert "can never be changed" in text_of(browser.get(at("publish", REPORT)))
    assert "Version 1 is published" in text_of(browser.post(at("publish", REPORT), follow=True))
    assert "published already" in text_of(browser.post(at("publish", REPORT), follow=True))
    assert Edition.objects.count() == 1


def test_a_stale_section_shows_both_texts_and_saves_on_the_second_try(report, business_team):
    browser, address = signed_in(business_team), at("section", REPORT, "issues")
    browser.post(address, {"version": "1", "text": "The first editor’s text"})
    late = browser.post(address, {"version": "1", "text": "The second editor’s text"})
    assert "Somebody else has saved changes" in text_of(late)
    assert "The first editor’s text" in text_of(late)
    assert report.sections.get(key="issues").text == "The first editor’s text"
    version = late.context["form"]["version"].value()
    browser.post(address, {"version": version, "text": "The second editor’s text"})
    assert report.sections.get(key="issues").text == "The second editor’s text"


def test_a_text_that_is_too_long_stays_in_the_form(report, business_team):
    long = "word " * 30_000
    answer = signed_in(business_team).post(at("section", REPORT, "issues"), {"version": "1", "text": long})
    assert "characters long; the most is 20,000" in text_of(answer)
    assert long.strip() in answer.content.decode()


def test_what_an_author_types_is_never_markup(report, business_team):
    browser = signed_in(business_team)
    browser.post(
        at("section", REPORT, "issues"), {"version": "1", "text": "<script>alert(1)</script>{no.such}"}
    )
    answer = browser.get(at("preview", REPORT))
    assert b"<script>alert" not in answer.content
    assert "cites {no.such}, and there is no such figure" in text_of(answer)


def test_an_empty_section_is_listed_before_publication(report, business_team):
    report.sections.filter(key="reasons").update(text="")
    assert "“4 Reasons for Recommendation” is empty." in text_of(
        signed_in(business_team).get(report.get_absolute_url())
    )


def test_a_report_is_begun_by_the_page(report, business_team):
    browser = signed_in(business_team)
    data = {"title": "Next", "period_from": "Sept 2019", "period_to": "Aug 2019",
            "as_at_day": "9", "as_at_month": "9", "as_at_year": "2019"}  # fmt: skip
    assert "ends before it starts" in text_of(browser.post(at("new_report"), data))
    made = browser.post(at("new_report"), data | {"period_to": "11/2019", "previous": report.pk}, follow=True)
    assert "The report on September to November 2019 is begun" in text_of(made)
    assert "There is already a report" in text_of(
        browser.post(at("new_report"), data | {"period_to": "11/2019"})
    )


def test_the_cover_is_changed_by_the_page_and_says_what_is_wrong(report, business_manager):
    browser, address = signed_in(business_manager), at("cover", REPORT)
    form = browser.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name not in ("as_at", "meeting_on")}
    data |= {"as_at_day": "3", "as_at_month": "9", "as_at_year": "2019"}
    data |= {"meeting_on_day": "", "meeting_on_month": "", "meeting_on_year": ""}
    wrong = browser.post(address, data | {"publicity": "exempt"})
    assert "Say why the report is exempt" in text_of(wrong)
    browser.post(address, data | {"wards": "All wards"})
    assert fresh(report).wards == "All wards"


def test_an_event_is_entered_changed_and_removed_by_the_pages(partnership, business_team):
    browser = signed_in(business_team)
    assert "is entered" in text_of(browser.post(at("new_event"), new_event(items="1,360"), follow=True))
    event = Event.objects.get()
    assert (event.items, event.attendance) == (1360, None)
    again = browser.post(at("new_event"), new_event())
    assert "There is already an event of this name on 14 August 2019" in text_of(again)
    changed = new_event(name="Purfleet Fun Day", day_2_day="15", day_2_month="8", day_2_year="2019")
    browser.post(at("event", event.pk), changed)
    assert "14 and 15 August 2019" in text_of(browser.get(at("events")))
    browser.post(at("remove_event", event.pk), {"reason": "Not ours"})
    assert browser.get(at("event", event.pk)).status_code == 404


@pytest.mark.parametrize("typed", ["-1", "many", "9" * 5000, "1e9", "١٢", "3.5", "1000000000000000000000"])
def test_a_count_that_is_none_is_an_error_of_its_field_not_of_the_server(partnership, business_team, typed):
    answer = signed_in(business_team).post(at("new_event"), new_event(packs=typed))
    assert answer.status_code in (200, 302)
    assert all(packs is None or packs == 12 for packs in Event.objects.values_list("packs", flat=True))


def test_a_month_is_entered_once(partnership, business_team):
    browser = signed_in(business_team)
    data = {"month": "May 2019", "hits": "2,859", "version": "1"}
    browser.post(at("new_website_month"), data)
    assert WebsiteMonth.objects.get().hits == 2859
    assert "entered already" in text_of(browser.post(at("new_website_month"), data))
    assert "is not a month" in text_of(browser.post(at("new_website_month"), data | {"month": "Maybe"}))
    assert browser.get(at("website_month", "2019-05")).status_code == 200
    assert browser.get(at("website_month", "soon")).status_code == 404
    browser.post(at("remove_website_month", "2019-05"), {"reason": "Counted twice"})
    assert not WebsiteMonth.objects.exists()


@pytest.mark.parametrize("kind", sorted(FORMATS))
@pytest.mark.parametrize("name", ["events_export", "website_export"])
def test_the_lists_are_exported(partnership, business_team, kind, name):
    Event.objects.create(partnership=partnership, name="=SUM(A1)", kind="other").dates.create(
        held_on=dt.date(2019, 5, 1)
    )
    answer = signed_in(business_team).get(at(name, kind))
    assert answer.status_code == 200
    assert io.BytesIO(answer.content).read(2)
    if (kind, name) == ("csv", "events_export"):
        assert "'=SUM(A1)" in answer.content.decode("utf-8-sig")


def fill(partnership, count):
    for number in range(count):
        month = dt.date(2000 + number // 12, number % 12 + 1, 1)
        WebsiteMonth.objects.get_or_create(partnership=partnership, month=month, defaults={"hits": number})
        Event.objects.create(partnership=partnership, name=f"E{number}", kind="other").dates.create(
            held_on=dt.date(2019, 6, 1)
        )
        report, _ = Report.objects.get_or_create(
            partnership=partnership, key=f"performance-{month:%Y-%m}",
            defaults={"title": f"R{number}", "period_from": month, "period_to": month, "as_at": month},
        )  # fmt: skip
        Edition.objects.get_or_create(
            report=report, number=1,
            defaults={"title": "R", "body": "<p>x</p>", "checksum": "c", "figures": [], "as_at": month,
                      "published_on": month, "by_label": "x"},
        )  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        at("reports"),
        at("events"),
        at("website"),
        at("report", REPORT),
        at("report", "performance-2000-01"),
        at("edition", "performance-2000-01", 1),
    ],
)
def test_a_page_asks_the_database_at_most_twelve_times_however_much_there_is(
    report, partnership, business_manager, safeguarding_partner, address
):
    browser = signed_in(business_manager)
    asked = []
    for rows in (1, 50):
        fill(partnership, rows)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


@pytest.mark.parametrize("name", ["preview", "cover", "publish"])
def test_a_published_report_has_no_draft_to_open(published, business_manager, name):
    answer = signed_in(business_manager).get(at(name, REPORT), follow=True)
    assert "This report is published. Start a new version to change it." in text_of(answer)


def test_what_is_sent_to_a_report_that_was_published_meanwhile_stays_in_the_form(published, business_team):
    answer = signed_in(business_team).post(at("section", REPORT, "issues"), {"version": "1", "text": "Kept."})
    assert "so it cannot be changed" in text_of(answer)
    assert b"Kept." in answer.content
