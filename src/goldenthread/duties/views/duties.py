"""What is due: as a list, as a calendar, one by one; and how often it was not done in time."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from goldenthread.design.charts import line_chart
from goldenthread.design.words import days, plural, uk_date
from goldenthread.duties.actions.record import pause_duty, resume_duty
from goldenthread.duties.derivation import rulebook
from goldenthread.duties.engine import State, days_late
from goldenthread.duties.forms.duties import PauseForm, ResumeForm
from goldenthread.duties.models import Duty, DutyPause, Followed
from goldenthread.duties.selectors.duties import (
    MOST,
    Breaches,
    Filters,
    breaches,
    calendar,
    closures_of,
    duty_rows,
    filter_choices,
)
from goldenthread.duties.tables.duties import (
    duties_table,
    followed_table,
    months_table,
    owner,
    records_table,
    state_badge,
)
from goldenthread.duties.views.page import address, ask, duty_or_404, show
from goldenthread.partnership.access import FORM, may_open, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today


@requires(Permission.VIEW_DUTIES)
@remembered
def duties(request: PartnershipRequest) -> HttpResponse:
    """What is owed, the longest overdue first; narrowed by the address."""
    filters = Filters.read(request.GET)
    rows = duty_rows(request.viewer, filters, today())
    day = filters.as_at or today()
    return show(
        request,
        "duties",
        "duties",
        title="Duties",
        filters=filters,
        state=_state(rows, day),
        late=any(row.state(day) == State.BREACHED for row in rows),
        said=f"The first {MOST:,}." if len(rows) == MOST else f"{plural(len(rows), 'duty', 'duties')}.",
        table=duties_table(rows, day, "What is owed", closures_of(request.viewer.partnership)),
        **filter_choices(request.viewer, filters),
    )


def _state(rows: list[Duty], day: dt.date) -> str:
    late = [row for row in rows if row.state(day) == State.BREACHED]
    soon = sum(1 for row in rows if row.due_on and day <= row.due_on <= day + dt.timedelta(days=30))
    upcoming = f"{plural(soon, 'duty', 'duties')} {'falls' if soon == 1 else 'fall'} due within 30 days"
    if not late:
        return f"Nothing here is late. {upcoming}."
    longest = max(days_late(day, row.due_on, row.met_on) for row in late)
    said = f"{plural(len(late), 'duty', 'duties')} {'is' if len(late) == 1 else 'are'} late"
    return f"{said}, the longest by {days(longest)}. {upcoming}."


@requires(Permission.VIEW_DUTIES)
def duties_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The list as shown, whole, as a file."""
    filters = Filters.read(request.GET)
    rows = duty_rows(request.viewer, filters, today(), most=None)
    return export(duties_table(rows, filters.as_at or today(), "Duties"), kind=kind, name="duties")


@requires(Permission.VIEW_DUTIES)
def duty(request: PartnershipRequest, duty: int) -> HttpResponse:
    """One duty: how it stands, why it is owed, what paused it and what followed."""
    row = duty_or_404(request.viewer, duty)
    rule_key, about, arose = row.identity
    same = {"partnership": row.partnership, "rule_key": rule_key, "about": about, "arose_on": arose}
    pauses = list(DutyPause.objects.filter(**same))
    rule = rulebook(row.partnership).rule_for(rule_key, arose)
    return show(
        request,
        "duty",
        title=row.title,
        duty=row,
        url=row.url if row.url and may_open(request.viewer, row.url, row.agency) else "",
        rule=rule,
        owner=owner(row),
        badge=state_badge(row, today(), closures_of(row.partnership)),
        state=_one(row),
        pauses=pauses,
        is_paused=any(pause.ends_on is None for pause in pauses),
        followed=list(Followed.objects.filter(**same)),
        may_pause=request.viewer.may(Permission.MANAGE_DUTIES)
        and row.can_pause
        and row.state(today()) in (State.DUE, State.BREACHED, State.PAUSED),
        trail=[("Duties", address(request, "duties")), (row.title, "")],
    )


def _one(row: Duty) -> str:
    """How one duty stands, in a sentence."""
    state, late = row.state(today()), days_late(today(), row.due_on, row.met_on)
    due = uk_date(row.due_on)
    missed = "Not met, and o" if row.was_missed else "O"
    sentences = {
        State.DUE: f"Due on {due}.",
        State.PAUSED: "Its clock is stopped, so nothing is due at present.",
        State.BREACHED: f"Late by {days(late)}: it was due on {due}.",
        State.MET: f"Met in time on {uk_date(row.met_on)}; it was due on {due}.",
        State.MET_LATE: f"Met on {uk_date(row.met_on)}, {days(late)} late; it was due on {due}.",
        State.LAPSED: f"{missed}wed no more since {uk_date(row.lapsed_on)}; it was due on {due}.",
    }
    said = sentences[state] if state else f"It arises on {uk_date(row.arose_on)}."
    return f"{said} {row.done} of {row.times} so far." if row.times > 1 and not row.met_on else said


@requires(Permission.MANAGE_DUTIES, FORM)
def pause(request: PartnershipRequest, duty: int) -> HttpResponseBase:
    """Stop the clock of a duty, with a reason."""
    row = duty_or_404(request.viewer, duty)
    form = PauseForm(posted(request), initial={"begins_on": today()})
    if attempt(form, lambda: pause_duty(by=request.viewer, duty=row, **form.cleaned_data)):
        messages.success(request, "The clock is stopped. It goes on when you end the pause.")
        return redirect(row)
    return ask(
        request,
        form,
        title="Stop the clock",
        button="Stop the clock",
        back=row.get_absolute_url(),
        caption=str(row),
    )


@requires(Permission.MANAGE_DUTIES, FORM)
def resume(request: PartnershipRequest, duty: int) -> HttpResponseBase:
    """Let the clock of a duty go on."""
    row = duty_or_404(request.viewer, duty)
    form = ResumeForm(posted(request), initial={"ends_on": today()})
    if attempt(form, lambda: resume_duty(by=request.viewer, duty=row, **form.cleaned_data)):
        messages.success(request, "The clock goes on. The days of the pause do not count.")
        return redirect(row)
    return ask(
        request,
        form,
        title="End the pause",
        button="End the pause",
        back=row.get_absolute_url(),
        caption=str(row),
    )


@requires(Permission.VIEW_DUTIES)
@remembered
def due_calendar(request: PartnershipRequest) -> HttpResponse:
    """The year ahead, month by month."""
    filters = Filters.read({"whose": request.GET.get("whose", "")})
    rows = duty_rows(request.viewer, filters, today())
    return show(
        request,
        "calendar",
        "calendar",
        title="Calendar",
        filters=filters,
        today=today(),
        months=calendar(rows, today()),
        whoses=filter_choices(request.viewer, filters)["whoses"],
    )


@requires(Permission.VIEW_DUTIES)
@remembered
def breaches_page(request: PartnershipRequest) -> HttpResponse:
    """What was not done in time: by agency, by rule, month by month."""
    found = breaches(request.viewer, today())
    base = address(request, "duties")
    chart = (
        line_chart(
            title="Duties that fell due, and those not met in time",
            periods=[f"{month:%b %y}" for month, _, _ in found.months],
            series={
                "Fell due": [owed for _, owed, _ in found.months],
                "Not met in time": [broken for _, _, broken in found.months],
            },
            figure_heading="Duties",
            period_heading="Month",
        )
        if found.owed
        else None
    )
    return show(
        request,
        "breaches",
        "breaches",
        title="Breaches",
        found=found,
        state=_broken(found),
        chart=chart,
        months=months_table(found),
        kinds=(("xlsx", "Excel"), ("ods", "OpenDocument"), ("csv", "CSV")),
        agencies=records_table(found.by_agency, "Agency", "By agency", f"{base}?state=all&agency="),
        rules=records_table(found.by_rule, "Rule", "By rule", f"{base}?state=all&rule="),
        followed=followed_table(
            list(
                Followed.objects.filter(partnership=request.viewer.partnership)
                .filter(**({} if request.viewer.may(Permission.VIEW_RESTRICTED) else {"restricted": False}))
                .select_related("group")[:50]
            )
        ),
    )


def _broken(found: Breaches) -> str:
    if not found.owed:
        return "Nothing has fallen due in the last two years."
    kept = found.owed - found.broken
    said = f"{kept:,} ({100 * kept / found.owed:.0f}%)" if kept else "none"
    return (
        f"Of {plural(found.owed, 'duty', 'duties')} that fell due since {uk_date(found.since)}, {said} "
        f"{'was' if kept <= 1 else 'were'} met in time."
    )


@requires(Permission.VIEW_DUTIES)
def breaches_export(request: PartnershipRequest, what: str, kind: str) -> HttpResponse:
    """One of the tables of breaches, as a file."""
    found = breaches(request.viewer, today())
    records = {"agencies": (found.by_agency, "Agency"), "rules": (found.by_rule, "Rule")}
    if what not in records:
        raise Http404("no such table")
    rows, heading = records[what]
    return export(records_table(rows, heading, "Breaches", ""), kind=kind, name=f"breaches-by-{what}")


routes = [
    path("", duties, name="duties"),
    path("list.<slug:kind>", duties_export, name="duties_export"),
    path("<int:duty>/", duty, name="duty"),
    path("<int:duty>/pause/", pause, name="pause"),
    path("<int:duty>/resume/", resume, name="resume"),
    path("calendar/", due_calendar, name="calendar"),
    path("breaches/", breaches_page, name="breaches"),
    path("breaches/<slug:what>.<slug:kind>", breaches_export, name="breaches_export"),
]
