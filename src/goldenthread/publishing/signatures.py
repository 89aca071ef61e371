"""Who has signed a report off, whose signature no longer holds, and who is still to sign."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.design.words import uk_date
from goldenthread.partnership.models import Agency, Person, RoleAssignment
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.today import today
from goldenthread.publishing.models import Report, SignOff


@dataclass(frozen=True)
class Signatures:
    """The signatures under the version that is being written.

    ``current`` were given under the text as it stands, ``lapsed`` under an earlier one by people who could sign
    again, ``waiting`` are the agencies whose people have not signed.
    """

    current: tuple[SignOff, ...]
    lapsed: tuple[SignOff, ...]
    waiting: tuple[Agency, ...]
    needed: int

    @property
    def agencies(self) -> int:
        """How many agencies stand by the text."""
        return len({sign_off.agency_id for sign_off in self.current})

    @property
    def is_complete(self) -> bool:
        """Whether enough agencies have signed and nobody's signature has lapsed."""
        return self.agencies >= self.needed and not self.lapsed

    @property
    def lines(self) -> list[str]:
        """Each signature in words, as an edition prints it."""
        return [
            f"{sign_off.by_label} for {sign_off.agency.name} on {uk_date(sign_off.signed_on)}"
            for sign_off in self.current
        ]


def next_number(report: Report) -> int:
    """The number of the version that is being written. One query."""
    latest = report.editions.order_by("-number").values_list("number", flat=True).first()
    return (latest or 0) + 1


def signatures_of(report: Report, number: int, checksum: str | None = None) -> Signatures:
    """Who stands by version ``number``; with the ``checksum`` of its text, by exactly this text. Two queries.

    Without the checksum, changes of the report are seen and changes of the figures behind it are not.
    """
    partners = _partners(report)
    may_sign = {person.pk for person in partners}
    latest: dict[int, SignOff] = {}
    for sign_off in report.sign_offs.filter(edition_number=number).select_related("agency").order_by("id"):
        latest[sign_off.person_id] = sign_off
    current = tuple(each for each in latest.values() if _holds(each, report, checksum))
    signed = {each.agency_id for each in current}
    agencies = {person.agency_id: person.agency for person in partners}
    return Signatures(
        current=current,
        lapsed=tuple(each for each in latest.values() if each not in current and each.person_id in may_sign),
        waiting=tuple(agency for pk, agency in agencies.items() if agency and pk not in signed),
        needed=report.signatures_needed,
    )


def _holds(sign_off: SignOff, report: Report, checksum: str | None) -> bool:
    return sign_off.report_version == report.version and checksum in (None, sign_off.checksum)


def _partners(report: Report) -> list[Person]:
    """Everybody in post who may sign for a safeguarding partner."""
    held = (
        RoleAssignment.objects.current(today())
        .filter(
            role=Role.SAFEGUARDING_PARTNER,
            person__partnership=report.partnership_id,
            person__agency__kind=Agency.Kind.SAFEGUARDING_PARTNER,
        )
        .select_related("person__agency")
        .order_by("person__agency__name", "person_id")
    )
    return [each.person for each in held if each.person.left_on is None or each.person.left_on >= today()]
