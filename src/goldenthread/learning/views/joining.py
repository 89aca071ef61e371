"""Whether practitioners may join by themselves: the partnership's own rules."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import path, reverse

from goldenthread.learning.actions.joining import rules_of, set_rules
from goldenthread.learning.forms.joining import JoiningRulesForm
from goldenthread.learning.views.page import address, asked
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission

P = Permission


@requires(P.MANAGE_PEOPLE, FORM)
def joining(request: PartnershipRequest) -> HttpResponseBase:
    """Open or close joining, and say with which addresses."""
    partnership = request.viewer.partnership
    rules = rules_of(partnership)
    form = JoiningRulesForm(posted(request), rules=rules)
    link = f"{settings.SITE_URL}{reverse('training_join', args=[partnership.slug])}"
    back = "programme" if request.viewer.may(P.VIEW_LEARNING) else ""
    home = address(request, back) if back else partnership.get_absolute_url()
    return asked(
        request, form, lambda: set_rules(by=request.viewer, **form.cleaned_data), title="Joining by oneself",
        button="Save", said="Saved.", back=home, trail=[],
        intro=f"Where it is open, practitioners join at {link} with their work email. Each confirms the address "
        "first, and whoever answers for the agency is told.",
    )  # fmt: skip


routes = [path("joining/", joining, name="joining")]
