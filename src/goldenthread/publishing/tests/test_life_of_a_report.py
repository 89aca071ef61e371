import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import viewing

from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import AuditEvent
from goldenthread.plans.models import Action, Objective, Plan
from goldenthread.publishing.actions.publication import publish
from goldenthread.publishing.actions.reports import create_report, edit_cover, start_correction, withdraw
from goldenthread.publishing.actions.signing import sign_off
from goldenthread.publishing.actions.writing import edit_section
from goldenthread.publishing.models import Edition, EditionFile, EditionIsFixedError, Report, SignOff
from goldenthread.publishing.tests.conftest import checksum_of, fresh

Status = Report.Status


def codes_of(call):
    with pytest.raises(RuleError) as caught:
        call()
    error = caught.value
    if hasattr(error, "error_dict"):
        return {e.code for errors in error.error_dict.values() for e in errors}
    return {error.code if hasattr(error, "code") and error.code else None for error in error.error_list}


def write(report, by, key="executive_summary", text="Another text.", version=None):
    section = report.sections.get(key=key)
    return edit_section(by=viewing(by), section=section, seen_version=version or section.version, text=text)


def signed(report, *people):
    for person in people:
        sign_off(by=viewing(person), report=report, seen_checksum=checksum_of(report))
    return fresh(report)


@pytest.fixture
def published(report, safeguarding_partner, business_manager):
    signed(report, safeguarding_partner)
    publish(by=viewing(business_manager), report=report)
    return fresh(report)


def new(by, **fields):
    viewer = viewing(by)
    defaults = {
        "title": "Next",
        "period_from": dt.date(2019, 9, 1),
        "period_to": dt.date(2019, 9, 30),
        "as_at": dt.date(2019, 9, 9),
    }
    return create_report(by=viewer, partnership=viewer.partnership, **defaults | fields)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"period_to": dt.date(2019, 8, 31)}, "period_backwards"),
        ({"period_to": dt.date(2029, 8, 31)}, "period_absurd"),
        ({"as_at": dt.date(2019, 9, 10)}, "future"),
        ({"as_at": dt.date(2019, 8, 31)}, "too_early"),
        ({"title": " "}, "no_title"),
        ({"period_from": dt.date(2019, 5, 1), "period_to": dt.date(2019, 8, 31)}, "duplicate"),
        ({"publicity": "exempt"}, "no_exemption"),
    ],
)
def test_a_report_that_cannot_be_is_refused(report, business_manager, fields, code):
    assert codes_of(lambda: new(business_manager, **fields)) == {code}
    assert Report.objects.count() == 1


def test_a_plan_of_another_partnership_is_refused(business_manager, outsider):
    theirs = Plan.objects.create(
        partnership=outsider.partnership, key="x", title="X", starts_on=dt.date(2019, 4, 1)
    )
    assert codes_of(lambda: new(business_manager, plan=theirs)) == {"other_partnership"}


def test_the_next_report_starts_from_the_text_of_the_one_before(report, business_manager):
    made = new(business_manager, previous=report)
    assert made.committee == "Scrutiny Committee"
    assert made.sections.get(key="issues").text == "About issues."
    assert made.sections.get(key="legal").verified_by == "Accountant"
    assert (
        new(business_manager, period_from=dt.date(2019, 9, 1), period_to=dt.date(2019, 10, 31))
        .sections.get(key="issues")
        .text
        == ""
    )


def test_a_text_of_forty_pages_is_refused_with_its_length(report, business_team):
    with pytest.raises(RuleError, match="120,003 characters"):
        write(report, business_team, text="words " * 20_000 + "end")
    assert report.sections.get(key="executive_summary").text == "About executive_summary."


def test_the_later_of_two_editors_is_told_and_the_earlier_text_stays(report, business_team):
    write(report, business_team, text="First")
    with pytest.raises(StaleVersionError) as caught:
        write(report, business_team, text="Second", version=1)
    assert caught.value.current.text == "First"


def test_saving_the_same_text_again_changes_nothing(report, business_team, safeguarding_partner):
    signed(report, safeguarding_partner)
    write(report, business_team, text=" About executive_summary.\r\n")
    assert fresh(report).status == Status.SIGNED_OFF
    assert not AuditEvent.objects.filter(verb="report.section_changed").exists()


def test_a_report_is_signed_off_when_one_partner_has_signed(report, safeguarding_partner):
    assert signed(report, safeguarding_partner).status == Status.SIGNED_OFF
    assert SignOff.objects.get().agency.name == "Thurrock Council"


def test_as_many_agencies_must_sign_as_the_report_asks_for(
    report, business_manager, safeguarding_partner, chief_nurse
):
    edit_cover(by=viewing(business_manager), report=report, seen_version=report.version, signatures_needed=2)
    assert signed(report, safeguarding_partner).status == Status.DRAFT
    assert signed(report, chief_nurse).status == Status.SIGNED_OFF


def test_signing_twice_leaves_one_signature(report, safeguarding_partner):
    signed(report, safeguarding_partner, safeguarding_partner)
    assert SignOff.objects.count() == 1
    assert AuditEvent.objects.filter(verb="report.signed_off").count() == 1


def test_a_change_of_the_text_makes_every_signature_lapse(
    report, business_team, safeguarding_partner, business_manager
):
    signed(report, safeguarding_partner)
    write(report, business_team)
    assert fresh(report).status == Status.DRAFT
    assert codes_of(lambda: publish(by=viewing(business_manager), report=report)) == {"not_signed"}
    assert signed(report, safeguarding_partner).status == Status.SIGNED_OFF


def test_a_lapsed_signature_keeps_another_partner_from_completing_the_sign_off(
    report, business_team, safeguarding_partner, chief_nurse
):
    signed(report, safeguarding_partner)
    write(report, business_team)
    assert signed(report, chief_nurse).status == Status.DRAFT
    assert signed(report, safeguarding_partner).status == Status.SIGNED_OFF


def test_somebody_who_has_left_does_not_hold_the_sign_off_up(
    report, business_team, safeguarding_partner, chief_nurse
):
    signed(report, safeguarding_partner)
    write(report, business_team)
    safeguarding_partner.left_on = dt.date(2019, 9, 8)
    safeguarding_partner.save()
    assert signed(report, chief_nurse).status == Status.SIGNED_OFF


def test_a_figure_that_changes_after_the_signature_stops_publication(
    report, plan, safeguarding_partner, business_manager
):
    signed(report, safeguarding_partner)
    objective = Objective.objects.create(plan=plan, ref="1")
    Action.objects.create(plan=plan, objective=objective, ref="1.1", due_on=dt.date(2019, 8, 1))
    assert codes_of(lambda: publish(by=viewing(business_manager), report=report)) == {"signatures_lapsed"}
    signed(report, safeguarding_partner)
    assert publish(by=viewing(business_manager), report=report).number == 1


def test_nobody_signs_a_text_they_were_not_shown(report, safeguarding_partner, business_team):
    shown = checksum_of(report)
    write(report, business_team)
    assert codes_of(
        lambda: sign_off(by=viewing(safeguarding_partner), report=report, seen_checksum=shown)
    ) == {"changed"}


def test_only_safeguarding_partners_sign(report, business_manager, scrutineer, chair, system):
    for person in (business_manager, scrutineer, chair):
        with pytest.raises(PermissionDenied):
            signed(report, person)
    assert codes_of(lambda: sign_off(by=system, report=report, seen_checksum=checksum_of(report))) == {
        "no_agency"
    }


@pytest.mark.parametrize("key", ["executive_summary", "legal", "other_implications"])
def test_a_report_with_an_empty_section_is_not_signed(report, safeguarding_partner, key):
    report.sections.filter(key=key).update(text="")
    assert codes_of(lambda: signed(report, safeguarding_partner)) == {None}


def test_a_restricted_plan_is_not_told_in_a_public_report(
    report, plan, business_manager, safeguarding_partner
):
    plan.restricted = True
    plan.save()
    with pytest.raises(RuleError, match="restricted"):
        signed(report, safeguarding_partner)
    edit_cover(
        by=viewing(business_manager),
        report=report,
        seen_version=report.version,
        publicity="exempt",
        exemption="Names a review",
    )
    assert signed(report, safeguarding_partner).status == Status.SIGNED_OFF


def test_publishing_keeps_three_files_with_their_checksums(published):
    edition = published.editions.get()
    assert published.status == Status.PUBLISHED
    assert set(edition.files.values_list("format", flat=True)) == {"html", "pdf", "docx"}
    assert bytes(edition.files.get(format="pdf").content).startswith(b"%PDF")
    assert edition.signatures == ["Chief Executive for Thurrock Council on 9 September 2019"]
    assert all(figure["source"] for figure in edition.figures)


def test_publishing_twice_makes_one_edition(published, business_manager):
    assert codes_of(lambda: publish(by=viewing(business_manager), report=published)) == {"published"}
    assert Edition.objects.count() == 1


def test_what_is_published_cannot_be_changed_through_the_product(published, business_team, business_manager):
    assert codes_of(lambda: write(published, business_team)) == {"closed"}
    assert codes_of(
        lambda: edit_cover(
            by=viewing(business_manager), report=published, seen_version=published.version, title="x"
        )
    ) == {"closed"}
    with pytest.raises(EditionIsFixedError):
        published.editions.get().save()


@pytest.mark.parametrize("model", [Edition, EditionFile, SignOff])
def test_the_database_itself_refuses_to_change_what_is_published(published, model):
    rows = model.objects.filter(pk=model.objects.first().pk)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        rows.update(id=99)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        rows._raw_delete(rows.db)


def test_a_correction_is_a_new_version_and_the_old_one_stays(
    published, business_manager, business_team, safeguarding_partner
):
    assert codes_of(lambda: start_correction(by=viewing(business_team), report=published, reason=" ")) == {
        "no_reason"
    }
    start_correction(by=viewing(business_team), report=published, reason="A wrong date in 5.1")
    assert codes_of(lambda: start_correction(by=viewing(business_team), report=published, reason="x")) == {
        "open"
    }
    before = published.editions.get().body
    write(published, business_team, text="Put right.")
    signed(published, safeguarding_partner)
    edition = publish(by=viewing(business_manager), report=published)
    assert (edition.number, edition.correction) == (2, "A wrong date in 5.1")
    assert "A wrong date in 5.1" in edition.body
    assert published.editions.get(number=1).body == before


def test_a_signature_for_one_version_is_none_for_the_next(published, business_team, business_manager):
    start_correction(by=viewing(business_team), report=published, reason="A wrong date")
    assert codes_of(lambda: publish(by=viewing(business_manager), report=published)) == {"not_signed"}


def test_a_withdrawn_report_may_be_opened_again(published, business_manager, safeguarding_partner):
    assert codes_of(lambda: withdraw(by=viewing(business_manager), report=published, reason="")) == {
        "no_reason"
    }
    withdraw(by=viewing(business_manager), report=published, reason="Names a child")
    assert codes_of(lambda: withdraw(by=viewing(business_manager), report=published, reason="x")) == {
        "withdrawn"
    }
    start_correction(by=viewing(business_manager), report=published, reason="Name removed")
    assert fresh(published).withdrawn_on is not None
    signed(published, safeguarding_partner)
    publish(by=viewing(business_manager), report=published)
    assert fresh(published).withdrawn_on is None


def test_who_may_not_publish_or_withdraw_is_refused(report, business_team, safeguarding_partner):
    for person in (business_team, safeguarding_partner):
        with pytest.raises(PermissionDenied):
            publish(by=viewing(person), report=report)
        with pytest.raises(PermissionDenied):
            withdraw(by=viewing(person), report=report, reason="x")


def test_every_write_leaves_one_entry_in_the_audit_trail(published, business_manager):
    withdraw(by=viewing(business_manager), report=published, reason="Enough")
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["report.created", "report.signed_off", "report.published", "report.withdrawn"]
