"""What a meeting’s packs are to hold, and how they are bound: nothing is kept here, nobody is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.design.words import plural, uk_date, uk_time
from goldenthread.oversight.meetings.models import AgendaItem, Meeting, Paper
from goldenthread.partnership.errors import RuleError
from goldenthread.rendering.binding import Bound, Part, Sheet, bind


@dataclass(frozen=True)
class PlannedPack:
    """A pack that is to be bound: items with their places on the agenda, and the papers that no pack holds yet."""

    number: int
    confidential: bool
    first_page: int
    shown: list[tuple[int, AgendaItem]]
    papers: dict[int, list[Paper]]

    @property
    def supplement(self) -> int:
        """Which supplement it is; 0 for the first pack."""
        return self.number - 1

    @property
    def lines(self) -> list[tuple[int, str, list[Paper]]]:
        """Each item's place, what it is called in this pack, and the papers of it that the pack holds."""
        return [
            (place, "A confidential item", [])
            if item.confidential and not self.confidential
            else (place, item.title, self.papers.get(item.pk, []))
            for place, item in self.shown
        ]

    @property
    def mark(self) -> object:
        """What it would hold, to be compared."""
        items = [(at, item.pk, item.version, item.confidential) for at, item in self.shown]
        papers = {key: [paper.pk for paper in found] for key, found in self.papers.items()}
        return self.number, self.confidential, self.first_page, items, papers


@dataclass(frozen=True)
class MadePack:
    """A pack as bound, and on which of its pages what begins."""

    planned: PlannedPack
    first_page: int
    bound: Bound
    contents: list[dict[str, object]]


def planned_packs(meeting: Meeting) -> list[PlannedPack]:
    """The packs of what no pack of this meeting holds yet, items without papers included: the open one first.

    Raises :class:`RuleError` for an agenda without an item, and where nothing came since the last pack.
    """
    items = list(meeting.items.all())
    if not items:
        raise RuleError("The agenda is empty. Add an item first.", code="empty")
    packs = list(meeting.packs.all())
    number = max((pack.number for pack in packs), default=0) + 1
    page = max((pack.last_page for pack in packs), default=0) + 1
    contents = [entry for pack in packs for entry in pack.contents]
    waiting = Paper.objects.filter(item__in=items, replaced_by=None).exclude(
        pk__in={entry["paper"] for entry in contents if entry["paper"]}
    )
    papers: dict[int, list[Paper]] = {}
    for paper in waiting:
        papers.setdefault(paper.item_id, []).append(paper)
    new = set(papers) | {item.pk for item in items} - {entry["item"] for entry in contents}
    if not new:
        raise RuleError("No paper and no item came since the last pack was sent out.", code="nothing_new")
    places = list(enumerate(items, start=1))
    # The open pack of the first edition names every item, a confidential one as that alone.
    shown = {
        True: [each for each in places if each[1].confidential and each[1].pk in new],
        False: [each for each in places if number == 1 or (not each[1].confidential and each[1].pk in new)],
    }
    return [
        PlannedPack(number, confidential, page, shown[confidential], papers)
        for confidential in (False, True)
        if shown[confidential]
    ]


def bound_pack(meeting: Meeting, planned: PlannedPack, first_page: int) -> MadePack:
    """A pack as one PDF, with its pages numbered from ``first_page``."""
    parts, names = [], []
    for place, item in planned.shown:
        hidden = item.confidential and not planned.confidential
        sheets = [] if hidden else planned.papers.get(item.pk, [])
        parts.append(_part(place, item, sheets, hidden=hidden))
        names += [(item.pk, None), *((item.pk, paper.pk) for paper in sheets)]
    kind = "confidential papers" if planned.confidential else "papers"
    where = f", {meeting.place}" if meeting.place else ""
    bound = bind(
        parts,
        title=f"{meeting.group}: {kind if planned.number == 1 else f'supplement {planned.number - 1}, {kind}'}",
        subtitle=f"{uk_date(meeting.day)}, {uk_time(meeting.starts_at)}{where}",
        author=meeting.partnership.name,
        date=meeting.day,
        partnership=meeting.partnership.name,
        status="Confidential" if planned.confidential else "",
        first_page=first_page,
    )
    contents: list[dict[str, object]] = [
        {"item": item, "paper": paper, "title": entry.title, "page": entry.page}
        for (item, paper), entry in zip(names, bound.contents, strict=True)
    ]
    return MadePack(planned, first_page, bound, contents)


def _part(place: int, item: AgendaItem, sheets: Iterable[Paper], *, hidden: bool) -> Part:
    if hidden:
        return Part(
            title=f"{place}. A confidential item", note="Its papers are for the group alone.", sheets=()
        )
    notes = [item.get_purpose_display(), item.presenter]
    notes += [plural(item.minutes_long, "minute")] if item.minutes_long else []
    return Part(
        title=f"{place}. {item.title}",
        note=", ".join(filter(None, notes)),
        sheets=tuple(_sheet(paper) for paper in sheets),
    )


def _sheet(paper: Paper) -> Sheet:
    return Sheet(
        title=paper.title,
        file_name=paper.file_name,
        media_type=paper.file_type,
        content=_content(paper),
    )


def _content(paper: Paper) -> bytes:
    """The file's bytes; none where the store has lost it, which the pack then says in its place."""
    try:
        with paper.file.open("rb") as file:
            return bytes(file.read())
    except OSError:
        return b""


def unbindable(paper: Paper) -> str:
    """What stands in the way of binding a paper into a pack; nothing where it can be bound."""
    alone = Part(title=paper.item.title, note="", sheets=(_sheet(paper),))
    bound = bind(
        [alone],
        title=paper.title,
        subtitle="",
        author="",
        date=paper.added_on,
        partnership="",
        status="",
        first_page=1,
    )
    return " ".join(bound.problems)
