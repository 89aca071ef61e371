"""Files that show what an answer says: who adds, who reads, what is refused, what was signed stays."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import make_person, signed_in, viewing

from goldenthread.evidence.assurance.actions.answering import carry_forward
from goldenthread.evidence.assurance.actions.files import add_file, remove_file
from goldenthread.evidence.assurance.actions.moderating import send_back
from goldenthread.evidence.assurance.models import EvidenceFile
from goldenthread.evidence.assurance.tests.cases import answered, cycled, day, signed
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.permissions import Role

POLICY = b"The policy, synthetic.\n"


def add(by, row, question="5.1", name="policy.txt", content=POLICY):
    return add_file(by=by, assessment=row, question=question, name=name, content=content)


def test_a_file_is_kept_with_its_question_and_read_by_whoever_reads_the_assessment(
    assessment, lead, council_lead, partnership, police
):
    row = add(lead, assessment)
    at = row.get_absolute_url()
    answer = signed_in(council_lead).get(at)
    assert b"".join(answer.streaming_content) == POLICY
    assert "attachment" in answer["Content-Disposition"]
    assert row.file.name.startswith("assurance/")
    assert "policy" not in row.file.name
    other = make_person(partnership, "Other", Role.AGENCY_LEAD, agency=police)
    assert signed_in(other).get(at).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("policy.exe", b"MZ\x00", "not a kind of file"),
        ("policy.pdf", POLICY, "not what its name says"),
        ("a.txt", b"", "empty"),
    ],
)
def test_what_is_not_kept_is_said(assessment, lead, name, content, says):
    with pytest.raises(RuleError, match=says):
        add(lead, assessment, name=name, content=content)
    assert not EvidenceFile.objects.exists()


def test_an_unknown_question_and_an_eleventh_file_are_refused(assessment, lead):
    with pytest.raises(RuleError, match="one of the questions"):
        add(lead, assessment, question="99")
    for _ in range(10):
        add(lead, assessment)
    with pytest.raises(RuleError, match="at most 10 files"):
        add(lead, assessment)


def test_a_delegate_adds_to_their_own_part_alone(assessment, partnership, council):
    person = make_person(partnership, "Head of HR", Role.PRACTITIONER, agency=council)
    assessment.delegations.create(person=person, standard="training")
    add(viewing(person), assessment)
    with pytest.raises(PermissionDenied):
        add(viewing(person), assessment, question="1.1")


def test_what_is_taken_away_is_deleted(assessment, lead, django_capture_on_commit_callbacks):
    row = add(lead, assessment)
    name, storage = row.file.name, row.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(by=lead, file=row)
    assert not storage.exists(name)


def test_what_was_signed_stays(assessment, lead, manager):
    row = add(lead, assessment)
    signed(lead, assessment)
    with pytest.raises(RuleError, match="It is signed"):
        remove_file(by=lead, file=row)
    send_back(by=manager, assessment=assessment, reason="Say what shows it")
    with pytest.raises(RuleError, match="signed with its answer"):
        remove_file(by=lead, file=row)
    later = add(lead, assessment)
    remove_file(by=lead, file=later)


def test_files_come_along_with_earlier_answers_and_stay_where_they_were(
    assessment, lead, manager, council, django_capture_on_commit_callbacks
):
    first = add(lead, assessment)
    signed(lead, assessment)
    row = cycled(manager, [council], title="2020", opens_on=day("2019-09-03"))[1][0]
    carry_forward(by=lead, assessment=row, earlier=assessment)
    brought = row.files.get()
    assert (brought.file.name, brought.question) == (first.file.name, "5.1")
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(by=lead, file=brought)
    assert first.file.storage.exists(first.file.name)


def test_the_page_of_a_part_adds_shows_and_takes_away(assessment, council_lead, lead):
    browser = signed_in(council_lead)
    at = f"/thurrock/evidence/assurance/{assessment.cycle.key}/at/council/part/training/"
    file = SimpleUploadedFile("policy.txt", POLICY)
    page = browser.post(f"{at}file/", {"question": "5.1", "file": file}, follow=True).content.decode()
    assert "The file is added" in page
    assert "policy.txt" in page
    row = EvidenceFile.objects.get()
    browser.post(f"{row.get_absolute_url()}remove/")
    assert not EvidenceFile.objects.exists()
    add(lead, answered(lead, assessment))
    signed(lead, assessment)
    assert "policy.txt" in browser.get(assessment.get_absolute_url()).content.decode()
