"""Challenges, disagreements and risks as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import uk_date
from goldenthread.oversight.challenge.models import Scoring
from goldenthread.oversight.challenge.scoring import IMPACT, LIKELIHOOD, band, score
from goldenthread.oversight.challenge.selectors.challenges import STATES, HalfYear, Row, Standing
from goldenthread.oversight.challenge.selectors.risks import Scored
from goldenthread.partnership.today import today

LOOKS = {
    "unanswered": ("blue", "circle"),
    "late": ("red", "octagon"),
    "answered": ("amber", "diamond"),
    "ended": ("green", "tick"),
}


def _link(href: str, text: str) -> SafeString:
    return SafeString(f'<a class="govuk-link" href="{escape(href)}">{escape(text)}</a>')


def state_badge(state: str) -> SafeString:
    """How a challenge stands."""
    tone, symbol = LOOKS[state]
    return badge(tone, STATES[state], symbol=symbol)


def challenges_table(rows: Sequence[Row], caption: str = "Challenges") -> Table[Row]:
    """Who challenged whom about what, and what came of it."""
    columns: list[Column[Row]] = [
        Column(
            "title",
            "Challenge",
            value=lambda row: f"{row.challenge.number} {row.challenge.title}",
            cell=lambda row: _link(
                row.challenge.get_absolute_url(), f"{row.challenge.number} {row.challenge.title}"
            ),
            header=True,
        ),
        Column(
            "state", "Stands", value=lambda row: STATES[row.state], cell=lambda row: state_badge(row.state)
        ),
        Column("to", "To", value=lambda row: row.challenge.to),
        Column("by", "By", value=lambda row: str(row.challenge.challenger)),
        Column("on", "Made on", value=lambda row: row.challenge.on),
        Column("due", "Answer due", value=lambda row: row.challenge.due_on),
        Column("answered", "Answered on", value=lambda row: row.answered_on),
        Column("outcome", "Outcome", value=lambda row: str(row.outcome or "")),
    ]
    return Table(caption, columns, rows, empty="No challenge is on record.")


def disagreements_table(rows: Sequence[Standing]) -> Table[Standing]:
    """Disagreements with the stage at which they are."""
    on = today()

    def stands(row: Standing) -> SafeString:
        if row.settled_on:
            return badge("green", f"Settled at stage {row.step.stage}", symbol="tick")
        late = row.is_late(on)
        word = f"Stage {row.step.stage}{', late' if late else ''}"
        return badge("red" if late else "blue", word, symbol="octagon" if late else "circle")

    def plain(row: Standing) -> str:
        if row.settled_on:
            return f"Settled at stage {row.step.stage}"
        return f"Stage {row.step.stage}{', late' if row.is_late(on) else ''}"

    columns: list[Column[Standing]] = [
        Column(
            "reference",
            "Disagreement",
            value=lambda row: row.disagreement.reference,
            cell=lambda row: _link(row.disagreement.get_absolute_url(), row.disagreement.reference),
            header=True,
        ),
        Column("stands", "Stands", value=plain, cell=stands),
        Column("by", "Raised by", value=lambda row: str(row.disagreement.raised_by)),
        Column("with", "With", value=lambda row: str(row.disagreement.raised_with)),
        Column("theme", "Theme", value=lambda row: str(row.disagreement.theme or "")),
        Column("due", "Due", value=lambda row: None if row.settled_on else row.due),
    ]
    return Table("Disagreements", columns, rows, empty="No disagreement is on record that you may see.")


def half_years_table(rows: Sequence[HalfYear]) -> Table[HalfYear]:
    """What reached stages 3 and 4, half year by half year."""

    def counted(pairs: Sequence[tuple[str, int]]) -> str:
        return "; ".join(f"{name}: {count}" for name, count in pairs)

    columns: list[Column[HalfYear]] = [
        Column("name", "Half year", header=True),
        Column("count", "Reached stage 3 or 4", numeric=True),
        Column("themes", "Themes", value=lambda row: counted(row.themes)),
        Column("agencies", "Agencies", value=lambda row: counted(row.agencies)),
    ]
    return Table("Stages 3 and 4, twice a year", columns, rows, empty="None has reached stage 3.")


def score_badge(value: int) -> SafeString:
    """A score with its band."""
    word, tone, symbol = band(value)
    return badge(tone, word, symbol=symbol, number=value)


def risks_table(rows: Sequence[Scored]) -> Table[Scored]:
    """The register, the greatest risk first."""
    on = today()

    def review(row: Scored) -> SafeString:
        late = '<br><strong class="gt-late">Late</strong>' if row.is_overdue(on) else ""
        return SafeString(f"{escape(uk_date(row.risk.review_on))}{late}")

    columns: list[Column[Scored]] = [
        Column(
            "title",
            "Risk",
            value=lambda row: f"{row.risk.number} {row.risk.title}",
            cell=lambda row: _link(row.risk.get_absolute_url(), f"{row.risk.number} {row.risk.title}"),
            header=True,
        ),
        Column(
            "after",
            "With controls",
            value=lambda row: row.now.after,
            cell=lambda row: score_badge(row.now.after),
        ),
        Column(
            "before",
            "Without",
            value=lambda row: row.now.before,
            cell=lambda row: score_badge(row.now.before),
        ),
        Column("appetite", "Acceptable", value=lambda row: row.risk.appetite, numeric=True),
        Column("above", "Above it", value=lambda row: "Yes" if row.is_above_appetite else ""),
        Column("change", "Change", value=_change),
        Column(
            "owner",
            "Owner",
            value=lambda row: ", ".join(filter(None, (row.risk.post, str(row.risk.owner or "")))),
        ),
        Column("review", "Next review", value=lambda row: row.risk.review_on, cell=review),
    ]
    return Table("Risks", columns, rows, empty="No risk is on the register.")


def _change(row: Scored) -> str:
    if row.before is None or row.change == 0:
        return "" if row.before is None else "No change"
    return f"{'Up' if row.change > 0 else 'Down'} by {abs(row.change)}"


def scorings_table(rows: Sequence[Scoring]) -> Table[Scoring]:
    """Every score that a risk has had."""
    columns: list[Column[Scoring]] = [
        Column("on", "Day", header=True),
        Column(
            "before",
            "Without controls",
            value=lambda row: row.before,
            cell=lambda row: score_badge(row.before),
        ),
        Column(
            "after", "With controls", value=lambda row: row.after, cell=lambda row: score_badge(row.after)
        ),
        Column("note", "Why"),
        Column("by_label", "By"),
    ]
    return Table("How it was scored", columns, rows)


def heat_table(found: Mapping[tuple[int, int], Sequence[Scored]]) -> Table[int]:
    """Likelihood down, impact across, with the risks that stand there."""

    def cell(impact: int) -> Column[int]:
        def shown(likelihood: int) -> SafeString:
            risks = "<br>".join(
                str(_link(row.risk.get_absolute_url(), str(row.risk)))
                for row in found.get((likelihood, impact), ())
            )
            return SafeString(f"{score_badge(score(likelihood, impact))}{f'<br>{risks}' if risks else ''}")

        return Column(
            f"impact_{impact}",
            f"{impact} {IMPACT[impact]}",
            value=lambda likelihood: ", ".join(str(row.risk) for row in found.get((likelihood, impact), ())),
            cell=shown,
        )

    columns: list[Column[int]] = [
        Column(
            "likelihood", "Likelihood", value=lambda number: f"{number} {LIKELIHOOD[number]}", header=True
        ),
        *(cell(impact) for impact in IMPACT),
    ]
    return Table("Heat map: likelihood by impact, with controls", columns, sorted(LIKELIHOOD, reverse=True))
