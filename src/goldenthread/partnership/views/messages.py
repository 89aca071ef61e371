"""Every message that was sent, and sending a failed one again."""

from __future__ import annotations

from django.contrib import messages as notices
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from goldenthread.partnership.access import CHANGE, requires
from goldenthread.partnership.actions.messages import resend
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.forms.filters import MessageFilterForm
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import OutgoingMessage
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.selectors.messages import MessageFilter, kind_label, kinds, messages
from goldenthread.partnership.tables.records import message_badge, message_table
from goldenthread.partnership.views.page import page_of, show


@requires(Permission.CHASE)
def message_list(request: PartnershipRequest) -> HttpResponseBase:
    """Every message, newest first, narrowed by the address."""
    partnership = request.viewer.partnership
    form = MessageFilterForm(request.GET, kinds=kinds(partnership))
    page = page_of(request, messages(partnership, MessageFilter(**form.chosen())))
    return show(request, "messages", "messages", form=form, page=page, table=message_table(page.object_list))


@requires(Permission.CHASE)
def message(request: PartnershipRequest, pk: int) -> HttpResponseBase:
    """One message and what became of it."""
    row = _find(request, pk)
    return show(
        request,
        "message",
        "messages",
        message=row,
        badge=message_badge(row),
        kind=kind_label(row.kind),
        may_resend=row.status == OutgoingMessage.Status.FAILED,
    )


@requires(Permission.CHASE, CHANGE)
def message_resend(request: PartnershipRequest, pk: int) -> HttpResponseBase:
    """Sends a failed message again."""
    row = _find(request, pk)
    try:
        resend(by=request.viewer, message=row)
    except RuleError as refusal:
        notices.error(request, " ".join(refusal.messages))
    else:
        notices.success(request, "The message is on its way again.")
    return redirect(row)


def _find(request: PartnershipRequest, pk: int) -> OutgoingMessage:
    rows = OutgoingMessage.objects.filter(partnership=request.viewer.partnership)
    return get_object_or_404(
        rows.select_related("partnership", "person__partnership", "digest__partnership"), pk=pk
    )
