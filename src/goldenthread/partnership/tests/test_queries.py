"""Every list and every page of one thing: at most twelve queries, and the same for one row and for fifty."""

import datetime as dt

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import START, TODAY, make_person, seat, signed_in

from goldenthread.partnership.audit import record
from goldenthread.partnership.models import Agency, Group, OutgoingMessage, Person, RoleAssignment

MOST = 12


def fill(partnership, system, numbers):
    """One more of everything for each number, each tied to the others."""
    council = partnership.agencies.get(key="council")
    lpr = partnership.groups.get(key="lpr")
    subject = partnership.people.get(post="Subject")
    for number in numbers:
        agency = Agency.objects.create(partnership=partnership, key=f"a{number}", name=f"Agency {number}")
        group = Group.objects.create(
            partnership=partnership,
            key=f"g{number}",
            name=f"Group {number}",
            parent=lpr,
            terms_review_on=TODAY,
        )
        person = Person.objects.create(partnership=partnership, post=f"Post {number}", agency=council)
        other = make_person(partnership, f"Other {number}", "member", agency=agency)
        seat(group, person, "chair")
        seat(group, subject)
        member = seat(lpr, person)
        seat(lpr, other, "deputy", deputy_for=member)
        RoleAssignment.objects.create(
            person=subject, role="member", starts_on=START, ends_on=START + dt.timedelta(days=number)
        )
        record("group.changed", "Changed", by=system, about=group, changes={"name": ["a", "b"]})
        record("account.signed_in", "Signed in", by=system, about=person)
        OutgoingMessage.objects.create(
            partnership=partnership,
            person=person,
            to="x@x.example",
            kind=f"kind{number}",
            subject="x",
            text="x",
            sent_by="x",
        )


def addresses(partnership):
    subject = partnership.people.get(post="Subject")
    names = [
        "overview",
        "agencies",
        "groups",
        "structure",
        "structure_svg",
        "people",
        "roles",
        "messages",
        "audit",
        "me",
    ]
    return {name: [partnership.slug] for name in (*names, "theme")} | {
        "agency": [partnership.slug, "council"],
        "group": [partnership.slug, "lpr"],
        "person": [partnership.slug, subject.pk],
        "leave": [partnership.slug, subject.pk],
        "add_seat": [partnership.slug, "lpr"],
        "designate_deputy": [partnership.slug, "lpr"],
        "change_group": [partnership.slug, "lpr"],
        "message": [partnership.slug, OutgoingMessage.objects.order_by("pk")[0].pk],
    }


@pytest.fixture
def subject(partnership, council):
    return make_person(partnership, "Subject", agency=council)


def counted(browser, partnership):
    found = {}
    for name, args in addresses(partnership).items():
        address = reverse(f"partnership:{name}", args=args)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = browser.get(address)
        assert answer.status_code == 200, name
        found[name] = len(queries)
    return found


def take_second_step(browser, user):
    """As allauth notes it in the session once the code was right."""
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


@pytest.mark.parametrize("second_factor", [False, True])
def test_pages_ask_the_same_few_queries_for_one_row_and_for_fifty(
    settings, partnership, system, subject, lpr, chair, business_manager, second_factor
):
    cache.clear()
    settings.SECOND_FACTOR_REQUIRED = second_factor
    if second_factor:
        TOTP.activate(business_manager.user, generate_totp_secret())
    browser = signed_in(business_manager)
    take_second_step(browser, business_manager.user)
    fill(partnership, system, [0])
    few = counted(browser, partnership)
    fill(partnership, system, range(1, 51))
    many = counted(browser, partnership)
    assert many == few
    assert {name: count for name, count in many.items() if count > MOST} == {}
