"""Every route of the product × everybody in the cast, somebody from next door and nobody at all.

The routes come from the resolver: a new one fails here until it says who may open it and what its address needs.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from goldenthread.partnership.permissions import Permission
from tests.cast import CAST, signed_in, viewing

# Who may open a page that its permission alone does not decide: the action's own people besides the team.
UPDATES_ACTIONS = {"business_manager", "business_team", "safeguarding_partner", "chair", "member"}
# Who may send the council's figures: its own people, and those who look after all of them.
SENDS_FOR_THE_COUNCIL = {"business_manager", "business_team", "data_lead"}
# Who may record what the council heard: whoever answers for it, and those who look after all of it.
RECORDS_FOR_THE_COUNCIL = {"business_manager", "business_team", "safeguarding_partner"}
# The council's self-assessment: read by its own people, the scrutineer and whoever sees every one; answered by those of
# them whose role answers for an agency.
READS_THE_COUNCILS_ASSESSMENT = {
    "business_manager", "business_team", "safeguarding_partner", "scrutineer", "data_lead", "member",
}  # fmt: skip
ANSWERS_FOR_THE_COUNCIL = {"business_manager", "business_team", "safeguarding_partner"}
OF_THE_TWO_AGENCIES = {
    "business_manager", "business_team", "safeguarding_partner", "chair", "member", "agency_lead", "data_lead",
}  # fmt: skip
SEES_FINANCE = {
    "business_manager", "business_team", "safeguarding_partner", "scrutineer", "chair", "lay_member",
}  # fmt: skip
# A member proposes an item to a group of theirs; its chair agrees the minutes.
SEATED_ON_THE_GROUP = {"business_manager", "business_team", "chair", "member", "lay_member"}
BOOKS_FOR_THE_COUNCIL = {"business_manager", "business_team", "safeguarding_partner"}
BOOKING_PAGES = (
    "booking", "accept", "decline", "booking_cancel", "booking_move", "booking_replace", "certificate", "completion",
    "proof",
)  # fmt: skip
AGENCY_PAGES = (
    "approve", "refuse", "agency", "agency_export", "agency_settings", "list_new", "list_book", "proof_check",
    "matrix", "matrix_export", "gaps", "gaps_export",
)  # fmt: skip
# Whoever may not see somebody's record of training is not to know that it is there.
RECORD_PAGES = {
    f"learning:{name}"
    for name in ("certificate", "completion", "proof", "proof_check", "completion_withdraw")
}
# A part of the site leads to the first room of it that somebody may open.
ENTERS_A_ROOM = set(CAST) - {"practitioner", "report_reader", "administrator", "outsider"}
DECIDED_BY_THE_OBJECT = {
    "home:evidence": ENTERS_A_ROOM,
    "home:oversight": ENTERS_A_ROOM,
    "meetings:item_new": SEATED_ON_THE_GROUP,
    "meetings:step": {"business_manager", "business_team"},
    "meetings:minutes_download": {"business_manager", "business_team", "chair"},
    "meetings:back": {"business_manager", "business_team", "chair"},
    "meetings:request_new": SEATED_ON_THE_GROUP,
    "meetings:support": SEATED_ON_THE_GROUP,
    "meetings:answer": {"business_manager", "business_team", "chair", "safeguarding_partner"},
    **{f"voice:{name}": RECORDS_FOR_THE_COUNCIL for name in ("engagement_edit", "voice_new", "voice_remove")},
    "meetings:objection_new": {"business_manager", "business_team", "safeguarding_partner", "agency_lead"},
    **{
        f"measures:{name}": SENDS_FOR_THE_COUNCIL
        for name in (
            "return",
            "return_send",
            "return_upload",
            "return_template",
            "figure",
            "figure_answer",
            "figure_take_back",
            "annex_a_result",
            "annex_a_faults",
            "annex_a_use",
            "tokens",
            "token_revoke",
        )
    },
    "assurance:assessment": READS_THE_COUNCILS_ASSESSMENT,
    "assurance:file": READS_THE_COUNCILS_ASSESSMENT,
    **{
        f"assurance:{name}": ANSWERS_FOR_THE_COUNCIL
        for name in ("standard", "carry", "give", "sign", "file_new", "file_remove")
    },
    # The cases of an audit open to those who have a place, and to nobody else, whatever their role; an immediate
    # concern to whoever answers for the agency as well.
    **{
        f"audits:{name}": {"business_manager"}
        for name in (
            "cases",
            "openings",
            "seat_new",
            "seat_end",
            "draw",
            "draw_check",
            "choose",
            "case",
            "return",
            "domain",
            "look_over",
            "reopen",
            "aside",
            "told_new",
            "moderate",
            "concern_new",
            "learning_new",
            "learning_remove",
            "end",
            "booklet_write",
            "booklet_down",
        )
    },
    **{
        f"audits:{name}": {"business_manager", "safeguarding_partner"}
        for name in ("concern", "concern_answer")
    },
    # Whoever leads an action that answers a recommendation brings evidence of what it changed.
    "thread:proof_new": {"business_manager", "business_team", "member"},
    # The two agencies of a disagreement, here the council and the police; whoever is challenged, whoever challenged.
    "challenge:disagreement": OF_THE_TWO_AGENCIES | {"scrutineer"},
    "challenge:dispute": OF_THE_TWO_AGENCIES | {"scrutineer"},
    "challenge:further": OF_THE_TWO_AGENCIES,
    "challenge:settle": OF_THE_TWO_AGENCIES,
    "challenge:disagreement_new": OF_THE_TWO_AGENCIES,
    "challenge:reply_new": {"business_manager", "business_team", "safeguarding_partner"},
    "challenge:outcome_new": {"business_manager", "business_team"},
    # A contribution is read by whoever sees finance and by those who answer for the agency: here the council's, where
    # the agency lead is of the police.
    "finance:contribution": SEES_FINANCE,
    # A review's space opens to those who have a place in it, and to nobody else, whatever their role.
    **{
        f"reviews:{name}": {"business_manager"}
        for name in (
            "review",
            "openings",
            "seat_new",
            "seat_end",
            "step_new",
            "step_back",
            "decision",
            "publish",
            "delivery",
            "into_thread",
            "close",
            "scope",
            "agency_new",
            "account_new",
            "account",
            "timeline",
            "timeline_export",
            "entry_new",
            "chronology_new",
            "write",
            "draft",
            "draft_file",
            "comment_new",
            "place",
        )
    },
    "reviews:sign": set(),
    "reviews:take_on": {"business_manager"},
    "reviews:declare": {"business_manager", "business_team", "safeguarding_partner"},
    # A booking is seen by whoever has it, here a member of the council, by those who book for their agency, and by the
    # team; an agency's training by the last two.
    **{f"learning:{name}": BOOKS_FOR_THE_COUNCIL | {"member"} for name in BOOKING_PAGES},
    **{f"learning:{name}": BOOKS_FOR_THE_COUNCIL for name in AGENCY_PAGES},
    "learning:completion_withdraw": {"business_manager", "business_team", "member"},
    # A register is kept by the team, and by whoever trains at the session.
    **{
        f"learning:{name}": {"business_manager", "business_team"}
        for name in ("register", "register_close", "register_door")
    },
    "plans:action_rate": UPDATES_ACTIONS,
    "plans:action_explain": UPDATES_ACTIONS,
    "plans:action_evidence": UPDATES_ACTIONS,
}
# Who knows by its reference that a review is there, and finds its door closed; to others it is not found.
KNOW_OF_REVIEWS = {"business_manager", "business_team", "safeguarding_partner"}
# Routes outside any partnership. Those of django-allauth are its own, under account/.
OPEN_TO_NOBODY_SIGNED_IN = {
    "design:gallery",
    "home:accessibility",
    "home:privacy",
    "home:cookies",
    "home:healthz",
    "you_said",
    "certificate_check",
    "training_join",
}
FOR_ANYBODY_SIGNED_IN = {"home:start"}
# Its private address is its key: the tests of duties ask a calendar with a wrong, a revoked and an abandoned one, those
# of what people say a survey with a wrong and a closed one, those of training a form, a certificate and a link to join.
BY_PRIVATE_ADDRESS = {
    "calendar_feed", "survey_form", "survey_thanks", "training_feedback", "training_feedback_thanks", "certificate",
    "training_join_confirm",
}  # fmt: skip
# The API's operations ask for a key of an agency, never for a session: their matrix is in evidence/measures/tests.
API = {"api_reference", "api:api-root", "api:openapi-json"}
KEYED = "api:"


@dataclass(frozen=True)
class Route:
    """One route: its name, the names in its address, its view."""

    name: str
    arguments: tuple[str, ...]
    view: object

    @property
    def permission(self):
        return getattr(self.view, "permission", None)

    @property
    def methods(self):
        return getattr(self.view, "methods", ("GET", "HEAD"))


def all_routes(resolver=None, namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            if str(entry.pattern) != "account/":
                yield from all_routes(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"


def routes():
    """Every named route with the arguments of its address, once for each set of arguments."""
    return [Route(name, *_arguments(name)) for name in dict.fromkeys(all_routes())]


def _arguments(name):
    """The names in a route's address, and its view, found by walking to it."""

    def walk(patterns, prefix, names):
        for entry in patterns:
            here = names + tuple(entry.pattern.converters)
            if isinstance(entry, URLResolver):
                inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
                yield from walk(entry.url_patterns, inner, here)
            elif f"{prefix}{entry.name}" == name:
                yield here, entry.callback

    return next(walk(get_resolver().url_patterns, "", ()))


ROUTES = routes()
INSIDE = [route for route in ROUTES if "partnership" in route.arguments]
OUTSIDE = [route for route in ROUTES if "partnership" not in route.arguments]


def test_every_route_has_a_name_of_its_own():
    assert all(route.name and "None" not in route.name for route in ROUTES)


@pytest.mark.parametrize("route", INSIDE, ids=lambda route: route.name)
def test_every_route_inside_a_partnership_says_who_may_open_it(route):
    assert isinstance(route.permission, Permission), f"{route.name} has no @requires"


def test_every_route_outside_a_partnership_is_known():
    known = OPEN_TO_NOBODY_SIGNED_IN | FOR_ANYBODY_SIGNED_IN | BY_PRIVATE_ADDRESS | API
    assert {
        route.name for route in OUTSIDE if route.name in known or not route.name.startswith(KEYED)
    } == known


@pytest.fixture
def addresses(real_objects):
    """The address of each route inside the partnership, with real objects of it."""
    return {
        route.name: reverse(
            route.name, kwargs={name: real_objects.value(route.name, name) for name in route.arguments}
        )
        for route in INSIDE
    }


@pytest.mark.parametrize("who", [*CAST, "nobody"])
def test_who_may_open_what(addresses, everybody, who):
    person = None if who == "nobody" else everybody[who]
    client = signed_in(person)
    client.raise_request_exception = False
    allowed = set() if person is None or who == "outsider" else viewing(person).permissions
    wrong = {}
    for route in INSIDE:
        answer = _open(client, route, addresses[route.name])
        expected = _expected(route, who, allowed)
        if answer not in expected:
            wrong[route.name] = f"{answer}, not one of {sorted(expected)}"
    assert not wrong


def _open(client: Client, route: Route, address: str) -> int:
    response = client.get(address) if "GET" in route.methods else client.post(address)
    if response.streaming:
        b"".join(
            response.streaming_content
        )  # read to its end, it closes its file and leaves the connection alone
    if response.status_code == 302 and response["Location"].startswith(str(reverse(settings.LOGIN_URL))):
        return 401
    return response.status_code


def _expected(route, who, allowed):
    if who == "nobody":
        return {401}
    if who == "outsider":
        return {404}
    may = route.permission in allowed
    if route.name in DECIDED_BY_THE_OBJECT:
        may = who in DECIDED_BY_THE_OBJECT[route.name]
    if not may and "reference" in route.arguments and route.permission in allowed:
        known = KNOW_OF_REVIEWS if route.name.startswith("reviews:") else {"scrutineer"}
        return {403} if who in known else {404}
    if not may and route.name in RECORD_PAGES and route.permission in allowed:
        return {403} if who in BOOKS_FOR_THE_COUNCIL | {"member"} else {404}
    if not may and "concern" in route.arguments and route.permission in allowed:
        return {404}
    if (
        not may
        and route.name.startswith("assurance:")
        and "agency" in route.arguments
        and route.permission in allowed
    ):
        return {403} if who in READS_THE_COUNCILS_ASSESSMENT else {404}
    return {200, 302} if may else {403}


@pytest.mark.parametrize("route", INSIDE, ids=lambda route: route.name)
def test_only_a_post_changes_anything(route):
    """A route that is only for posting answers 405 to a link; every other one may be followed safely."""
    assert set(route.methods) in ({"GET", "HEAD"}, {"GET", "HEAD", "POST"}, {"POST"})
