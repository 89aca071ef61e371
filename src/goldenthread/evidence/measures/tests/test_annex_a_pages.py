"""Annex A on the site: a workbook is read, its faults come back, its figures go into the return, its rows nowhere."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from tests.cast import make_person, signed_in

from goldenthread.evidence.measures.actions.ingests import start_ingest
from goldenthread.evidence.measures.analysis.periods import read_period
from goldenthread.evidence.measures.annex_a.synthetic import write_csvs, write_workbook
from goldenthread.evidence.measures.models import AnnexAIngest, Observation
from goldenthread.evidence.measures.tests.cases import START, make_indicator
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.viewer import SystemActor
from goldenthread.spreadsheets.reading import read_sheet

PAGE = "/thurrock/evidence/measures/annex-a/"
AUGUST = read_period("2019-08")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    file = tmp_path_factory.mktemp("annex-a") / "annex-a.xlsx"
    write_workbook(file, 300, AUGUST, faults=2)
    return file.read_bytes()


@pytest.fixture
def counted(partnership, council):
    """One indicator that Annex A gives, and one that it does not."""
    make_indicator(partnership, "visits", council, collected_from=START)
    return make_indicator(
        partnership, "referrals-monthly", council, annex_a="referrals", collected_from=START
    )


def send(person, content, name="annex-a.xlsx", period="2019-08", agency=None):
    given = {"period": period, "workbook": [SimpleUploadedFile(name, content)]}
    if agency:
        given["agency"] = agency.pk
    return signed_in(person).post(PAGE, given, follow=True)


def test_a_workbook_is_read_and_its_figures_become_drafts_of_the_return(
    data_lead, council, counted, workbook
):
    answer = send(data_lead, workbook, agency=council)
    said = answer.content.decode()
    ingest = AnnexAIngest.objects.get()
    assert ingest.status == "done"
    assert "rows read;" in said
    assert "The rows have been let go." in said
    drafted = signed_in(data_lead).post(f"{PAGE}{ingest.pk}/use/", follow=True).content.decode()
    assert "1 figure is drafted in the return" in drafted
    row = Observation.objects.get()
    assert (row.indicator, row.route, row.status) == (counted, "annex_a", "draft")
    assert row.value == ingest.indicators["referrals"]["value"]
    again = signed_in(data_lead).post(f"{PAGE}{ingest.pk}/use/", follow=True).content.decode()
    assert "drafted" in again or "stand in the return already" in again
    assert Observation.objects.count() == 1


def test_figures_that_no_indicator_of_the_agency_takes_are_said_to_be_so(data_lead, council, workbook):
    send(data_lead, workbook, agency=council)
    ingest = AnnexAIngest.objects.get()
    said = signed_in(data_lead).post(f"{PAGE}{ingest.pk}/use/", follow=True).content.decode()
    assert "None of the indicators that this agency sends is computed from Annex A" in said


def test_the_faults_are_a_workbook_of_places_and_remedies(data_lead, council, workbook):
    send(data_lead, workbook, agency=council)
    ingest = AnnexAIngest.objects.get()
    body = signed_in(data_lead).get(f"{PAGE}{ingest.pk}/faults.xlsx")
    sheet = read_sheet(body.content, "faults.xlsx")
    assert len(sheet.rows) == len(ingest.faults) > 20
    assert "SYN-" not in str(sheet.rows)


def test_no_identifier_of_the_workbook_is_anywhere_in_the_database(data_lead, council, counted, workbook):
    send(data_lead, workbook, agency=council)
    signed_in(data_lead).post(f"{PAGE}{AnnexAIngest.objects.get().pk}/use/")
    everything = io.StringIO()
    call_command("dumpdata", stdout=everything)
    assert "annex_a" in everything.getvalue()
    assert "SYN-" not in everything.getvalue()
    assert "31/02/2017" not in everything.getvalue()


def test_csv_files_are_read_together(data_lead, council, tmp_path):
    files = write_csvs(tmp_path, 200, AUGUST)
    given = {
        "period": "2019-08",
        "agency": council.pk,
        "workbook": [SimpleUploadedFile(file.name, file.read_bytes()) for file in files],
    }
    signed_in(data_lead).post(PAGE, given)
    assert len(AnnexAIngest.objects.get().rows) == 11


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("annex-a.xlsx", b"PK\x03\x04 broken"),
        ("plan.csv", b"Ref,Action\n1.1,Train\n"),
        ("annex-a.xlsx", b"x"),
    ],
)
def test_a_wrong_workbook_gets_its_sentence_and_leaves_nothing(data_lead, council, name, content):
    said = send(data_lead, content, name, agency=council).content.decode()
    assert "could not be read" in said or "There is a problem" in said
    assert not AnnexAIngest.objects.filter(status="done").exists()
    assert not Observation.objects.exists()


@pytest.mark.parametrize("period", ["", "soon", "2019-09", "2031-01", "2019-13"])
def test_a_month_that_is_none_or_not_over_is_refused(data_lead, council, workbook, period):
    said = send(data_lead, workbook, period=period, agency=council).content.decode()
    assert "There is a problem" in said
    assert not AnnexAIngest.objects.exists()


def test_nobody_of_another_agency_reads_or_uses_a_reading(
    data_lead, agency_lead, council, police, partnership, outsider, workbook
):
    send(data_lead, workbook, agency=council)
    number = AnnexAIngest.objects.get().pk
    other = make_person(partnership, "Police Data Lead", Role.DATA_LEAD, agency=police)
    for person, expected in ((other, 403), (outsider, 404)):
        browser = signed_in(person)
        assert browser.get(f"{PAGE}{number}/").status_code == expected
        assert browser.get(f"{PAGE}{number}/faults.xlsx").status_code == expected
        assert browser.post(f"{PAGE}{number}/use/").status_code == expected
    assert "Your agency has none to read" in signed_in(other).get(PAGE).content.decode()
    send(other, workbook, agency=council)
    assert AnnexAIngest.objects.count() == 1


def test_one_workbook_of_an_agency_is_read_at_a_time_and_a_lost_one_gives_way(council):
    by = SystemActor(label="x", partnership=council.partnership)
    first = start_ingest(by=by, agency=council, period=AUGUST)
    with pytest.raises(Exception, match="is being read at the moment"):
        start_ingest(by=by, agency=council, period=AUGUST)
    AnnexAIngest.objects.update(heard_at=first.heard_at.replace(year=2018))
    start_ingest(by=by, agency=council, period=AUGUST)
    first.refresh_from_db()
    assert first.status == "failed"
    assert "site was restarted" in first.problem
