"""Private calendar addresses: made, shown once, revoked."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from goldenthread.duties.models import CalendarFeed
from goldenthread.partnership.audit import record
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer


def digest_of(secret: str) -> str:
    """What is kept of a secret address: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_feed(*, by: Viewer, scope: str) -> tuple[CalendarFeed, str]:
    """Makes an address for the person's calendar and answers its secret part. One that was there is revoked."""
    by.require(Permission.VIEW_DUTIES)
    CalendarFeed.objects.filter(person=by.person, revoked_at=None).update(revoked_at=timezone.now())
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(person=by.person, scope=scope, digest=digest_of(secret))
    record("duty.feed_made", "Made a private calendar address", by=by, about=feed)
    return feed, secret


@transaction.atomic
def revoke_feeds(*, by: Viewer) -> int:
    """Ends every calendar address of the person at once; answers how many there were."""
    ended: int = CalendarFeed.objects.filter(person=by.person, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if ended:
        record("duty.feed_revoked", "Revoked the private calendar address", by=by)
    return ended
