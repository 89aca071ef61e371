"""``goldenthread duties …``: list what is owed as of a day, and explain a rule."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from goldenthread.partnership.models import Partnership

app = typer.Typer(no_args_is_help=True)
PartnershipOption = Annotated[
    str, typer.Option(help="The partnership's address; needed where there are several.")
]
DayOption = Annotated[
    str, typer.Option("--as-of", help="The day, as 2019-09-09; today where it is left out.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def fail(message: str, *, as_json: bool) -> NoReturn:
    """Ends the command without having changed anything."""
    if as_json:
        typer.echo(json.dumps({"errors": [{"message": message}]}, ensure_ascii=False))
    else:
        typer.echo(message, err=True)
    raise typer.Exit(1)


def day_of(text: str, *, as_json: bool) -> dt.date:
    """The day that somebody typed; today where they typed none. Ends the command for what is no day."""
    from goldenthread.design.filters import read_day
    from goldenthread.partnership.today import today

    if not text:
        return today()
    day = read_day(text)
    if day is None:
        fail(f"“{text}” is no day. Write it as 2019-09-09.", as_json=as_json)
    return day


def partnership_of(slug: str, *, as_json: bool) -> Partnership:
    """The partnership of an address, or the only one. Ends the command where there is none, or several."""
    from goldenthread.partnership.models import Partnership

    found = list(Partnership.objects.filter(**({"slug": slug} if slug else {}))[:2])
    if not found:
        fail(
            f"There is no partnership “{slug}”." if slug else "There is no partnership yet.", as_json=as_json
        )
    if len(found) > 1:
        fail("There are several partnerships: name one with --partnership.", as_json=as_json)
    return found[0]


@app.command("list")
def list_duties(
    as_of: DayOption = "", partnership: PartnershipOption = "", as_json: JsonOption = False
) -> None:
    """Everything that was owed on a day, and how it stood."""
    from goldenthread.duties.derivation import fresh
    from goldenthread.duties.models import Duty
    from goldenthread.duties.tables.duties import owner

    day, where = day_of(as_of, as_json=as_json), partnership_of(partnership, as_json=as_json)
    fresh(where)
    rows = Duty.objects.filter(partnership=where).open(day).select_related("agency", "group")
    found: list[dict[str, Any]] = [
        {
            "rule": row.rule_key,
            "title": row.title,
            "about": row.what,
            "owed_by": owner(row),
            "arose_on": row.arose_on.isoformat(),
            "due_on": row.due_on.isoformat() if row.due_on else None,
            "state": str(row.state(day)),
            "restricted": row.restricted,
        }
        for row in rows.order_by("due_on", "rule_key", "pk")
    ]
    if as_json:
        typer.echo(
            json.dumps(
                {"partnership": where.slug, "as_of": day.isoformat(), "duties": found},
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    for each in found:
        about = f": {each['about']}" if each["about"] else ""
        typer.echo(
            f"{each['due_on'] or 'paused':<12} {each['state']:<9} {each['title']}{about} ({each['owed_by']})"
        )


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(help="The rule's key, such as meeting.minutes.")],
    as_of: DayOption = "",
    partnership: PartnershipOption = "",
    as_json: JsonOption = False,
) -> None:
    """One rule as it holds on a day: what it asks, of whom, by when, what follows from a breach, and its source."""
    from goldenthread.duties.derivation import rulebook

    day, where = day_of(as_of, as_json=as_json), partnership_of(partnership, as_json=as_json)
    book = rulebook(where)
    found = book.rule_for(rule, day)
    if found is None:
        known = ", ".join(each.key for each in book.in_force(day))
        fail(f"No rule “{rule}” holds on that day. There are: {known}.", as_json=as_json)
    answer = {
        "rule": found.key,
        "title": found.title,
        "limit": found.describe(),
        "begins_when": found.trigger.label,
        "met_when": [each.label for each in found.met_by],
        "owed_by": found.owed_by.label,
        "told": list(found.told),
        "breach": [each.describe() for each in found.breach],
        "holds_from": found.holds_from.isoformat(),
        "holds_until": found.holds_until.isoformat() if found.holds_until else None,
        "source": found.source,
        "basis": list(found.basis),
        "pack": found.pack,
        "confirmed": found.confirmed,
        "note": found.note,
    }
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for name, value in answer.items():
        if value not in ("", [], None):
            said = "; ".join(value) if isinstance(value, list) else value
            typer.echo(f"{name.replace('_', ' ')}: {said}")
