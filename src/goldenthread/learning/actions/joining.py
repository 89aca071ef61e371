"""Practitioners who join by themselves, where their partnership lets them. The address must be theirs first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django_tasks import task

from goldenthread.learning.joining_letters import DAYS, send_ask_team, send_has_account, send_link
from goldenthread.learning.models import JobRole, JoiningRules, Learner
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.flooding import too_many
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency, Partnership, Person, RoleAssignment, User
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor, SystemActor

LABEL = "Joined by themselves"
SALT = "goldenthread.learning.joining"
MOST_DAYS_IN_SECONDS = DAYS * 86_400
FROM_ONE_NETWORK, FROM_ONE_ADDRESS, FROM_ALL = 20, 3, 500
KEPT_OUT = "This partnership invites people itself. Ask its team, or whoever answers for your agency."
USED = "This link has been used, or the address has an account. Sign in, or ask for a new password there."
ASK_TEAM = "The partnership’s team has to invite you. Ask them, and give them this address."


@dataclass(frozen=True)
class Wish:
    """What somebody said who wants to join: kept in the link, and nowhere else."""

    email: str
    name: str
    post: str
    agency: Agency
    job_role: JobRole | None


def rules_of(partnership: Partnership) -> JoiningRules:
    """How the partnership wants it; closed, where it has said nothing."""
    return JoiningRules.objects.filter(partnership=partnership).first() or JoiningRules(
        partnership=partnership
    )


@transaction.atomic
def set_rules(*, by: Actor, version: int, is_open: bool, domains: str) -> JoiningRules:
    """Opens or closes joining, and says with which addresses. Raises :class:`StaleVersionError`."""
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_PEOPLE)
    row, _ = JoiningRules.objects.get_or_create(partnership=partnership)
    if row.version != version:
        raise StaleVersionError(row)
    before = JoiningRules(partnership=partnership, is_open=row.is_open, domains=row.domains)
    row.is_open, row.domains = is_open, domains.strip()
    row.version += 1
    row.save()
    said = "Practitioners may join by themselves" if is_open else "Nobody joins by themselves"
    changes = differences(before, row, ["is_open", "domains"])
    record("training.joining_rules", said, by=by, about=row, changes=changes)
    return row


def ask_to_join(*, partnership: Partnership, wish: Wish, network: str) -> None:
    """Sends an email to the address, from a task: what the page answers and how soon tells nobody who is known.

    Raises :class:`RuleError` where joining is closed, the address is not at an allowed domain, or (``flood``) too many
    asked from one network. Too often for one address, it is let go in silence.
    """
    email = User.objects.normalise(wish.email)
    rules = rules_of(partnership)
    if not rules.is_open:
        raise RuleError(KEPT_OUT, code="closed")
    if not rules.takes(email):
        domains = ", ".join(rules.allowed)
        raise RuleError(
            {"email": f"Use your work address. It ends in one of these: {domains}."}, code="domain"
        )
    if too_many("join", address=network, from_one=FROM_ONE_NETWORK, from_all=FROM_ALL):
        raise RuleError("Too many people asked from here in the last hour. Try again later.", code="flood")
    if too_many(f"join:{partnership.pk}", address=email, from_one=FROM_ONE_ADDRESS, from_all=FROM_ALL):
        return
    answer_by_email.enqueue(partnership.pk, email, _signed(partnership, email, wish))


def _signed(partnership: Partnership, email: str, wish: Wish) -> str:
    said = {
        "in": partnership.pk, "email": email, "name": wish.name, "post": wish.post, "agency": wish.agency.pk,
        "work": wish.job_role.pk if wish.job_role else None,
    }  # fmt: skip
    return signing.dumps(said, salt=SALT, compress=True)


@task()
def answer_by_email(partnership_id: int, email: str, token: str) -> None:
    """Sends the link, or says why there is none: to the address alone."""
    partnership = Partnership.objects.get(pk=partnership_id)
    if User.objects.filter(email=email).exists():
        send_has_account(partnership, email)
        return
    try:
        _known(partnership, email)
    except RuleError:
        send_ask_team(partnership, email)
    else:
        send_link(partnership, email, token)


def read_link(partnership: Partnership, token: str) -> Wish | None:
    """What a link carries; ``None`` for one that is too old, was changed, or whose agency is no longer here."""
    try:
        said: dict[str, Any] = signing.loads(token, salt=SALT, max_age=MOST_DAYS_IN_SECONDS)
    except signing.BadSignature:
        return None
    agency = (
        Agency.objects.filter(pk=said["agency"], partnership=partnership)
        .in_force(today())
        .select_related("partnership")
        .first()
    )
    if said["in"] != partnership.pk or agency is None:
        return None
    work = JobRole.objects.filter(pk=said["work"], partnership=partnership).first() if said["work"] else None
    return Wish(said["email"], said["name"], said["post"], agency, work)


@transaction.atomic
def join(*, partnership: Partnership, wish: Wish, password: str, network: str = "") -> Person:
    """Opens the account of somebody who has shown that the address is theirs, as a practitioner of their agency.

    Somebody whom the partnership knows by that address, without an account and with no part but a practitioner's, is
    linked, not made again. Raises :class:`RuleError` where joining is closed by now, the link was used, the password is
    weak, or the team has to invite them.
    """
    by = SystemActor(label=LABEL, partnership=partnership, address=network)
    lock_partnership(by)
    rules = rules_of(partnership)
    if not rules.is_open or not rules.takes(wish.email):
        raise RuleError(KEPT_OUT, code="closed")
    if User.objects.filter(email=wish.email).exists():
        raise RuleError(USED, code="used")
    known = _known(partnership, wish.email)
    try:
        validate_password(password, User(email=wish.email))
    except ValidationError as weak:
        raise RuleError({"password": " ".join(weak.messages)}, code="weak") from weak
    user = User.objects.create_user(wish.email, password)
    person = _linked(known, user) if known else _made(partnership, wish, user)
    if not person.roles.current(today()).filter(role=Role.PRACTITIONER).exists():
        RoleAssignment.objects.create(
            person=person, role=Role.PRACTITIONER, starts_on=today(), granted_by=LABEL
        )
    learner, _ = Learner.objects.get_or_create(person=person)
    if learner.job_role is None and wish.job_role is not None:
        learner.job_role = wish.job_role
        learner.save(update_fields=["job_role"])
    record("person.joined", f"{person} joined by themselves, at {person.agency}", by=by, about=person)
    _tell_leads(by, person)
    return person


def _known(partnership: Partnership, email: str) -> Person | None:
    """The one person in post with this address for messages, who may be linked; nobody where nobody has it.

    A mailbox may be a whole team's, and a role may open more than training: then the team decides, by an invitation.
    Raises :class:`RuleError` for two people of one address, and for a role or seat beyond a practitioner's.
    """
    rows = list(
        Person.objects.in_post(today()).filter(partnership=partnership, user=None, email__iexact=email)[:2]
    )
    if not rows:
        return None
    person: Person = rows[0]
    others = RoleAssignment.objects.filter(person=person).exclude(role=Role.PRACTITIONER)
    if len(rows) > 1 or others.exists() or person.memberships.exists():
        raise RuleError(ASK_TEAM, code="team")
    return person


def _linked(person: Person, user: User) -> Person:
    person.user = user
    person.version += 1
    person.save(update_fields=["user", "version"])
    return person


def _made(partnership: Partnership, wish: Wish, user: User) -> Person:
    same = partnership.people.filter(
        post__iexact=wish.post, name__iexact=wish.name, agency=wish.agency, left_on=None
    )
    if same.exists():
        raise RuleError(ASK_TEAM, code="team")
    return Person.objects.create(
        partnership=partnership, user=user, agency=wish.agency, post=wish.post, name=wish.name, email=wish.email,
        source=LABEL,
    )  # fmt: skip


def _tell_leads(by: Actor, person: Person) -> None:
    """Whoever answers for the agency hears of it, and can say so if the person is not theirs."""
    leads = Person.objects.may_enter(today()).filter(
        agency=person.agency,
        pk__in=RoleAssignment.objects.current(today()).filter(role=Role.AGENCY_LEAD).values("person"),
    )
    slug = by.partnership.slug if by.partnership else ""
    for lead in leads.select_related("user", "partnership"):
        queue_message(
            by=by, person=lead, kind="training", subject=f"Joined your agency’s training: {person}",
            text=f"{person} joined by themselves as a practitioner of {person.agency}, with the address "
            f"{person.email}. If they do not work for you, tell the partnership’s team.",
            because="you answer for the agency", link=f"/{slug}/learning/matrix/",
        )  # fmt: skip
