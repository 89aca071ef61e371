"""The learning booklet: written after the end, frozen when published, replaced, taken down; read by practitioners."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import signed_in, viewing

from goldenthread.evidence.audits.actions.booklets import publish_booklet, take_down
from goldenthread.evidence.audits.models import Booklet
from goldenthread.evidence.audits.tests.cases import drawn, ended
from goldenthread.partnership.errors import RuleError

WORDS = {
    "headline": "plans move when families read them",
    "discuss": "- Could a parent say it?\n\nWho tells you?",
}


@pytest.fixture
def over(manager, audit, cases, council):
    return ended(manager, audit, council)


def test_it_waits_for_the_end_and_for_words(manager, audit, cases, council):
    with pytest.raises(RuleError, match="once the audit has ended"):
        publish_booklet(by=manager, audit=audit, **WORDS)
    row = ended(manager, audit, council)
    with pytest.raises(RuleError, match="those who were not there"):
        publish_booklet(by=manager, audit=row, headline="x", discuss=" ")
    with pytest.raises(RuleError, match="Look at"):
        publish_booklet(by=manager, audit=row, headline="Ask Mary Miller", discuss="x")


def test_it_tells_what_was_learned_and_graded_and_nothing_of_a_case(manager, over, cases):
    body = publish_booklet(by=manager, audit=over, told="they were heard", **WORDS).body
    for words in (
        "plans drift",
        "end each meeting",
        "they were heard",
        "Could a parent say it?",
        "Cases by grade",
    ):
        assert words in body
    assert "Seen in the record" not in body
    assert "30 September 2020" in body


def test_of_few_cases_it_tells_no_grades(manager, audit, council):
    drawn(manager, audit, wanted=4)
    row = ended(manager, audit, council, ("good",) * 4)
    body = publish_booklet(by=manager, audit=row, **WORDS).body
    assert "Cases by grade" not in body
    assert "cases together" not in body


def test_a_later_one_takes_its_place_and_one_taken_down_is_gone(manager, over, practitioner):
    reader = signed_in(practitioner)
    at = f"/thurrock/evidence/audits/{over.key}/booklet/"
    assert reader.get(at).status_code == 404
    publish_booklet(by=manager, audit=over, **WORDS)
    second = publish_booklet(by=manager, audit=over, **WORDS | {"headline": "a later word"})
    assert "a later word" in reader.get(at).content.decode()
    assert "a later word" in reader.get("/thurrock/evidence/audits/learning/booklets/").content.decode()
    take_down(by=manager, booklet=second, reason="Somebody could be known by it")
    with pytest.raises(RuleError, match="already"):
        take_down(by=manager, booklet=second, reason="x")
    # What it had replaced does not come back.
    assert reader.get(at).status_code == 404
    assert reader.get(f"{at[:-1]}.pdf").status_code == 404
    assert "moves" not in reader.get("/thurrock/evidence/audits/learning/booklets/").content.decode()


def test_it_is_seen_before_it_is_published(over, business_manager):
    page = signed_in(business_manager).post(
        f"/thurrock/evidence/audits/{over.key}/booklet/write/", WORDS | {"see": "1"}
    )
    assert "As it will be read" in page.content.decode()
    assert "plans drift" in page.content.decode()
    assert not Booklet.objects.exists()


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_it_is_a_pdf_and_a_word_file(manager, over, practitioner, kind, begins):
    publish_booklet(by=manager, audit=over, **WORDS)
    answer = signed_in(practitioner).get(f"/thurrock/evidence/audits/{over.key}/booklet.{kind}")
    assert answer.content.startswith(begins)


def test_whoever_leads_writes_it(over, business_team):
    with pytest.raises(PermissionDenied):
        publish_booklet(by=viewing(business_team), audit=over, **WORDS)
