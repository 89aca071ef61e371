"""Words that others will read: looked at for whatever could tell who a child or a family is."""

from __future__ import annotations

import datetime as dt

from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.identifying import check_no_identifiers
from goldenthread.partnership.redaction import places_in

MOST_NAMED = 5


# What a confined text may not hold either. Days of visits and meetings it may: practice has dates.
NEVER = ("title", "birth", "address", "postcode", "nhs", "phone", "email")


def check_confined_text(field: str, text: str) -> None:
    """Raises :class:`RuleError` at ``field`` for what tells who a child or a family is: a birthday, an address, a
    number, somebody's name with a title.
    """
    check_no_identifiers(field, text, days_since=dt.date.min)
    places = [place for place in places_in(text) if place.rule in NEVER]
    if places:
        named = ", ".join(f"“{place.words}” ({place.what})" for place in places[:MOST_NAMED])
        raise RuleError({field: f"Take out {named}: write of practice, not of people."}, code="identifying")


def check_open_text(field: str, text: str, *, looked: bool) -> None:
    """Raises :class:`RuleError` at ``field`` for what tells who somebody is: numbers and addresses always; what may be
    a name, a school or a day, unless whoever writes has ``looked`` at it and says that it names nobody.
    """
    check_no_identifiers(field, text)
    places = [] if looked else places_in(text)
    if places:
        named = ", ".join(f"“{place.words}” ({place.what})" for place in places[:MOST_NAMED])
        raise RuleError(
            {
                field: f"Look at {named}. Change the words, or tick below that they tell nobody who a child is."
            },
            code="look",
        )
