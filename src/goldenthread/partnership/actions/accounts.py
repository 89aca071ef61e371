"""Accounts: inviting people to sign in, and blocking their sign-in."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.actions.roles import check_manager_remains
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.invitations import invitation_text
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Person, User
from goldenthread.partnership.models.messages import INVITATION
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor


@transaction.atomic
def invite(*, by: Actor, person: Person, email: str) -> User:
    """Opens an account without a password for a person and emails them a link that works once.

    An account that has this address already, from another partnership, is linked instead. Asked again before the
    person has signed in, it sends a new link, to a corrected address if one is given. Raises :class:`RuleError` for an
    address used by somebody else here, somebody who left or is blocked, or somebody who signs in already.
    """
    by.require(Permission.MANAGE_PEOPLE, person)
    partnership = lock_partnership(by)
    current: Person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    _check_can_be_invited(current)
    address = _address(email)
    taken = partnership.people.filter(user__email=address).exclude(pk=current.pk).first()
    if taken:
        raise RuleError({"email": f"{taken} signs in with this address. Use another."}, code="address_taken")
    before, user = current.user, _account_for(address)
    current.user = user
    current.email = current.email or address
    current.version += 1
    current.save()
    for account in {before, user}:
        keep_account_in_step(account)
    queue_message(
        by=by,
        person=current,
        kind=INVITATION,
        subject=f"Sign in to {partnership.short_name}",
        text=invitation_text(current, by=by.label),
        because=f"you were invited to sign in to {partnership.name}",
    )
    record("account.invited", f"Invited {current} to sign in", by=by, about=current)
    return user


@transaction.atomic
def block_sign_in(*, by: Actor, person: Person) -> None:
    """Keeps a person out of this partnership until unblocked; other partnerships decide for themselves.

    Raises :class:`RuleError` for oneself and for the last Business Manager.
    """
    by.require(Permission.MANAGE_PEOPLE, person)
    if by.person == person:
        raise RuleError("Nobody blocks their own sign-in. Ask another manager to do this.", code="own_access")
    check_manager_remains(lock_partnership(by), without=person, after=today())
    current: Person = Person.objects.select_for_update().get(pk=person.pk)
    if current.user_id is None:
        raise RuleError(f"{current} has no account to block.", code="no_account")
    if current.blocked_at is not None:
        return
    current.blocked_at = timezone.now()
    current.version += 1
    current.save()
    keep_account_in_step(current.user)
    record("account.blocked", f"Blocked the sign-in of {current}", by=by, about=current)


@transaction.atomic
def remove_account(*, by: Actor, person: Person) -> None:
    """Parts a person from their account, for one that was opened with a wrong address or an address that changed.

    The person stays, and can be invited again. Raises :class:`RuleError` for oneself, for the last Business Manager,
    and where there is no account.
    """
    by.require(Permission.MANAGE_PEOPLE, person)
    if by.person == person:
        raise RuleError(
            "Nobody removes their own account. Ask another manager to do this.", code="own_access"
        )
    check_manager_remains(lock_partnership(by), without=person, after=today())
    current: Person = Person.objects.select_for_update().get(pk=person.pk)
    account = current.user
    if account is None:
        raise RuleError(f"{current} has no account.", code="no_account")
    current.user = None
    current.version += 1
    current.save()
    keep_account_in_step(account)
    record("account.removed", f"Parted {current} from the account {account.email}", by=by, about=current)


@transaction.atomic
def unblock_sign_in(*, by: Actor, person: Person) -> None:
    """Lets a blocked person sign in again. Raises :class:`RuleError` for oneself."""
    by.require(Permission.MANAGE_PEOPLE, person)
    lock_partnership(by)
    current: Person = Person.objects.select_for_update().get(pk=person.pk)
    if current.blocked_at is None:
        return
    current.blocked_at = None
    current.version += 1
    current.save()
    keep_account_in_step(current.user)
    record("account.unblocked", f"Let {current} sign in again", by=by, about=current)


def keep_account_in_step(user: User | None) -> None:
    """Opens or closes an account: it is open while some partnership has its owner in post and not blocked.

    Closing it ends its sessions at their next request.
    """
    if user is None:
        return
    open_somewhere = user.people.may_enter(today()).exclude(left_on=today()).exists()
    if user.is_active != open_somewhere:
        user.is_active = open_somewhere
        user.save(update_fields=["is_active"])


def _check_can_be_invited(person: Person) -> None:
    if person.left_on is not None:
        raise RuleError(f"{person} has left. Bring them back first.", code="has_left")
    if person.blocked_at is not None:
        raise RuleError(f"The sign-in of {person} is blocked. Unblock it first.", code="blocked")
    if person.user is not None and person.user.has_signed_in:
        raise RuleError(
            f"{person} has an account already. Who has lost the password can ask for a new one on the sign-in page.",
            code="has_account",
        )


def _address(email: str) -> str:
    address = User.objects.normalise(email)
    try:
        validate_email(address)
    except ValidationError:
        raise RuleError(
            {"email": "Enter an email address in the form name@organisation.gov.uk."}, code="not_an_address"
        ) from None
    return address


def _account_for(address: str) -> User:
    """The account with this address, made where there is none.

    An unused account is never given another address: whoever reads the old one could ask for its password.
    """
    return User.objects.filter(email=address).first() or User.objects.create_user(address)
