"""The columns of messages and of the record."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.partnership.models import AuditEvent, OutgoingMessage
from goldenthread.partnership.selectors.audit import change_lines, shows_changes, verb_label
from goldenthread.partnership.selectors.messages import kind_label
from goldenthread.partnership.tables.cells import link, shortened
from goldenthread.partnership.viewer import Viewer

STATUS_TONES = {"sent": "green", "failed": "red", "queued": "blue", "sending": "blue", "held": "grey"}
STATUS_SHAPES = {"sent": "tick", "failed": "cross", "queued": "ring", "sending": "ring", "held": "ring"}


def message_table(rows: Iterable[OutgoingMessage]) -> Table[OutgoingMessage]:
    """Messages, newest first."""
    return Table(
        "Messages",
        (
            Column("subject", "Subject", cell=lambda row: link(row, row.subject), header=True),
            Column("person", "To", value=lambda row: str(row.person)),
            Column("kind", "Kind", value=lambda row: kind_label(row.kind)),
            Column("created_at", "Written", classes="gt-nowrap"),
            Column(
                "status", "What became of it", value=lambda row: row.get_status_display(), cell=message_badge
            ),
            Column("attempts", "Attempts", numeric=True),
        ),
        rows,
        caption_visible=False,
        empty="No message matches. Messages appear here when people are invited, reminded or told of something.",
    )


def message_badge(message: OutgoingMessage) -> SafeString:
    """What became of a message, as shape, word and colour."""
    word = message.get_status_display()
    if message.status == message.Status.FAILED and not message.is_given_up:
        word = "Failed; will be tried again"
    return badge(STATUS_TONES[message.status], word, symbol=STATUS_SHAPES[message.status])


def audit_table(rows: Iterable[AuditEvent], viewer: Viewer, *, for_file: bool = False) -> Table[AuditEvent]:
    """Entries of the record, newest first, with what changed where the viewer may see it.

    ``for_file`` gives what changed a column of its own, whole; on the page it stands beneath the entry, shortened.
    """

    def changes(event: AuditEvent) -> list[tuple[str, str, str]]:
        return change_lines(event) if shows_changes(viewer, event) else []

    def changes_text(event: AuditEvent) -> str:
        return "; ".join(f"{name}: {before} → {after}" for name, before, after in changes(event))[:30_000]

    def summary_cell(event: AuditEvent) -> SafeString:
        lines = ((name, shortened(before), shortened(after)) for name, before, after in changes(event))
        more = format_html_join("", '<br><span class="gt-muted">{}: {} → {}</span>', lines)
        return format_html("{}{}", event.summary, more)

    columns: list[Column[AuditEvent]] = [
        Column("at", "When", classes="gt-nowrap"),
        Column("summary", "In words", cell=summary_cell, classes="gt-table__wide"),
        Column("actor", "Who"),
        Column("verb", "What was done", value=lambda row: verb_label(row.verb)),
        Column("address", "Network address"),
    ]
    if for_file:
        columns.append(Column("changes", "What changed", value=changes_text))
    return Table(
        "Record of who did what",
        columns,
        rows,
        caption_visible=False,
        empty="No entry matches. Search with fewer words or a longer time.",
    )


def sign_in_table(rows: Iterable[AuditEvent]) -> Table[AuditEvent]:
    """One's own sign-ins."""
    return Table(
        "My recent sign-ins",
        (
            Column("at", "When", header=True, classes="gt-nowrap"),
            Column("summary", "What happened"),
            Column("address", "Network address"),
        ),
        rows,
        empty="None since you were added to this partnership.",
    )
