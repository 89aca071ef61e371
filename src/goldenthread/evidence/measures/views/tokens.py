"""The keys with which an agency's own system sends its figures."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.tables import Column, Table
from goldenthread.evidence.measures.actions.tokens import LONGEST, create_token, revoke_token
from goldenthread.evidence.measures.forms.tokens import TokenForm
from goldenthread.evidence.measures.models import ApiToken
from goldenthread.evidence.measures.views.page import address, own_agency_or_404, show
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today


@requires(Permission.SUBMIT_RETURNS, FORM)
def tokens(request: PartnershipRequest, agency: str) -> HttpResponseBase:
    """An agency's keys; make another. The new key is shown in this answer alone."""
    row = own_agency_or_404(request.viewer, agency)
    form = TokenForm(posted(request), initial={"expires_on": today() + LONGEST - dt.timedelta(days=1)})
    made = attempt(form, lambda: create_token(by=request.viewer, agency=row, **form.cleaned_data))
    response = show(
        request,
        "tokens",
        title="API keys",
        caption=str(row),
        agency=row,
        form=TokenForm(initial={"expires_on": today() + LONGEST - dt.timedelta(days=1)}) if made else form,
        key=made[1] if made else "",
        made=made[0] if made else None,
        keys=list(row.api_tokens.all()),
        table=_table(row),
        today=today(),
        trail=[
            ("Measures", address(request, "scorecard")),
            ("Returns", address(request, "returns")),
            (str(row), address(request, "agency_returns", row.key)),
            ("API keys", ""),
        ],
    )
    response["Cache-Control"] = "no-store"
    return response


def _table(agency: Agency) -> Table[ApiToken]:
    def state(token: ApiToken) -> str:
        if token.revoked_at:
            return "Revoked"
        return "Holds" if token.holds(today()) else "Run out"

    columns: list[Column[ApiToken]] = [
        Column("label", "What it is for", header=True),
        Column("start", "Begins with", value=lambda token: f"{token.start}…"),
        Column("scope", "May", value=lambda token: token.get_scope_display()),
        Column("created_by", "Made by"),
        Column("expires_on", "Until"),
        Column("last_used_at", "Last used"),
        Column("state", "State", value=state),
    ]
    return Table(
        "Keys of this agency", columns, list(agency.api_tokens.all()), empty="No key has been made yet."
    )


@requires(Permission.SUBMIT_RETURNS, CHANGE)
def token_revoke(request: PartnershipRequest, agency: str, token: int) -> HttpResponseBase:
    """End a key at once."""
    row = own_agency_or_404(request.viewer, agency)
    key: ApiToken = get_object_or_404(ApiToken.objects.filter(agency=row), pk=token)
    if refused(request, lambda: revoke_token(by=request.viewer, token=key)):
        messages.success(
            request, f"The key “{key.label}” is revoked. Whatever used it is refused from now on."
        )
    return redirect("measures:tokens", request.viewer.partnership.slug, row.key)


routes = [
    path("keys/<slug:agency>/", tokens, name="tokens"),
    path("keys/<slug:agency>/<int:token>/revoke/", token_revoke, name="token_revoke"),
]
