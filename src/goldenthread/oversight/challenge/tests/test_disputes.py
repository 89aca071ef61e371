"""Disputes between members go the constitution's way, and no other."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import TODAY, make_person, signed_in, viewing

from goldenthread.oversight.challenge.actions.disputes import move_dispute, next_steps
from goldenthread.oversight.challenge.models import DisputeStep
from goldenthread.oversight.challenge.tests.cases import day, disputed
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.permissions import Role

WAY = ["meeting", "mechanism", "adviser", "settled"]


@pytest.fixture
def dispute(manager, council, police):
    return disputed(manager, council, police)


def moved(by, dispute, step, on=TODAY, note="Talked over"):
    return move_dispute(by=by, dispute=dispute, step=step, on=on, note=note)


def test_it_goes_step_by_step_to_its_settlement(manager, dispute):
    for step in WAY:
        assert step in next_steps(dispute)
        moved(manager, dispute, step)
    assert next_steps(dispute) == []
    with pytest.raises(RuleError, match="not the next step"):
        moved(manager, dispute, "settled")


def test_no_step_is_left_out_and_it_is_settled_at_any(manager, dispute):
    with pytest.raises(RuleError, match="not the next step"):
        moved(manager, dispute, "adviser")
    moved(manager, dispute, "settled", note="Both pay half")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"on": day("2019-09-01")}, "last step on 2 September"),
        ({"on": day("2019-09-10")}, "still to come"),
        ({"note": " "}, "what was said"),
    ],
)
def test_what_cannot_be_is_refused(manager, dispute, more, says):
    with pytest.raises(RuleError, match=says):
        moved(manager, dispute, "meeting", **more)


def test_an_agency_has_no_dispute_with_itself_and_others_do_not_record_one(
    manager, council, police, scrutineer
):
    with pytest.raises(RuleError, match="another agency"):
        disputed(manager, council, council)
    with pytest.raises(PermissionDenied):
        disputed(viewing(scrutineer), council, police)


def test_the_two_and_those_who_see_restricted_matter_read_it(
    dispute, agency_lead, scrutineer, lay_member, partnership
):
    other = partnership.agencies.create(key="fire", name="Fire", sector="fire")
    outside = make_person(partnership, "Fire lead", Role.AGENCY_LEAD, agency=other)
    for who, status in ((agency_lead, 200), (scrutineer, 200), (outside, 404), (lay_member, 404)):
        assert signed_in(who).get(dispute.get_absolute_url()).status_code == status
    assert (
        "Who pays" not in signed_in(outside).get("/thurrock/oversight/challenge/disputes/").content.decode()
    )
    assert (
        "Who pays"
        not in signed_in(outside).get("/thurrock/oversight/challenge/disputes.csv").content.decode()
    )


def test_what_was_recorded_stays(dispute):
    with pytest.raises(DatabaseError), transaction.atomic():
        DisputeStep.objects.update(note="x")


def test_the_business_team_records_it_on_its_pages(business_manager, council, police):
    browser = signed_in(business_manager)
    form = {
        "title": "Rooms",
        "raised_by": council.pk,
        "raised_with": police.pk,
        "note": "Each says the other",
    }
    form |= {"on_day": "2", "on_month": "9", "on_year": "2019"}
    page = browser.post("/thurrock/oversight/challenge/disputes/new/", form, follow=True).content.decode()
    assert "The dispute is on record" in page
    step = {"step": "settled", "note": "Both pay half", "on_day": "9", "on_month": "9", "on_year": "2019"}
    page = browser.post("/thurrock/oversight/challenge/disputes/1/next/", step, follow=True).content.decode()
    assert "Both pay half" in page
    assert "Record what came next" not in page
