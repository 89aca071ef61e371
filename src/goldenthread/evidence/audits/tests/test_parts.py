"""A domain a page: kept as it is written, the others untouched; what is missing is said before it is sent."""

import pytest
from tests.cast import signed_in

from goldenthread.design.saving import HEADER
from goldenthread.evidence.audits.actions.moderating import add_learning
from goldenthread.evidence.audits.models import Return
from goldenthread.evidence.audits.tests.cases import auditor, graded, returned
from goldenthread.partnership.models import AuditEvent


@pytest.fixture
def browser(manager, audit, member):
    """The browser of whoever audits the council's record."""
    auditor(manager, audit, member)
    return signed_in(member)


@pytest.fixture
def part(case):
    """The address of the council's part."""
    return f"{case.get_absolute_url()}at/council/"


def typed(domain, version, grade="good", shows="Seen in the record"):
    return {f"grade_{domain}": grade, f"shows_{domain}": shows, "version": version}


def kept():
    return {row.domain: row.grade for row in Return.objects.get().grades.all()}


def test_each_domain_leads_to_the_next_and_the_last_to_what_is_missing(browser, part, audit):
    keys = [each.key for each in audit.tool.domains]
    for at, key in enumerate(keys):
        answer = browser.post(f"{part}domains/{key}/", typed(key, at))
        after = f"domains/{keys[at + 1]}/" if at + 1 < len(keys) else "look-over/"
        assert answer.url == f"{part}{after}"
    assert kept() == dict.fromkeys(keys, "good")
    assert "Every domain is written." in browser.get(f"{part}look-over/").content.decode()
    assert browser.get(f"{part}domains/weather/").status_code == 404


def test_a_domain_leaves_the_others_and_the_rest_as_they_are(browser, part, audit):
    whole = {f"shows_{key}": "x" for key in graded(audit.tool)} | {"good": "Rang first", "version": 0}
    browser.post(part, whole)
    browser.post(f"{part}domains/risk/", typed("risk", 1, "inadequate", "Not weighed"))
    row = Return.objects.get()
    assert (row.good, row.version) == ("Rang first", 2)
    assert {each.domain: each.shows for each in row.grades.all()} == dict.fromkeys(
        graded(audit.tool), "x"
    ) | {"risk": "Not weighed"}


def test_what_is_missing_is_said_and_nothing_is_sent_without_it(browser, part, audit):
    browser.post(f"{part}domains/voice/", typed("voice", 0, "good", ""))
    page = browser.get(f"{part}look-over/").content.decode()
    assert "6 domains of 6 still to be written." in page
    assert "but nothing shows it yet" in page
    answer = browser.post(f"{part}look-over/", {"version": 1, "independent": "on", "send": "1"})
    assert "Recognising risk: choose a grade, or say why there is none." in answer.content.decode()
    assert not Return.objects.get().is_sent
    browser.post(f"{part}look-over/", {"version": 1, "unknown": "on"})
    assert Return.objects.get().unknown


def test_it_is_saved_while_it_is_written_and_the_trail_is_told_once(browser, part):
    for version in range(3):
        answer = browser.post(f"{part}domains/voice/", typed("voice", version), headers={HEADER: "1"})
        assert answer.json()["values"] == {"version": str(version + 1)}
    late = browser.post(f"{part}domains/voice/", typed("voice", 0), headers={HEADER: "1"}).json()
    assert (late["whole"], late["words"].startswith("Not saved: Somebody else")) == (False, True)
    wrong = browser.post(
        f"{part}domains/voice/", typed("voice", 3, "good", "Ring a@b.uk"), headers={HEADER: "1"}
    )
    assert "email address" in wrong.json()["words"]
    assert AuditEvent.objects.filter(verb="case_audit.saved").count() == 1


def test_what_is_sent_cannot_be_written_domain_by_domain(browser, part, manager, case, council):
    returned(manager, case, council)
    for page in ("domains/voice/", "look-over/"):
        assert browser.get(f"{part}{page}").url == case.get_absolute_url()


def test_learning_is_removed_only_once_that_is_confirmed(manager, business_manager, audit):
    row = add_learning(by=manager, audit=audit, text="plans drift", good=False)
    browser, page = signed_in(business_manager), f"{audit.get_absolute_url()}learning/{row.pk}/remove/"
    assert "plans drift" in browser.get(page).content.decode()
    assert audit.learning.exists()
    browser.post(page)
    assert not audit.learning.exists()
