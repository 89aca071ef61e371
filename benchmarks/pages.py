"""The pages that are measured, and a signed-in Business Manager who opens them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.db.models import QuerySet
from django.test import Client, RequestFactory
from django.urls import reverse

from benchmarks.counting import Counter
from benchmarks.example_assurance import LATEST
from benchmarks.example_evidence import OPEN
from benchmarks.example_thread import LARGE
from benchmarks.load import ANEW
from goldenthread.oversight.meetings.models import Meeting
from goldenthread.partnership.models import Partnership, Person
from goldenthread.plans.models import Action, Plan
from goldenthread.thread.models import Recommendation

PARTNERSHIP_PAGES = {
    "Home": "home:home",
    "Plans": "plans:plans",
    "Exceptions of every plan": "plans:exceptions",
    "Roll-up of every plan": "plans:rollup",
    "Every action": "plans:register",
    "My actions": "plans:mine",
    "Duties": "duties:duties",
    "Breaches": "duties:breaches",
    "Calendar of duties": "duties:calendar",
    "Rules": "duties:rules",
    "Meetings": "meetings:meetings",
    "Calendar of meetings": "meetings:calendar",
    "Forward plan": "meetings:programme",
    "Actions of meetings": "meetings:given",
    "Decisions": "meetings:decisions",
    "Attendance": "meetings:matrix",
    "Thread": "thread:overview",
    "Recommendations": "thread:matrix",
    "Gaps": "thread:gaps",
    "Themes": "thread:themes",
    "Self-assessments": "assurance:cycles",
    "Case audits": "audits:programme",
    "Results of case audits": "audits:results",
    "Voice": "voice:overview",
    "Challenges": "challenge:challenges",
    "Finance, years side by side": "finance:history",
    "What if": "finance:what_if",
    "Scorecard": "measures:scorecard",
    "What changed": "measures:changes",
    "Data quality": "measures:quality",
    "Returns": "measures:returns",
}
PLAN_PAGES = {
    "Plan": "plans:plan",
    "Summary": "plans:summary",
    "Ratings over time": "plans:grid",
    "Time line": "plans:timeline",
    "Exceptions of a plan": "plans:plan_exceptions",
    "About a plan": "plans:about",
    "Plan on a page": "plans:poster",
}


@dataclass(frozen=True)
class Page:
    """One page, its size in bytes, and the queries that it makes, sign-in included: made anew, and opened again."""

    name: str
    path: str
    queries: int
    queries_again: int
    size: int


@dataclass(frozen=True)
class Prepared:
    """Everything that a client needs to measure the pages of a database."""

    cookie: str
    pages: list[Page]

    def as_json(self) -> dict[str, object]:
        """As plain values."""
        return asdict(self)


def prepare(only: Sequence[str] = ()) -> Prepared:
    """Signs in the manager of the partnership in the middle, and opens every page (or ``only`` these) once."""
    middle = _middle(Partnership.objects.all())
    manager = middle.people.exclude(user=None).get()
    client = Client(SERVER_NAME="127.0.0.1")  # the example answers to this computer alone
    client.cookies[settings.SESSION_COOKIE_NAME] = key = _signed_in(manager)
    addresses = _addresses(middle)
    pages = [_open(client, name, addresses[name]) for name in only or addresses]
    return Prepared(f"{settings.SESSION_COOKIE_NAME}={key}", pages)


def _signed_in(person: Person) -> str:
    """The key of the session that a sign-in with a second factor leaves."""
    user = person.user
    assert user is not None
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, data={})
    request = RequestFactory().get("/")
    request.session = SessionStore()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    record_authentication(request, user, "mfa", type="totp")
    request.session.save()
    key: str | None = request.session.session_key
    assert key is not None
    return key


def _addresses(partnership: Partnership) -> dict[str, str]:
    plan = _middle(Plan.objects.filter(partnership=partnership))
    action = _middle(Action.objects.filter(plan=plan))
    asked = _middle(Recommendation.objects.filter(source__partnership=partnership))
    meeting = _middle(Meeting.objects.filter(partnership=partnership))
    return {
        **{name: reverse(route, args=[partnership.slug]) for name, route in PARTNERSHIP_PAGES.items()},
        **{name: reverse(route, args=[partnership.slug, plan.key]) for name, route in PLAN_PAGES.items()},
        "Action": reverse("plans:action", args=[partnership.slug, plan.key, action.ref]),
        "Meeting": reverse("meetings:meeting", args=[partnership.slug, meeting.pk]),
        "Source of 100 findings": reverse("thread:source", args=[partnership.slug, LARGE]),
        "A cycle of 150 agencies": reverse("assurance:cycle", args=[partnership.slug, LATEST]),
        "Heat map of 150 agencies": reverse("assurance:heat", args=[partnership.slug, LATEST]),
        "Cases of an audit": reverse("audits:cases", args=[partnership.slug, OPEN]),
        "Finance of a year": reverse("finance:year", args=[partnership.slug, "2019-20"]),
        "Spending of a year": reverse("finance:spending", args=[partnership.slug, "2019-20"]),
        "Recommendation": asked.get_absolute_url(),
        "Indicator": reverse("measures:indicator", args=[partnership.slug, "indicator-2"]),
        "Returns of an agency": reverse("measures:agency_returns", args=[partnership.slug, "agency-1"]),
    }


def _middle(rows: QuerySet[Any]) -> Any:
    return rows.order_by("pk")[rows.count() // 2]


def _open(client: Client, name: str, path: str) -> Page:
    _queries(
        client, f"{path}?{ANEW}=1"
    )  # what a process learns once, such as a chart's picture, is not the page's
    made, size = _queries(client, f"{path}?{ANEW}=2")
    _queries(client, path)
    again, _ = _queries(client, path)
    return Page(name, path, made, again, size)


def _queries(client: Client, path: str) -> tuple[int, int]:
    """How many queries an answer takes, and its size."""
    counter = Counter()
    with connection.execute_wrapper(counter):
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code} {response.headers.get('Location', '')}")
    return counter.queries, len(response.content)
