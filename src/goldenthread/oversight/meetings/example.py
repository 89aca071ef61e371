"""The example's meetings and forward plan, told day by day. Loading them again changes nothing."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread.oversight.meetings.actions.agenda import add_item, set_standing_items
from goldenthread.oversight.meetings.actions.attendance import (
    Came,
    declare_interest,
    deputies_of,
    record_attendance,
    seats_of,
)
from goldenthread.oversight.meetings.actions.calling import ask_for_meeting, call_meeting, set_arrangements
from goldenthread.oversight.meetings.actions.decisions import object_to, record_decision
from goldenthread.oversight.meetings.actions.given import answer_action, give_action, send_matrix
from goldenthread.oversight.meetings.actions.minutes import (
    agree_minutes,
    approve_minutes,
    circulate_minutes,
    minutes_of,
    send_to_chair,
    write_minutes,
)
from goldenthread.oversight.meetings.actions.packs import circulate_papers
from goldenthread.oversight.meetings.actions.papers import make_paper
from goldenthread.oversight.meetings.actions.programme import defer_topic, plan_topic
from goldenthread.oversight.meetings.actions.urgent import log_urgent_matter
from goldenthread.oversight.meetings.forms.meetings import StandingForm
from goldenthread.oversight.meetings.models import Meeting
from goldenthread.partnership.made_papers import makers_for
from goldenthread.partnership.models import Partnership, Person
from goldenthread.partnership.today import standing_at
from goldenthread.partnership.viewer import Actor

COMMITTEE = "Children’s Services Overview and Scrutiny Committee"
Row = dict[str, Any]
PRESENT = "present"


@transaction.atomic
def load_example(partnership: Partnership, *, by: Actor, folder: Path) -> None:
    """Says how groups meet, and does what happened on each day as it happened then."""
    if Meeting.objects.filter(partnership=partnership).exists():
        return
    data = tomllib.loads((folder / "meetings.toml").read_text(encoding="utf-8"))
    year = _Year(partnership, by, data)
    year.tell()
    _committee(by, folder / "work-programme-2017-18.csv")


def _committee(by: Actor, file: Path) -> None:
    """The scrutiny committee's work programme; what was deferred has no later day in the paper."""
    with file.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            day = dt.date.fromisoformat(row["meeting_date"])
            topic = plan_topic(
                by=by,
                title=row["topic"],
                body=COMMITTEE,
                planned_on=day,
                lead=row["lead_initials"],
                source=row["source"],
            )
            if row["status_printed"] == "Deferred":
                defer_topic(by=by, topic=topic, to=None, reason="Printed as deferred, without a day")


@dataclass
class _Year:
    """What happened, as steps by day."""

    partnership: Partnership
    by: Actor
    data: Row
    steps: list[tuple[dt.date, int, Callable[[], Any]]] = field(default_factory=list)
    meetings: dict[tuple[str, dt.date], Meeting] = field(default_factory=dict)

    def tell(self) -> None:
        """Sorts the steps by day and takes each on its day."""
        self.groups = {group.key: group for group in self.partnership.groups.all()}
        self.people = {person.post: person for person in self.partnership.people.all()}
        for row in self.data["arrangements"]:
            self._arrange(dict(row))
        for row in self.data["meetings"]:
            self._plan_meeting(row)
        for row in self.data["meetings"]:  # after the later meeting, which is held on the same day
            self._at(row.get("agreed_at"), self._agree, (row["group"], row["on"]), row)
        for row in self.data["topics"]:
            self._at(row["planned"], self._topic, row)
            self._at(row.get("deferred_on"), self._defer, row)
        for row in self.data["urgent"]:
            self._at(row["arose_on"], self._urgent, row)
        for row in self.data["requests"]:
            self._at(row["asked_on"], self._request, row)
        for day, _, step in sorted(self.steps, key=lambda each: each[:2]):
            with standing_at(day):
                step()

    def _at(self, day: dt.date | None, step: Callable[..., Any], *args: Any) -> None:
        if day is not None:
            self.steps.append((day, len(self.steps), lambda: step(*args)))

    def _arrange(self, row: Row) -> None:
        group, standing = self.groups[row.pop("group")], row.pop("standing", ())
        set_arrangements(by=self.by, group=group, **row)
        form = StandingForm({"items": "\n".join(standing)})
        form.is_valid()
        set_standing_items(by=self.by, group=group, items=form.cleaned_data["items"])

    def _plan_meeting(self, row: Row) -> None:
        key = (row["group"], row["on"])
        self._at(row["called"], self._call, key, row)
        self._at(row.get("papers"), self._papers, key, row)
        if "minutes" in row:
            self._at(row["on"], self._held, key, row)
        for given in row.get("actions", ()):
            self._at(given.get("answered"), self._answer, key, given)
        self._at(row.get("to_chair"), self._step, key, send_to_chair, row.get("to_chair"))
        self._at(row.get("approved"), self._step, key, approve_minutes, row.get("approved"))
        self._at(row.get("minutes_out"), self._step, key, circulate_minutes, row.get("minutes_out"))
        for sent in sorted({given["sent"] for given in row.get("actions", ())}):
            self._at(sent, self._send, key, sent)
        for decided in row.get("decisions", ()):
            objection = decided.get("objection")
            if objection:
                self._at(objection["on"], self._object, key, decided["text"], objection)

    def _call(self, key: tuple[str, dt.date], row: Row) -> None:
        usual = next(each for each in self.data["arrangements"] if each["group"] == row["group"])
        self.meetings[key] = meeting = call_meeting(
            by=self.by,
            group=self.groups[row["group"]],
            on=row["on"],
            at=usual["at"],
            minutes_long=usual.get("minutes_long", 120),
            place=usual.get("place", ""),
        )
        for title in row.get("items", ()):
            add_item(by=self.by, meeting=meeting, title=title)

    def _item(self, key: tuple[str, dt.date], title: str) -> Any:
        return self.meetings[key].items.get(title=title)

    def _papers(self, key: tuple[str, dt.date], row: Row) -> None:
        makers = {maker.key: maker for maker in makers_for(self.by)}
        for made in row.get("papers_made", ()):
            make_paper(by=self.by, item=self._item(key, made["item"]), maker=makers[made["maker"]])
        circulate_papers(by=self.by, meeting=self.meetings[key], on=row["papers"])

    def _held(self, key: tuple[str, dt.date], row: Row) -> None:
        meeting, away, levels = self.meetings[key], row.get("away", {}), self.data["levels"]
        deputies = deputies_of(meeting)
        came = {
            seat.pk: Came(
                away.get(seat.person.post, PRESENT),
                deputy=next((person.pk for person in deputies.get(seat.pk, ())), None),
                level=levels.get(seat.person.post),
            )
            for seat in seats_of(meeting)
        }
        meeting = record_attendance(by=self.by, meeting=meeting, came=came)
        texts = {item.pk: (row["minutes"].get(item.title, ""), 0) for item in meeting.items.all()}
        write_minutes(by=self.by, minutes=minutes_of(meeting), texts=texts)
        for decided in row.get("decisions", ()):
            values = {name: decided[name] for name in ("text", "outcome", "implement_on") if name in decided}
            record_decision(by=self.by, item=self._item(key, decided["item"]), **values)
        for declared in row.get("interests", ()):
            declare_interest(
                by=self.by,
                item=self._item(key, declared["item"]),
                person=self.people[declared["person"]],
                nature=declared["nature"],
                handling=declared["handling"],
            )
        for given in row.get("actions", ()):
            lead = self.people.get(given.get("lead", ""))
            give_action(
                by=self.by,
                item=self._item(key, given["item"]),
                title=given["title"],
                success_measures=given.get("success_measures", ""),
                lead_agency=self.partnership.agencies.get(key=given["agency"]),
                leads=[lead] if lead else [],
                due_on=given["due"],
            )

    def _send(self, key: tuple[str, dt.date], sent: dt.date) -> None:
        send_matrix(by=self.by, meeting=self.meetings[key], on=sent)

    def _answer(self, key: tuple[str, dt.date], given: Row) -> None:
        item = self._item(key, given["item"])
        row = item.given.get(action__title=given["title"])
        answer_action(by=self.by, given=row, text=given["answer"], on=given["answered"])

    def _step(self, key: tuple[str, dt.date], action: Callable[..., Any], on: dt.date) -> None:
        meeting = Meeting.objects.get(pk=self.meetings[key].pk)
        action(by=self.by, minutes=minutes_of(meeting), on=on)

    def _agree(self, key: tuple[str, dt.date], row: Row) -> None:
        meeting = Meeting.objects.get(pk=self.meetings[key].pk)
        at = Meeting.objects.get(pk=self.meetings[row["group"], row["agreed_at"]].pk)
        agree_minutes(by=self.by, minutes=minutes_of(meeting), at=at)

    def _object(self, key: tuple[str, dt.date], text: str, row: Row) -> None:
        decision = self.meetings[key].items.get(decisions__text=text).decisions.get(text=text)
        agency = self.partnership.agencies.get(key=row["agency"])
        object_to(by=self.by, decision=decision, agency=agency, on=row["on"], reasons=row["reasons"])

    def _topic(self, row: Row) -> None:
        plan_topic(
            by=self.by,
            title=row["title"],
            group=self.groups[row["group"]],
            planned_on=row["planned_on"],
            lead=row["lead"],
            source=row["source"],
        )

    def _defer(self, row: Row) -> None:
        topic = self.partnership.topics.get(title=row["title"])
        defer_topic(by=self.by, topic=topic, to=row["deferred_to"], reason=row["reason"])

    def _posts(self, posts: list[str]) -> list[Person]:
        return [self.people[post] for post in posts]

    def _urgent(self, row: Row) -> None:
        values = dict(row) | {
            "group": self.groups[row["group"]],
            "consulted": self._posts(row["consulted"]),
        }
        log_urgent_matter(by=self.by, **values)

    def _request(self, row: Row) -> None:
        ask_for_meeting(
            by=self.by,
            group=self.groups[row["group"]],
            asked_by=self.people[row["asked_by"]],
            asked_on=row["asked_on"],
            reasons=row["reasons"],
            supporters=self._posts(row["supporters"]),
        )
