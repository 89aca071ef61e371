"""Making and revoking the keys with which an agency's own system sends its figures."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from goldenthread.evidence.measures.models import ApiToken
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

PREFIX = "gt_"
LONGEST = dt.timedelta(days=366)


def digest_of(key: str) -> str:
    """What is kept of a key: 256 random bits need no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def create_token(
    *, by: Actor, agency: Agency, label: str, scope: str, expires_on: dt.date
) -> tuple[ApiToken, str]:
    """Makes a key for an agency and answers it: it is shown this once and kept nowhere.

    Raises :class:`RuleError` for one that would hold for more than a year, or has run out already.
    """
    by.require(Permission.SUBMIT_RETURNS, agency)
    if not today() < expires_on <= today() + LONGEST:
        raise RuleError(
            {"expires_on": "Choose a day within a year from now. A new key can be made before it runs out."},
            code="expiry",
        )
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        agency=agency,
        label=label.strip(),
        scope=scope,
        start=key[:9],
        digest=digest_of(key),
        created_by=by.label,
        expires_on=expires_on,
    )
    record(
        "api_token.created",
        f"Made an API key for {agency}: {token.label}",
        by=by,
        about=token,
        changes={"scope": [None, token.get_scope_display()], "until": [None, expires_on]},
    )
    return token, key


@transaction.atomic
def revoke_token(*, by: Actor, token: ApiToken) -> ApiToken:
    """Ends a key at once. Raises :class:`RuleError` for one that was revoked before."""
    current: ApiToken = ApiToken.objects.select_for_update().select_related("agency").get(pk=token.pk)
    by.require(Permission.SUBMIT_RETURNS, current.agency)
    if current.revoked_at:
        raise RuleError("This key was revoked already.", code="revoked")
    current.revoked_at = timezone.now()
    current.save(update_fields=["revoked_at"])
    record(
        "api_token.revoked", f"Revoked an API key of {current.agency}: {current.label}", by=by, about=current
    )
    return current
