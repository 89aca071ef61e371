"""What a home shows, read in a fixed number of queries however many there are: twenty-eight at most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from goldenthread.design.tables import Table
from goldenthread.duties.models import Duty
from goldenthread.home.action_needs import Answering, OpenAction, action_needs, where_the_rest_is
from goldenthread.home.ahead import Mark, Month, last_day, strip
from goldenthread.home.changes import (
    LATELY,
    PUBLISHED,
    PUBLISHED_BADGE,
    Change,
    Changes,
    action_changes,
    changes,
)
from goldenthread.home.concern_needs import concern_needs
from goldenthread.home.dates import Ending, endings
from goldenthread.home.duty_needs import (
    duties_owed,
    duty_marks,
    duty_needs,
    letters_to_sign,
    where_duties_are,
)
from goldenthread.home.errands import Errand, errands
from goldenthread.home.finance_needs import finance_needs
from goldenthread.home.learning_needs import learning_needs
from goldenthread.home.measure_needs import (
    AgencyOwes,
    figures_by_agency,
    measure_needs,
    outstanding,
    owing_figures_table,
    signals,
    where_returns_are,
)
from goldenthread.home.meeting_needs import meeting_marks, meeting_needs, meetings_ahead
from goldenthread.home.needs import Need, Needs, gather
from goldenthread.home.office_needs import (
    constitution_needs,
    failed_messages,
    reports_to_finish,
    reports_to_sign,
)
from goldenthread.home.owing import Owed, by_agency, by_lead, owing_table
from goldenthread.home.scope import Scope, agency_answered_for, officer_parts, scope_of
from goldenthread.home.thread_needs import thread_needs
from goldenthread.home.tiles import Tile, tiles
from goldenthread.home.voice_needs import voice_needs
from goldenthread.oversight.meetings.models import Meeting
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.viewer import Viewer
from goldenthread.plans.models import Action, Plan
from goldenthread.plans.position import ActionRow
from goldenthread.plans.selectors import register_rows
from goldenthread.publishing.models import Edition, Report, ReportSection, SignOff
from goldenthread.publishing.performance.outline import PARTS

LATEST_REPORTS = 5
GAPS = Q(key__in=[key for key, part in PARTS.items() if part.required], text="") | Q(
    key__in=[key for key, part in PARTS.items() if part.asks_who_verified], verified_by=""
)


@dataclass(frozen=True)
class Home:
    """One person's front page. What they may not see is empty."""

    today: dt.date
    roles: str
    scope: str
    needs: Needs | None
    tiles: list[Tile]
    changes: Changes | None
    months: list[Month]
    owing: list[Table[Owed]]
    figures_owing: Table[AgencyOwes] | None
    chase_url: str
    figures_chase_url: str
    errands: list[Errand]
    reports: list[Any]
    reads_reports: bool


def home_page(viewer: Viewer, today: dt.date) -> Home:
    """The home of ``viewer``: plans, dates and reports for those who see plans, else what they can do here."""
    roles = ", ".join(role.label for role in Role if role in viewer.roles)
    if viewer.may(Permission.VIEW_PLANS):
        return _working_home(viewer, today, roles)
    published = [report for report in _reports(viewer, today, every=True) if report.edition_on]
    published.sort(key=lambda report: (report.edition_on, report.pk), reverse=True)
    waiting = list(learning_needs(viewer, today))
    return Home(
        today=today,
        roles=roles,
        scope="",
        needs=gather(waiting, {}, today) if waiting else None,
        tiles=[],
        changes=None,
        months=[],
        owing=[],
        figures_owing=None,
        chase_url="",
        figures_chase_url="",
        errands=errands(viewer),
        reports=published[:LATEST_REPORTS],
        reads_reports=viewer.may(Permission.VIEW_REPORTS),
    )


def _working_home(viewer: Viewer, today: dt.date, roles: str) -> Home:
    slug, scope, until = viewer.partnership.slug, scope_of(viewer), last_day(today)
    rows = register_rows(viewer, as_at=today, where=scope.within(), exceptions_only=True)
    ahead = _open_actions(viewer, scope, today, until)
    dates = endings(viewer, on=today, until=until, all_groups=scope.whole)
    reports = _reports(viewer, today)
    answering = _answering(viewer, rows, ahead)
    owed, duties = outstanding(viewer, today), duties_owed(viewer, today, until)
    meetings = meetings_ahead(viewer, today, until)
    found = [
        *concern_needs(viewer),
        *action_needs(rows, ahead, answering, slug, today),
        *measure_needs(viewer, owed, today),
        *duty_needs(duties, today),
        *letters_to_sign(viewer, today),
        *meeting_needs(viewer, meetings, today),
        *thread_needs(viewer, today),
        *voice_needs(viewer, today),
        *learning_needs(viewer, today),
        *_office(viewer, reports, dates, today),
    ]
    published = _published(reports, today)
    rest = where_the_rest_is(rows, answering, slug) | where_returns_are(viewer) | where_duties_are(viewer)
    manages = viewer.may(Permission.CHASE)
    figures = figures_by_agency(owed, slug, today) if manages else []
    return Home(
        today=today,
        roles=roles,
        scope=scope.words,
        needs=gather(found, rest, today),
        tiles=tiles(rows, ahead, answering, slug, today, whole=scope.whole),
        changes=changes([*signals(viewer, today), *action_changes(viewer, scope, today), *published]),
        months=strip(ahead, dates, slug=slug, today=today, more=_marks(meetings, duties, today, slug)),
        owing=_owing(rows, slug) if manages else [],
        figures_owing=owing_figures_table(figures) if figures else None,
        figures_chase_url=reverse("measures:returns_chase", args=[slug]) if figures else "",
        chase_url=reverse("plans:chase", args=[slug]) if manages and rows else "",
        errands=[],
        reports=[],
        reads_reports=viewer.may(Permission.VIEW_REPORTS),
    )


def _marks(
    meetings: Sequence[Meeting], duties: Sequence[Duty], today: dt.date, slug: str
) -> Callable[[dt.date], list[Mark]]:
    """What meetings and duties put into a month."""
    return lambda first: [
        *meeting_marks(meetings, first, today),
        *duty_marks(duties, first, today, slug),
    ]


def _open_actions(viewer: Viewer, scope: Scope, today: dt.date, until: dt.date) -> list[OpenAction]:
    """What is still to be completed: everything due by ``until``, and whatever is the viewer's own or their group's.
    One query.
    """
    mine, chaired = officer_parts(viewer).filter(action=OuterRef("pk")), viewer.chaired_group_ids
    found = (
        Action.objects.filter(scope.within(), plan__in=Plan.objects.visible_to(viewer).open(today))
        .in_force(today)
        .rated(today)
        .with_state(today)
        .annotate(mine=Exists(mine))
        .filter(
            Q(due_on__range=(today, until)) | Q(mine=True) | Q(overseeing_group__in=chaired),
            is_done=False,
        )
        .order_by("due_on", "plan__title", "order")
        .values_list(
            "id", "ref", "title", "plan__key", "plan__title", "due_on", "due_precision",
            "overseeing_group__key", "overseeing_group__name", "overseeing_group_id", "mine",
        )
    )  # fmt: skip
    return [
        OpenAction(
            pk,
            ref,
            title,
            plan,
            plan_title,
            due,
            precision,
            key or "",
            name or "",
            bool(own),
            group in chaired,
        )
        for pk, ref, title, plan, plan_title, due, precision, key, name, group, own in found
    ]


def _answering(viewer: Viewer, rows: list[ActionRow], ahead: list[OpenAction]) -> Answering:
    agency = agency_answered_for(viewer)
    return Answering(
        mine={action.id for action in ahead if action.mine},
        leads={row.id for row in rows if viewer.person.pk in row.lead_ids},
        chaired={action.group_key: action.group_name for action in ahead if action.in_chair},
        agency=agency,
        agency_name=str(viewer.person.agency) if agency else "",
        every_explanation=viewer.may(Permission.CHASE),
    )


def _reports(viewer: Viewer, today: dt.date, *, every: bool = False) -> list[Any]:
    """Reports that are being written or were published in the last 30 days; all that were ever, for readers. One query.

    Adds ``signed_on``, the last signature under the present text; ``signed_by_agency``, whether the viewer's own agency
    is among them; and ``has_gaps``, whether a section lacks what the form requires.
    """
    if not viewer.may(Permission.VIEW_REPORTS):
        return []
    signatures = SignOff.objects.filter(
        report=OuterRef("pk"),
        report_version=OuterRef("version"),
        edition_number=Coalesce(OuterRef("edition_number"), 0) + 1,
    )
    latest = Edition.objects.filter(report=OuterRef("pk")).order_by("-number")
    found = (
        Report.objects.visible_to(viewer)
        .exclude(status=Report.Status.WITHDRAWN)
        .with_latest_edition()
        .annotate(edition_title=Subquery(latest.values("title")[:1]))
    )
    if not every:
        being_written = Q(status__in=(Report.Status.DRAFT, Report.Status.SIGNED_OFF))
        found = found.filter(being_written | Q(edition_on__range=(today - LATELY, today)))
    return list(
        found.select_related("partnership", "plan__partnership").annotate(
            signed_on=Subquery(signatures.order_by("-signed_on").values("signed_on")[:1]),
            signed_by_agency=Exists(signatures.filter(agency=viewer.agency_id)),
            has_gaps=Exists(ReportSection.objects.filter(GAPS, report=OuterRef("pk"))),
        )
    )


def _office(viewer: Viewer, reports: list[Any], dates: list[Ending], today: dt.date) -> Iterator[Need]:
    """What needs those who sign for the partnership or run it."""
    if viewer.may(Permission.SIGN_OFF_REPORTS):
        yield from reports_to_sign(reports, viewer, today)
    if viewer.may(Permission.WRITE_REPORTS):
        yield from reports_to_finish(reports, today)
    if viewer.may(Permission.MANAGE_PARTNERSHIP):
        yield from constitution_needs(dates, viewer, today)
    if viewer.may(Permission.CHASE):
        yield from failed_messages(dates, viewer, today)
    yield from finance_needs(viewer, today)


def _published(reports: list[Any], today: dt.date) -> list[Change]:
    return [
        Change(
            kind=PUBLISHED,
            on=report.edition_on,
            badge=PUBLISHED_BADGE,
            link=report.edition_title,
            href=report.get_absolute_url(),
            place=report.period,
            says="" if report.edition_number == 1 else f"version {report.edition_number}",
        )
        for report in reports
        if report.edition_on and today - LATELY <= report.edition_on <= today
    ]


def _owing(rows: list[ActionRow], slug: str) -> list[Table[Owed]]:
    address = reverse("plans:exceptions", args=[slug])
    return [
        owing_table("By lead agency", "Lead agency", by_agency(rows, address)),
        owing_table("By lead", "Lead", by_lead(rows, address)),
    ]
