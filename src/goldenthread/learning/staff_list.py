"""A list of staff to book, as an agency keeps it in a spreadsheet: read, checked row by row, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from goldenthread.partnership.models import Agency, Person
from goldenthread.partnership.today import today
from goldenthread.spreadsheets.tables import Row, Sheet

MOST_ROWS = 2000
COLUMNS = {
    "post": ("post", "job title", "role", "job", "position"),
    "name": ("name", "full name", "staff name", "employee"),
    "email": ("email", "e-mail", "email address", "e-mail address", "work email"),
}
Problem = tuple[int | None, str, str]


@dataclass(frozen=True)
class Listed:
    """One row of the list: who it is, and whether the partnership knows them already."""

    row: int
    post: str
    name: str
    email: str
    person: int | None

    def __str__(self) -> str:
        return f"{self.post} ({self.name})" if self.name else self.post


class StaffListError(ValueError):
    """A list cannot be used. ``problems`` are all of them: row, column, what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        """The number of problems stands in the message."""
        self.problems = problems
        count = "One problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(
            f"{count} in the file. Nobody was booked. Put them right, and choose the file again."
        )


def read_staff(sheet: Sheet, agency: Agency) -> list[Listed]:
    """The rows of a list of an agency's staff; empty rows are left out. Two queries.

    Raises :class:`StaffListError` with every problem: a missing column, a row without a post or with an address that is
    none, somebody twice, and an address that belongs to another agency.
    """
    columns = _columns(sheet)
    known = _known(agency)
    problems: list[Problem] = []
    found: list[Listed] = []
    seen: dict[str, int] = {}
    for row in sheet.rows:
        cells = {name: _text(row, heading) for name, heading in columns.items()}
        if not any(cells.values()):
            continue
        wrong = list(_wrong(cells, known, agency, seen))
        problems += [(row.number, columns.get(name, name.capitalize()), said) for name, said in wrong]
        email = cells.get("email", "").casefold()
        seen.setdefault(email, row.number)
        there = known.get(email)
        found.append(
            Listed(row.number, cells["post"], cells.get("name", ""), email, there.pk if there else None)
        )
    if not found and not problems:
        problems.append((None, "Post", "nobody is in the list. Fill in a row for each person."))
    if len(found) > MOST_ROWS:
        problems.append((None, "Post", f"there are more than {MOST_ROWS:,} rows. Divide the list."))
    if problems:
        raise StaffListError(problems)
    return found


def _columns(sheet: Sheet) -> dict[str, str]:
    headings = {heading.strip().casefold(): heading for heading in sheet.headings}
    found = {
        name: headings[word] for name, words in COLUMNS.items() for word in words[::-1] if word in headings
    }
    missing = [name for name in ("post", "email") if name not in found]
    if missing:
        raise StaffListError(
            [
                (sheet.header_row, name.capitalize(), f"there is no column “{name.capitalize()}”. Add it.")
                for name in missing
            ]
        )
    return found


def _known(agency: Agency) -> dict[str, Person]:
    """Everybody in post by each of their addresses."""
    rows = Person.objects.in_post(today()).filter(partnership=agency.partnership_id)
    found: dict[str, Person] = {}
    for person in rows.select_related("user", "agency"):
        for address in filter(None, (person.email, person.user.email if person.user else "")):
            found.setdefault(address.casefold(), person)
    return found


def _text(row: Row, heading: str) -> str:
    value = row.cells.get(heading)
    return " ".join(str(value).split()) if value is not None else ""


def _wrong(
    cells: dict[str, str], known: dict[str, Person], agency: Agency, seen: dict[str, int]
) -> Iterable[tuple[str, str]]:
    email = cells.get("email", "").casefold()
    if not cells.get("post"):
        yield "post", "the post is missing. Write what they do."
    elif len(cells["post"]) > 200 or len(cells.get("name", "")) > 200:
        yield "post", "this is longer than 200 characters. Shorten it."
    if not email:
        yield "email", "the email address is missing: it is how they learn of their place."
        return
    try:
        validate_email(email)
    except ValidationError:
        yield "email", "this is no email address. Write it like name@organisation.gov.uk."
        return
    if email in seen:
        yield "email", f"this address stands in row {seen[email]} too. Keep one of the two."
    there = known.get(email)
    if there is not None and there.agency_id != agency.pk:
        yield "email", "this address belongs to somebody of another agency. Ask the partnership’s team."
