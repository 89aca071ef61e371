"""What a report still lacks before it can be signed off and published, and what a reader might miss."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from goldenthread.publishing.models import Report, ReportSection
from goldenthread.publishing.performance.content import Content
from goldenthread.publishing.performance.outline import PARTS


@dataclass(frozen=True)
class Missing:
    """One thing, in a sentence, with the page that mends it. What ``blocks`` must be there."""

    sentence: str
    url: str
    blocks: bool = True


def missing_from(
    report: Report, sections: Iterable[ReportSection], content: Content | None = None
) -> list[Missing]:
    """Everything that is missing, in the order of the form; with ``content``, what only shows there too. No query."""
    base = reverse("publishing:report", args=[report.partnership.slug, report.key])
    found = list(_of_cover(report, f"{base}cover/"))
    for section in sections:
        found += _of_section(section, f"{base}sections/{section.key}/")
    if content is not None:
        found += _of_content(content, base)
    return found


def blocking(report: Report, content: Content) -> list[Missing]:
    """What must be there before anybody signs."""
    return [each for each in missing_from(report, content.sections.values(), content) if each.blocks]


def _of_cover(report: Report, url: str) -> Iterable[Missing]:
    if report.plan is None:
        yield Missing("Choose the plan on which the report tells.", url)
    elif report.plan.restricted and not report.is_exempt:
        yield Missing(
            f"“{report.plan}” is restricted, and this report is public. Choose another plan, or make it exempt.",
            url,
        )
    if not report.committee:
        yield Missing("Name the committee that receives the report.", url)
    if not report.author:
        yield Missing("Name the post of the report’s author.", url)
    if report.meeting_on is None:
        yield Missing("The cover has no date of the meeting.", url, blocks=False)
    if not report.item_number:
        yield Missing("The cover has no item number.", url, blocks=False)


def _of_section(section: ReportSection, url: str) -> Iterable[Missing]:
    part = PARTS[section.key]
    if part.required and not section.text:
        yield Missing(f"“{section}” is empty.", url)
    if part.asks_who_verified and not section.verified_by:
        yield Missing(f"“{section}” does not say who verified the implications.", url)


def _of_content(content: Content, base: str) -> Iterable[Missing]:
    for section, key in content.unknown_figures:
        yield Missing(
            f"“{section}” cites {{{key}}}, and there is no such figure.", f"{base}sections/{section.key}/"
        )
    slug = content.report.partnership.slug
    if months := content.website.not_entered:
        yield Missing(
            f"No website figures are entered for {', '.join(months)}.",
            reverse("publishing:website", args=[slug]),
            blocks=False,
        )
    if not content.events.occasions:
        yield Missing(
            "No event of the period is entered.", reverse("publishing:events", args=[slug]), blocks=False
        )
    if content.progress and (without := content.progress.unexplained.value):
        yield Missing(
            f"{without} of the exceptions {'has' if without == 1 else 'have'} no explanation.",
            content.progress.plan.get_absolute_url(),
            blocks=False,
        )
