"""The case audits, voices and challenges of one synthetic partnership: forty audits, five thousand voices."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from goldenthread.duties.clock import add_months
from goldenthread.evidence.audits.models import (
    Audit,
    Case,
    DomainGrade,
    DomainResult,
    Moderated,
    Participation,
    Return,
    Seat,
)
from goldenthread.evidence.audits.tools import all_tools
from goldenthread.evidence.voice.models import Engagement, Speaker, Voice
from goldenthread.oversight.challenge.models import Challenge, Reply
from goldenthread.partnership.models import Agency, Partnership, Person
from goldenthread.thread.models import Theme

TOOL = "multi-agency@2019.1"
OPEN = "audit-open"
CASES = 12


def fill_evidence(
    partnership: Partnership, agencies: list[Agency], chance: random.Random, *, audits: int, last: dt.date,
    by_label: str,
) -> None:  # fmt: skip
    """As many ``audits`` as are said that ended, one whose cases are audited now, voices and challenges. In bulk."""
    themes = list(Theme.objects.filter(partnership=partnership))
    filling = _Filling(partnership, agencies, chance, themes, last, by_label)
    filling.ended(audits)
    filling.open()
    filling.voices(audits * 125)
    filling.challenges(audits * 5)


@dataclass(frozen=True)
class _Filling:
    partnership: Partnership
    agencies: list[Agency]
    chance: random.Random
    themes: list[Theme]
    last: dt.date
    by_label: str

    @property
    def manager(self) -> Person:
        """The one person who can sign in."""
        found: Person = Person.objects.filter(partnership=self.partnership).exclude(user=None).get()
        return found

    def _audit(self, key: str, on: dt.date, **more: Any) -> Audit:
        row = Audit(
            partnership=self.partnership, key=key, title=f"Synthetic {key}", theme=self.chance.choice(self.themes),
            question="Synthetic?", tool_ref=TOOL, starts_on=on, returns_due_on=add_months(on, 1),
            moderated_on=add_months(on, 2), **more,
        )  # fmt: skip
        row.save()
        return row

    def ended(self, count: int) -> None:
        """Audits that ended, each from the fifth on the repeat of an earlier one."""
        tool, rows = all_tools()[TOOL], list[Audit]()
        for number in range(1, count + 1):
            on = add_months(self.last, -3 * (count - number) - 6)
            more = {
                "status": "ended",
                "ended_on": add_months(on, 2),
                "repeats": rows[-4] if number > 4 else None,
            }
            rows.append(self._audit(f"audit-{number}", on, **more))
        DomainResult.objects.bulk_create(
            DomainResult(
                audit=row,
                domain=domain,
                grade=level.key,
                cases=self.chance.randint(1, 4),
                by_label=self.by_label,
            )
            for row in rows
            for domain in tool.titles()
            for level in tool.levels
        )

    def open(self) -> None:
        """One whose cases every agency has sent and that are moderated."""
        tool, audit = all_tools()[TOOL], self._audit(OPEN, add_months(self.last, -1), status="open")
        Seat.objects.create(audit=audit, person=self.manager, part="coordinator", starts_on=audit.starts_on)
        Participation.objects.bulk_create(
            Participation(audit=audit, agency=agency, asked_on=audit.starts_on) for agency in self.agencies
        )
        cases = Case.objects.bulk_create(
            Case(audit=audit, number=n, reference=f"S-{n}", chosen_because="Synthetic")
            for n in range(1, CASES + 1)
        )
        returns = Return.objects.bulk_create(
            Return(
                case=case,
                agency=agency,
                status="sent",
                sent_on=self.last,
                independent=True,
                by_label=self.by_label,
            )
            for case in cases
            for agency in self.agencies
        )
        DomainGrade.objects.bulk_create(
            DomainGrade(
                of=row, domain=each.key, grade=self.chance.choice(tool.levels).key, shows="Synthetic."
            )
            for row in returns
            for each in tool.domains
        )
        Moderated.objects.bulk_create(
            Moderated(case=case, domain=domain, grade="good", on=self.last, by_label=self.by_label)
            for case in cases
            for domain in tool.titles()
        )

    def voices(self, count: int) -> None:
        """Voices, ten at an event."""
        events = Engagement.objects.bulk_create(
            Engagement(
                partnership=self.partnership, agency=self.chance.choice(self.agencies), took_part=12,
                kind=self.chance.choice(Engagement.Kind.values), title=f"Synthetic event {n}",
                on=self.last - dt.timedelta(days=self.chance.randint(0, 700)),
            )
            for n in range(1, count // 10 + 1)
        )  # fmt: skip
        Voice.objects.bulk_create(
            Voice(
                engagement=self.chance.choice(events), theme=self.chance.choice(self.themes),
                speaker=self.chance.choice(Speaker.values), words="Synthetic words.",
            )
            for _ in range(count)
        )  # fmt: skip

    def challenges(self, count: int) -> None:
        """Challenges, half of them answered."""
        manager = self.manager
        days = [self.last - dt.timedelta(days=7 * (n % 100)) for n in range(count)]
        rows = Challenge.objects.bulk_create(
            Challenge(
                partnership=self.partnership, number=n, title=f"Synthetic challenge {n}", text="Why?",
                challenger=manager, agency=self.agencies[n % len(self.agencies)], on=on,
                due_on=on + dt.timedelta(days=14),
            )
            for n, on in enumerate(days, 1)
        )  # fmt: skip
        Reply.objects.bulk_create(
            Reply(challenge=row, text="Because.", on=row.on, by_label=self.by_label)
            for row in rows[: count // 2]
        )
