"""What a person sees of their own account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch

from goldenthread.partnership.models import AuditEvent, GroupMembership, Person, RoleAssignment
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.selectors.people import roles_of
from goldenthread.partnership.viewer import Viewer

RECENT = 10
SIGN_IN_VERBS = ("account.signed_in", "account.sign_in_refused", "account.signed_out")


@dataclass(frozen=True)
class MyAccount:
    """The viewer's own posts in every partnership, second factor, and recent sign-ins here."""

    posts: list[tuple[Person, list[Role]]]
    second_factors: list[str]
    sign_ins: list[AuditEvent]

    @property
    def needs_second_factor(self) -> bool:
        """Whether some role of some post asks for one."""
        return any(role.needs_second_factor for _, roles in self.posts for role in roles)


def my_account(viewer: Viewer, on: dt.date) -> MyAccount:
    """The page of one's own account. Five queries."""
    mine = (
        Person.objects.may_enter(on)
        .filter(user=viewer.user)
        .select_related("partnership", "agency")
        .prefetch_related(
            Prefetch("roles", to_attr="roles_now", queryset=RoleAssignment.objects.current(on)),
            Prefetch(
                "memberships",
                to_attr="seats_now",
                queryset=GroupMembership.objects.current(on).select_related("group"),
            ),
        )
        .order_by("partnership__name")
    )
    factors = Authenticator.objects.filter(user=viewer.user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    events = AuditEvent.objects.for_partnership(viewer.partnership)
    return MyAccount(
        posts=[(person, roles_of(person)) for person in mine],
        second_factors=sorted({FACTORS.get(kind, kind) for kind in factors.values_list("type", flat=True)}),
        sign_ins=list(events.filter(actor_id=viewer.user.pk, verb__in=SIGN_IN_VERBS)[:RECENT]),
    )


FACTORS = {"totp": "Authenticator app", "webauthn": "Passkey"}
