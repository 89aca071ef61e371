"""Something real for every name that an address can hold, for the tests that open every address."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.base import ContentFile

from goldenthread.plans.models import Evidence, PlanImport

TODAY = dt.date(2019, 9, 9)


class RealObjects:
    """The value for a name in an address; some names mean another thing on another route."""

    def __init__(self, by_name, by_route):
        self.by_name = by_name
        self.by_route = by_route

    def value(self, route, name):
        try:
            return self.by_route.get((route, name)) or self.by_name[name]
        except KeyError:
            pytest.fail(f"{route}: nothing real for “{name}” in its address; add it to tests/real_objects.py")


@pytest.fixture
def real_objects(partnership, action, lpr, council, member, business_manager):
    plan = action.plan
    evidence = Evidence(action=action, title="Register", kind="done", dated=TODAY, by_label="x")
    evidence.file_name = "register.csv"
    evidence.file.save("register.csv", ContentFile(b"a,b\n"), save=False)
    evidence.save()
    upload = PlanImport(plan=plan, file_name="plan.csv", checksum="0" * 64, as_at=TODAY, by_label="x")
    upload.file.save("plan.csv", ContentFile(b"Ref,Action\n1.9,Do it\n"), save=False)
    upload.save()
    return RealObjects(
        {
            "partnership": partnership.slug,
            "plan": plan.key,
            "ref": action.ref,
            "evidence": evidence.pk,
            "objective": action.objective.ref,
            "upload": upload.pk,
            "extension": "csv",
            "agency": council.key,
            "group": lpr.key,
            "person": member.pk,
        },
        {},
    )
