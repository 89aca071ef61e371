"""Records of learning as tables: one's own, an agency's matrix, its gaps, and figures across agencies."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.learning.counting import NEVER, Standing
from goldenthread.learning.models import Completion, Course, JobRole
from goldenthread.learning.selectors.matrix import FEWEST, Line, Matrix, Tally
from goldenthread.learning.selectors.records import Gap, Learned
from goldenthread.learning.tables.programme import link

MARKS = {
    Standing.IN_FORCE: ("green", "tick"),
    Standing.SOON: ("amber", "triangle"),
    Standing.RUN_OUT: ("red", "cross"),
    Standing.MISSING: ("red", "ring"),
}
# The word of a state for each tone that a record may have.
SYMBOLS = {"green": "tick", "amber": "triangle", "blue": "ring", "red": "cross", "grey": "square"}
TOO_FEW = f"fewer than {FEWEST}"


def standing_badge(standing: Standing) -> SafeString:
    """How somebody stands with a course; nothing where it is not needed and not there."""
    if standing is Standing.NOT_NEEDED:
        return SafeString("")
    tone, symbol = MARKS[standing]
    return badge(tone, standing.label, symbol=symbol)


def record_table(rows: Sequence[Learned], slug: str, *, empty: str) -> Table[Learned]:
    """What somebody completed, with until when it counts and the certificate."""

    def paper(row: Learned) -> str:
        if not hasattr(row.completion, "certificate") or hasattr(row.completion, "withdrawal"):
            return ""
        found = row.completion.certificate
        return link(f"/{slug}/learning/certificates/{found.pk}.pdf", f"Certificate {found.code}")

    def proof(row: Learned) -> str:
        if not hasattr(row.completion, "proof"):
            return ""
        return link(f"/{slug}/learning/records/{row.completion.pk}/", "Proof")

    columns: list[Column[Learned]] = [
        Column("course", "Course", value=lambda row: str(row.completion.course), header=True),
        Column("how", "How", value=lambda row: row.completion.where or row.completion.get_how_display()),
        Column("on", "Completed", value=lambda row: row.completion.on, classes="gt-nowrap"),
        Column(
            "until", "Counts until", classes="gt-nowrap",
            value=lambda row: row.completion.valid_until or "Does not run out",
        ),
        Column(
            "stands", "Stands", value=lambda row: row.said,
            cell=lambda row: badge(row.tone, row.said, symbol=SYMBOLS[row.tone]),
        ),
        Column(
            "certificate", "Certificate", cell=paper,
            value=lambda row: row.completion.certificate.code if hasattr(row.completion, "certificate") else "",
        ),
        Column(
            "proof", "Proof", cell=proof,
            value=lambda row: row.completion.proof.file_name if hasattr(row.completion, "proof") else "",
        ),
    ]  # fmt: skip
    return Table("Record", columns, rows, empty=empty)


def needs_table(rows: Sequence[Gap]) -> Table[Gap]:
    """What one's work needs, and how one stands with it."""

    def until(row: Gap) -> object:
        if row.until is None:
            return "Not completed yet"
        return "Does not run out" if row.until == NEVER else row.until

    columns: list[Column[Gap]] = [
        Column(
            "course", "Course", value=lambda row: str(row.course), header=True,
            cell=lambda row: link(row.course.get_absolute_url(), str(row.course)),
        ),
        Column(
            "stands", "Stands", value=lambda row: row.standing.label,
            cell=lambda row: standing_badge(row.standing),
        ),
        Column("until", "Counts until", value=until, classes="gt-nowrap"),
    ]  # fmt: skip
    return Table("What your work needs", columns, rows)


def proofs_table(rows: Sequence[Completion], slug: str) -> Table[Completion]:
    """Proofs that wait for somebody to look at them."""
    columns: list[Column[Completion]] = [
        Column(
            "person", "Who", value=lambda row: str(row.person), header=True,
            cell=lambda row: link(f"/{slug}/learning/records/{row.pk}/", str(row.person)),
        ),
        Column("agency", "Agency", value=lambda row: str(row.person.agency or "")),
        Column("course", "Course", value=lambda row: str(row.course)),
        Column("on", "Completed", classes="gt-nowrap"),
        Column("where", "Where", value=lambda row: row.where or row.get_how_display()),
    ]  # fmt: skip
    return Table("Proofs to check", columns, rows, empty="No proof waits to be checked.")


def matrix_table(matrix: Matrix, caption: str) -> Table[Line]:
    """Staff in rows, courses in columns."""
    columns: list[Column[Line]] = [
        Column("person", "Who", value=lambda line: str(line.person), header=True),
        Column("work", "Work", value=lambda line: line.work or "Not said", classes="gt-nowrap"),
        Column("gaps", "Gaps", numeric=True),
    ]
    columns += [_course_column(number, course) for number, course in enumerate(matrix.courses)]
    return Table(caption, columns, matrix.lines, empty="Nobody of this agency is in the list of people yet.")


def _course_column(number: int, course: Course) -> Column[Line]:
    return Column(
        f"course{number}", str(course), value=lambda line: line.cells[number].label,
        cell=lambda line: standing_badge(line.cells[number]),
    )  # fmt: skip


def gaps_table(matrix: Matrix, caption: str) -> Table[tuple[Line, Course, Standing]]:
    """Each course that somebody needs and has not, or no longer."""
    columns: list[Column[tuple[Line, Course, Standing]]] = [
        Column("person", "Who", value=lambda row: str(row[0].person), header=True),
        Column("email", "Email", value=lambda row: row[0].person.email),
        Column("work", "Work", value=lambda row: row[0].work),
        Column("course", "Course", value=lambda row: str(row[1])),
        Column("stands", "Stands", value=lambda row: row[2].label, cell=lambda row: standing_badge(row[2])),
    ]
    return Table(caption, columns, matrix.gaps(), empty="Nothing that is needed is missing.")


def tallies_table(rows: Sequence[Tally], *, open_to: frozenset[int], slug: str) -> Table[Tally]:
    """Agencies in figures; the name leads to the matrix of those that the reader may open."""

    def named(row: Tally) -> str:
        return (
            link(f"/{slug}/learning/agency/{row.agency.key}/matrix/", str(row.agency))
            if row.agency.pk in open_to
            else str(row.agency)
        )

    def known(row: Tally) -> object:
        return row.with_work if row.is_shown or not row.staff else TOO_FEW

    def few(count: int, row: Tally) -> object:
        return count if row.is_shown else None

    columns: list[Column[Tally]] = [
        Column("agency", "Agency", value=lambda row: str(row.agency), cell=named, header=True),
        Column("staff", "People", value=lambda row: row.staff, numeric=True),
        Column("work", "Whose work is known", value=known, numeric=True),
        Column("needed", "Needed", value=lambda row: few(row.needed, row), numeric=True),
        Column("force", "In force", value=lambda row: few(row.in_force, row), numeric=True),
        Column("soon", "Runs out soon", value=lambda row: few(row.counts[Standing.SOON], row), numeric=True),
        Column("share", "In force, %", value=lambda row: row.share, numeric=True),
        Column("absent", "Did not come, %", value=lambda row: row.absence, numeric=True),
    ]
    return Table("Training by agency", columns, rows, empty="No agency yet.")


def courses_by_agency_table(courses: Sequence[Course], rows: Sequence[Tally]) -> Table[Course]:
    """For each course that somebody needs, the share of those of each agency in whom it is in force."""
    columns: list[Column[Course]] = [Column("title", "Course", header=True)]
    columns += [_agency_column(tally) for tally in rows]
    empty = "Nobody’s work needs a course yet. Say first who needs what."
    return Table("In force by course and agency, in per cent", columns, courses, empty=empty)


def _agency_column(tally: Tally) -> Column[Course]:
    return Column(
        tally.agency.key, tally.agency.short_name or tally.agency.name,
        value=lambda row: tally.share_of(row.pk), numeric=True,
    )  # fmt: skip


def work_table(rows: Sequence[JobRole], slug: str) -> Table[JobRole]:
    """Each kind of work with the courses it needs. Reads ``people`` and prefetched requirements."""
    columns: list[Column[JobRole]] = [
        Column(
            "title", "Work", value=lambda row: row.title, header=True,
            cell=lambda row: link(f"/{slug}/learning/work/{row.pk}/edit/", row.title),
        ),
        Column(
            "courses", "Needs",
            value=lambda row: "; ".join(str(each.course) for each in row.requirements.all()) or "Nothing yet",
        ),
        Column("people", "People", numeric=True),
    ]  # fmt: skip
    empty = (
        "No kind of work yet. Add the first, and say which courses it needs: the matrix follows from that."
    )
    return Table("Who needs what", columns, rows, empty=empty)
