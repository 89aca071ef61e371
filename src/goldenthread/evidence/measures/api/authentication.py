"""Who calls the API: a key, never a session."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from goldenthread.evidence.measures.actions.tokens import digest_of
from goldenthread.evidence.measures.models import ApiToken
from goldenthread.partnership.network import network_address
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

USED_AGAIN_AFTER = dt.timedelta(hours=1)
MOST_FAILURES, FAILURE_SECONDS = 20, 600
MOST_CALLS, CALL_SECONDS = 600, 60


class TooManyCallsError(Exception):
    """Somebody calls too often, or with too many wrong keys. The message says how long to wait."""


@dataclass(frozen=True)
class KeyActor(Actor):
    """A key that acts for its agency: it may send that agency's figures where its scope says so, and nothing else."""

    token: ApiToken | None = None

    def may(self, permission: Permission, obj: Any = None) -> bool:
        """Only sending, only for its own agency."""
        token = self.token
        return (
            token is not None
            and permission is Permission.SUBMIT_RETURNS
            and token.scope == ApiToken.Scope.SUBMIT
            and getattr(obj, "pk", None) == token.agency_id
        )


class KeyAuth(HttpBearer):
    """Reads ``Authorization: Bearer gt_…``; a key that is unknown, revoked or run out is nobody's."""

    openapi_description = "A key of an agency, made under Returns, API keys."

    def authenticate(self, request: HttpRequest, token: str) -> KeyActor | None:
        """The actor of a key. Raises :class:`TooManyCallsError`."""
        address = network_address(request)
        failures = f"api-failures:{address}"
        if cache.get(failures, 0) >= MOST_FAILURES:
            raise TooManyCallsError("Too many calls with a wrong key. Wait ten minutes, and check the key.")
        found = ApiToken.objects.select_related("agency__partnership").filter(digest=digest_of(token)).first()
        if found is None or not found.holds(today()):
            _count(failures, FAILURE_SECONDS)
            return None
        if _count(f"api-calls:{found.pk}", CALL_SECONDS) > MOST_CALLS:
            raise TooManyCallsError("This key calls more than 600 times a minute. Wait a minute.")
        now = timezone.now()
        if found.last_used_at is None or now - found.last_used_at > USED_AGAIN_AFTER:
            ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
        return KeyActor(
            label=f"API key “{found.label}” of {found.agency}"[:300],
            partnership=found.agency.partnership,
            address=address,
            token=found,
        )


def _count(key: str, seconds: int) -> int:
    """How often something happened lately, this time included."""
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two calls
        return 1
