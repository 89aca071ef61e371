"""How exactly a due date was given."""

from django.db import models


class DuePrecision(models.TextChoices):
    """The period that was named. The date kept is its last day."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    YEAR = "year", "Year"
