"""One's own account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect

from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.actions.people import choose_digest
from goldenthread.partnership.forms.people import DigestForm
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.selectors.account import my_account
from goldenthread.partnership.tables.records import sign_in_table
from goldenthread.partnership.today import today
from goldenthread.partnership.views.page import address, show


@requires(Permission.ENTER, FORM)
def me(request: PartnershipRequest) -> HttpResponseBase:
    """My details, roles, emails and recent sign-ins."""
    viewer = request.viewer
    form = DigestForm(
        posted(request), initial={"wants_digest": "yes" if viewer.person.wants_digest else "no"}
    )
    if request.method == "POST" and form.is_done(choose_digest, by=viewer):
        messages.success(request, "Your choice is saved.")
        return redirect(address(request, "me"))
    page = my_account(viewer, today())
    return show(request, "me", "me", form=form, page=page, sign_ins=sign_in_table(page.sign_ins))
