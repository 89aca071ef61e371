"""The addresses of one's own account: django-allauth's, but for changing the email address.

The address is what an invitation is sent to, so only those who invite people change it (``accounts.remove_account``,
then ``accounts.invite``). Could people set it themselves, they could take the address of somebody who is invited
elsewhere later on, and that invitation would open their own account.
"""

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import include, path, re_path


def closed(request: HttpRequest, **kwargs: str) -> NoReturn:  # noqa: ARG001
    """There is no such page."""
    raise Http404("the address of an account is changed by those who invite people")


urlpatterns = [
    path("email/", closed, name="account_email"),
    re_path(r"^confirm-email/", closed),
    path("", include("allauth.urls")),
]
