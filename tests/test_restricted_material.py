"""What is restricted is told to nobody else: by no list, draft, search, record, message or file."""

import datetime as dt

import pytest
from django.urls import reverse

from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import AuditEvent
from goldenthread.partnership.permissions import Permission
from goldenthread.plans.actions.chasing import send_chase
from goldenthread.plans.actions.history import add_evidence, explain, rate_action
from goldenthread.plans.actions.planning import (
    close_plan,
    create_plan,
    reopen_plan,
    save_objective,
    update_plan,
)
from goldenthread.plans.actions.register import add_action, move_due_date, update_action, withdraw_action
from goldenthread.plans.importing.uploads import start_import
from goldenthread.publishing.actions.reports import create_report, edit_cover, start_correction
from goldenthread.publishing.models import Edition, Report
from tests.cast import CAST, make_action, make_plan, rate, signed_in, viewing
from tests.test_every_address import INSIDE

TODAY = dt.date(2019, 9, 9)
SECRET = "Zebulon"


@pytest.fixture
def secret(partnership, lpr, council, member):
    """A restricted plan of which every word says so, with an exception led by the member under the chair's group."""
    plan = make_plan(partnership, key="zebulon-review", title=f"Review of {SECRET}", restricted=True)
    objective = plan.objectives.create(ref="1", title=f"Learn from {SECRET}")
    action = make_action(
        objective,
        "1.1",
        title=f"Tell {SECRET}'s school",
        due_on=dt.date(2019, 8, 1),
        lead_agency=council,
        overseeing_group=lpr,
    )
    action.officer_parts.create(person=member, part="lead")
    rate(action, 1, dt.date(2019, 8, 1), text=f"{SECRET} waits")
    return plan


def draft_on(plan, by, **cover):
    return create_report(
        by=by,
        partnership=plan.partnership,
        title=f"Report on {SECRET}",
        period_from=dt.date(2019, 7, 1),
        period_to=dt.date(2019, 8, 31),
        as_at=TODAY,
        plan=plan,
        **cover,
    )


def address(route, real_objects):
    arguments = {name: real_objects.value(route.name, name) for name in route.arguments}
    return reverse(route.name, kwargs=arguments)


def test_no_page_file_or_search_tells_of_it_to_those_who_may_not_see_it(real_objects, secret, everybody):
    draft_on(secret, viewing(everybody["business_manager"]))
    pages = [address(route, real_objects) for route in INSIDE if "GET" in route.methods]
    told = []
    for who in set(CAST) - {"outsider"}:
        if Permission.VIEW_RESTRICTED in viewing(everybody[who]).permissions:
            continue
        browser = signed_in(everybody[who])
        for page in [*pages, f"/thurrock/search/?q={SECRET[:4]}"]:
            answer = browser.get(page)
            body = answer.getvalue() if answer.streaming else answer.content
            if answer.status_code == 200 and SECRET.lower() in body.decode("utf-8", "ignore").lower():
                told.append((who, page))
    assert not told


def test_a_report_on_a_restricted_plan_begins_exempt(secret, business_manager, chair):
    report = draft_on(secret, viewing(business_manager))
    assert report.is_exempt
    assert report.exemption
    assert signed_in(chair).get(f"/thurrock/reports/{report.key}/").status_code == 404


def test_nor_does_a_chair_see_its_draft_while_nobody_has_marked_it_exempt(secret, business_manager, chair):
    report = draft_on(secret, viewing(business_manager), publicity="public")
    browser = signed_in(chair)
    for page in ("", "preview/", "draft/docx/"):
        assert browser.get(f"/thurrock/reports/{report.key}/{page}").status_code == 404
    assert SECRET not in browser.get("/thurrock/reports/").content.decode()


def test_what_was_written_in_an_exempt_report_stays_exempt_when_another_starts_from_it(
    plan, business_manager
):
    by = viewing(business_manager)
    first = draft_on(plan, by, publicity="exempt", exemption="Paragraph 1")
    second = create_report(
        by=by,
        partnership=plan.partnership,
        title="Next",
        period_from=dt.date(2019, 9, 1),
        period_to=dt.date(2019, 9, 30),
        as_at=TODAY,
        plan=plan,
        previous=first,
    )
    assert (second.publicity, second.exemption) == ("exempt", "Paragraph 1")


def test_a_version_published_as_exempt_is_never_opened_by_a_change_of_the_cover(
    plan, business_manager, report_reader
):
    by = viewing(business_manager)
    report = draft_on(plan, by, publicity="exempt", exemption="Paragraph 1")
    Edition.objects.create(
        report=report,
        number=1,
        title=report.title,
        body=f"<p>{SECRET}</p>",
        checksum="0" * 64,
        figures=[],
        as_at=TODAY,
        published_on=TODAY,
        by_label="x",
    )
    Report.objects.filter(pk=report.pk).update(status="published")
    current = start_correction(by=by, report=report, reason="A figure was wrong.")
    with pytest.raises(RuleError, match="published as exempt"):
        edit_cover(by=by, report=current, seen_version=current.version, publicity="public")
    assert signed_in(report_reader).get(f"/thurrock/reports/{report.key}/versions/1/").status_code == 404


def everything_that_is_done_to(plan, by):
    """Does everything to a restricted plan that leaves an entry in the record."""
    made = create_plan(
        by=by,
        partnership=plan.partnership,
        key="other",
        title=f"Second review of {SECRET}",
        starts_on=TODAY,
        restricted=True,
    )
    update_plan(by=by, plan=made, seen_version=1, title=f"Review of {SECRET}, again")
    close_plan(by=by, plan=made, on=TODAY, reason=SECRET)
    reopen_plan(by=by, plan=made, reason=SECRET)
    objective = save_objective(by=by, plan=plan, ref="2", title=SECRET)
    action = add_action(by=by, plan=plan, ref="2.1", objective=objective, title=SECRET)
    update_action(by=by, action=action, seen_version=1, title=f"{SECRET} again")
    move_due_date(by=by, action=action, to=TODAY, reason=SECRET)
    rate_action(by=by, action=action, value=2, text=SECRET)
    explain(by=by, action=action, text=SECRET)
    add_evidence(by=by, action=action, kind="done", title=SECRET, link="https://x.example/")
    withdraw_action(by=by, action=action, on=TODAY, reason=SECRET)
    start_import(by=by, plan=plan, content=b"Ref\n1.1\n", filename=f"{SECRET}.csv", sheet="", as_at=TODAY)
    draft_on(plan, by)


def test_the_record_names_no_restricted_plan_to_those_who_may_only_search_it(
    secret, business_manager, administrator
):
    everything_that_is_done_to(secret, viewing(business_manager))
    assert AuditEvent.objects.count() > 12
    assert not AuditEvent.objects.filter(summary__icontains=SECRET).exists()
    browser = signed_in(administrator)
    for page in ("", f"?q={SECRET}"):
        body = browser.get(f"/thurrock/partnership/record/{page}").content.decode()
        assert SECRET not in body.replace(f'value="{SECRET}"', "").replace(f"q={SECRET}", "")
    assert SECRET.encode() not in browser.get("/thurrock/partnership/record.csv").content


def test_a_reminder_leads_to_it_by_no_telling_address(
    secret, business_manager, member, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send_chase(by=viewing(business_manager), as_at=TODAY, people=[member.pk])
    [mail] = mailoutbox
    assert "restricted plan" in mail.body
    assert SECRET.lower() not in (mail.subject + mail.body).lower()
    assert "/thurrock/plan/actions/mine/" in mail.body
