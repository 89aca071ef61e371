"""What the pages of every room share: reading a form that was sent, and showing what an action refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError

from goldenthread.partnership.errors import StaleVersionError, show_refusal
from goldenthread.partnership.middleware import PartnershipRequest

Done = TypeVar("Done")


def posted(request: PartnershipRequest) -> Any:
    """The data of a form that was sent; ``None`` where the page is only opened."""
    return request.POST if request.method == "POST" else None


def attempt(form: Any, action: Callable[[], Done]) -> Done | None:
    """What the action answers, for a form that is valid; what it refuses becomes an error of the form.

    Somebody else's change between opening and saving is an error too; the form then shows both texts.
    """
    if not form.is_valid():
        return None
    try:
        return action()
    except StaleVersionError:
        form.add_error(None, form.stale_message)
    except ValidationError as error:
        show_refusal(form, error)
    return None


def refused(request: PartnershipRequest, action: Callable[[], Done]) -> Done | None:
    """What the action answers; what it refuses is shown on the next page."""
    try:
        return action()
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    return None
