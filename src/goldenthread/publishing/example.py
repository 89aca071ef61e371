"""The example partnership's events, website figures and first performance report, from its data files."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread.partnership.models import Partnership
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.models import Plan
from goldenthread.publishing.actions.activity import add_event, add_website_month
from goldenthread.publishing.actions.publication import publish
from goldenthread.publishing.actions.reports import create_report
from goldenthread.publishing.actions.signing import sign_off
from goldenthread.publishing.actions.writing import edit_section
from goldenthread.publishing.authored_text import tidy
from goldenthread.publishing.build import write_text
from goldenthread.publishing.models import Edition, Event, Report, WebsiteMonth

REPORT = "performance-2019-05_2019-08"


class ExampleError(Exception):
    """The example's data cannot be loaded; the message says what is missing."""


@transaction.atomic
def load_example(partnership: Partnership, *, by: Actor, folder: Path) -> Report:
    """Enters the example's events and website figures and writes its report, as a draft.

    ``folder`` is the example partnership's own; the files lie in ``publishing`` inside it. What is there already is
    left as it is, so a second run changes nothing. Raises :class:`ExampleError` where the delivery plan is missing.
    """
    files = folder / "publishing"
    for month in _read(files / "website.toml")["months"]:
        _enter_month(partnership, by, month)
    for event in _read(files / "events.toml")["events"]:
        _enter_event(partnership, by, event)
    existing: Report | None = Report.objects.filter(partnership=partnership, key=REPORT).first()
    if existing is not None:
        return existing
    return _write_report(partnership, by, _read(files / f"{REPORT}.toml"))


def publish_example(report: Report, *, signed_by: Sequence[Actor], published_by: Actor) -> Edition:
    """Signs the report off for each of ``signed_by`` and publishes it; of a published one, answers the edition."""
    edition = report.editions.order_by("-number").first()
    if edition is not None:
        return edition
    current = Report.objects.select_related("partnership", "plan__partnership").get(pk=report.pk)
    checksum = write_text(current).checksum
    for person in signed_by:
        sign_off(by=person, report=current, seen_checksum=checksum)
    return publish(by=published_by, report=current)


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise ExampleError(f"The example’s file {path.name} is missing from {path.parent}.") from error
    except tomllib.TOMLDecodeError as error:
        raise ExampleError(f"The example’s file {path.name} cannot be read: {error}.") from error


def _enter_month(partnership: Partnership, by: Actor, month: dict[str, Any]) -> None:
    if WebsiteMonth.objects.filter(partnership=partnership, month=month["month"]).exists():
        return
    pages = {f"top_page_{number}": page for number, page in enumerate(month.pop("top_pages"), 1)}
    add_website_month(by=by, partnership=partnership, **month, **pages)


def _enter_event(partnership: Partnership, by: Actor, event: dict[str, Any]) -> None:
    days = event.pop("days")
    same = Event.objects.filter(partnership=partnership, name=event["name"], dates__held_on=min(days))
    if not same.exists():
        add_event(
            by=by, partnership=partnership, days=days, **event | {"outcome": _flowing(event["outcome"])}
        )


def _write_report(partnership: Partnership, by: Actor, written: dict[str, Any]) -> Report:
    cover = written["report"]
    key = cover.pop("plan")
    plan = Plan.objects.filter(partnership=partnership, key=key).first()
    if plan is None:
        raise ExampleError(f"The example’s report needs the plan “{key}”. Load the example’s plans first.")
    report = create_report(by=by, partnership=partnership, plan=plan, **cover)
    for section in report.sections.all():
        given = written["sections"].get(section.key)
        if given:
            edit_section(by=by, section=section, seen_version=1, **given | {"text": _flowing(given["text"])})
    written_report: Report = Report.objects.select_related("partnership", "plan__partnership").get(
        pk=report.pk
    )
    return written_report


def _flowing(text: str) -> str:
    """The file's text with each paragraph and list entry on one line, as an author would have typed it."""
    paragraphs = []
    for paragraph in tidy(text).split("\n\n"):
        lines: list[str] = []
        for line in paragraph.split("\n"):
            if lines and not line.lstrip().startswith("- "):
                lines[-1] = f"{lines[-1]} {line.strip()}"
            else:
                lines.append(line.strip())
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)
