"""The states of reports and events in words and badges."""

from __future__ import annotations

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.words import uk_date
from goldenthread.publishing.missing import Missing
from goldenthread.publishing.models import Edition, Report
from goldenthread.publishing.signatures import Signatures

_BADGES = {
    Report.Status.DRAFT: ("amber", "Draft", "ring"),
    Report.Status.SIGNED_OFF: ("blue", "Signed off", "tick"),
    Report.Status.PUBLISHED: ("green", "Published", "circle"),
    Report.Status.WITHDRAWN: ("grey", "Withdrawn", "cross"),
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def status_badge(report: Report) -> SafeString:
    """Where the report is in its life."""
    tone, word, symbol = _BADGES[Report.Status(report.status)]
    return badge(tone, word, symbol=symbol)


def status_tone(report: Report) -> str:
    """The tone that goes with it."""
    return _BADGES[Report.Status(report.status)][0]


def in_words(number: int) -> str:
    """A small number as a word."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def partners(count: int) -> str:
    """So many safeguarding partners."""
    return f"{in_words(count)} safeguarding partner{'' if count == 1 else 's'}"


def and_list(parts: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def state_of_draft(number: int, missing: list[Missing], signatures: Signatures) -> str:
    """One sentence on how a report that is being written stands."""
    version = f"Version {number}, which corrects version {number - 1}. " if number > 1 else ""
    must = sum(each.blocks for each in missing)
    if must:
        things = "thing is" if must == 1 else "things are"
        return f"{version}{in_words(must).capitalize()} {things} missing before it can be signed off."
    if signatures.is_complete:
        return f"{version}Signed off by {and_list(signatures.lines)}. It can be published."
    if signatures.lapsed:
        who = and_list([each.by_label for each in signatures.lapsed])
        return f"{version}Changed since it was signed by {who}, who must sign it again."
    still = max(signatures.needed - signatures.agencies, 1)
    return f"{version}Nothing is missing. It waits for {partners(still)} to sign it off."


def state_of_edition(report: Report, edition: Edition, latest: int) -> str:
    """One sentence on how a published version stands."""
    if report.withdrawn_on:
        return f"Withdrawn on {uk_date(report.withdrawn_on)}: {report.withdrawn_reason}"
    if edition.number < latest:
        return f"Version {edition.number} of {uk_date(edition.published_on)}, superseded by version {latest}."
    said = f"Version {edition.number}, published on {uk_date(edition.published_on)}."
    return f"{said} Signed off by {and_list(edition.signatures)}." if edition.signatures else said
