"""The forward plan: what comes before which meeting, put off, taken out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.words import plural, uk_date
from goldenthread.oversight.meetings.actions.programme import defer_topic, drop_topic, plan_topic
from goldenthread.oversight.meetings.forms.deciding import DeferForm, TopicForm
from goldenthread.oversight.meetings.forms.meetings import ReasonForm
from goldenthread.oversight.meetings.models import Topic
from goldenthread.oversight.meetings.selectors.programme import bodies_of, topics_of
from goldenthread.oversight.meetings.tables.programme import programme_table
from goldenthread.oversight.meetings.views.page import address, ask, asked_year, current_groups, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today

P = Permission


def _topics(request: PartnershipRequest) -> tuple[list[Topic], str]:
    first, last = asked_year(request)
    before = request.GET.get("before", "")[:200]
    return topics_of(request.viewer, before=before, first=first, last=last), before


@requires(P.VIEW_MEETINGS)
@remembered
def programme(request: PartnershipRequest) -> HttpResponse:
    """The forward plan of a business year, by day."""
    topics, before = _topics(request)
    first, last = asked_year(request)
    partnership = request.viewer.partnership
    put_off = sum(bool(row.deferrals.all()) for row in topics)
    return show(
        request,
        "programme",
        "programme",
        title="Forward plan",
        state=f"{plural(len(topics), 'topic')}, {put_off} put off, from {uk_date(first)} to {uk_date(last)}.",
        choices=[(group.key, str(group)) for group in current_groups(request)]
        + [(body, body) for body in bodies_of(partnership)],
        before=before,
        first=first,
        earlier=first.year - 1,
        later=first.year + 1,
        query=request.GET.urlencode(),
        may_manage=request.viewer.may(P.MANAGE_MEETINGS),
        table=programme_table(topics, today(), links=request.viewer.may(P.MANAGE_MEETINGS)),
    )


@requires(P.VIEW_MEETINGS)
def programme_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The forward plan as shown, as a file."""
    topics, _ = _topics(request)
    return export(programme_table(topics, today(), links=False), kind=kind, name="forward-plan")


def _topic(request: PartnershipRequest, topic: int) -> Topic:
    rows = Topic.objects.filter(partnership=request.viewer.partnership)
    found: Topic = get_object_or_404(rows.select_related("group", "partnership"), pk=topic)
    return found


@requires(P.MANAGE_MEETINGS, FORM)
def topic_new(request: PartnershipRequest) -> HttpResponseBase:
    """Plan a topic."""
    form = TopicForm(posted(request), partnership=request.viewer.partnership)
    made = attempt(form, lambda: plan_topic(by=request.viewer, **form.cleaned_data))
    if made:
        messages.success(request, f"It is planned for {uk_date(made.planned_on)}.")
        return redirect("meetings:programme", request.viewer.partnership.slug)
    return ask(request, form, title="Plan a topic", button="Plan it", back=address(request, "programme"))


@requires(P.MANAGE_MEETINGS, FORM)
def topic_defer(request: PartnershipRequest, topic: int) -> HttpResponseBase:
    """Put a topic off; the plan keeps from when, and why."""
    row = _topic(request, topic)
    form = DeferForm(posted(request))
    if attempt(form, lambda: defer_topic(by=request.viewer, topic=row, **form.cleaned_data)):
        messages.success(request, "It is put off. The plan keeps for when it was planned before.")
        return redirect("meetings:programme", request.viewer.partnership.slug)
    return ask(
        request, form, title="Put it off", button="Put it off", back=address(request, "programme"), caption=str(row),
        intro=f"It is planned for {uk_date(row.planned_on)}, before: {row.comes_before}.",
    )  # fmt: skip


@requires(P.MANAGE_MEETINGS, FORM)
def topic_drop(request: PartnershipRequest, topic: int) -> HttpResponseBase:
    """Take a topic out of the plan."""
    row = _topic(request, topic)
    form = ReasonForm(posted(request))
    if attempt(form, lambda: drop_topic(by=request.viewer, topic=row, reason=form.cleaned_data["reason"])):
        messages.success(request, "It is out of the plan, and stays there to be seen.")
        return redirect("meetings:programme", request.viewer.partnership.slug)
    return ask(
        request, form, title="Take it out", button="Take it out", back=address(request, "programme"),
        caption=str(row), danger=True,
    )  # fmt: skip


routes = [
    path("forward-plan/", programme, name="programme"),
    path("forward-plan.<slug:kind>", programme_export, name="programme_export"),
    path("forward-plan/new/", topic_new, name="topic_new"),
    path("forward-plan/<int:topic>/put-off/", topic_defer, name="topic_defer"),
    path("forward-plan/<int:topic>/take-out/", topic_drop, name="topic_drop"),
]
