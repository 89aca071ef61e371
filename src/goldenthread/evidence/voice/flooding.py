"""How many answers a survey takes in an hour, from one network address and from everywhere."""

from __future__ import annotations

from django.conf import settings

from goldenthread.partnership import flooding


def too_many(survey: int, address: str) -> bool:
    """Counts one more answer to a survey; answers whether it is one too many, of its address or of all.

    ``address`` is "" where it is not known: then only the limit of all holds. The caller holds the survey's lock, so
    that two at once are both counted.
    """
    return flooding.too_many(
        f"survey:{survey}",
        address=address,
        from_one=settings.SURVEY_ANSWERS_FROM_ONE_ADDRESS,
        from_all=settings.SURVEY_ANSWERS_AN_HOUR,
    )
