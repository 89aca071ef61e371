"""One figure of a return: its boxes, and what people really type into them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.evidence.measures.actions.returns import Figure
from goldenthread.evidence.measures.analysis.periods import Period
from goldenthread.evidence.measures.checking import plain
from goldenthread.evidence.measures.models import Indicator, Observation

MOST = Decimal(10) ** 11
NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "nil return", "not available", "none", "null"})
SUPPRESSED = re.compile(r"[<≤≥>~]\s*\d|^\*$|^[cxuz]$", re.IGNORECASE)


def read_number(text: str) -> Decimal | None:
    """What somebody typed as a number: ``1,234``, ``82.4%``, ``£5.20``; ``None`` for nothing, “n/a” or a dash.

    Raises :class:`ValidationError` with a sentence for anything else.
    """
    bare = " ".join(text.split()).casefold().removeprefix("£").removesuffix("%").strip()
    if bare in NOTHING:
        return None
    if SUPPRESSED.search(bare):
        raise ValidationError(
            f"“{text.strip()[:30]}” hides the number. Enter the true one: what is too small to publish is hidden."
        )
    plain = re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", bare).replace("−", "-")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise ValidationError(
            f"“{text.strip()[:30]}” is not a number. Write it in figures, like 1234 or 82.4."
        ) from None
    if not number.is_finite() or abs(number) >= MOST:
        raise ValidationError(f"“{text.strip()[:30]}” is not a number that can be kept. Write it in figures.")
    if number != round(number, 6):
        raise ValidationError("Give at most six decimals.")
    return number


class NumberField(forms.CharField):
    """A number as people type it."""

    def __init__(self, **kwargs: Any) -> None:
        """Never required: a draft may be incomplete."""
        super().__init__(required=False, max_length=40, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "class": "govuk-input--width-5", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        """The number, or nothing."""
        return read_number(super().clean(value))


class FigureForm(forms.Form):
    """The boxes of one figure: a numerator and a denominator, or a value; and a comment."""

    commentary = forms.CharField(
        label="Comment", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, data: Any = None, *, indicator: Indicator, period: Period, row: Observation | None
    ) -> None:
        """``row`` is what stands of it: its draft, or what was sent."""
        names = ("numerator", "denominator") if indicator.has_denominator else ("value",)
        initial = {name: in_box(getattr(row, name)) for name in names} if row else {}
        if row and indicator.has_denominator and row.value is not None and row.numerator is None:
            names, initial = (*names, "value"), initial | {"value": in_box(row.value)}
        super().__init__(
            data, prefix=f"i{indicator.pk}", initial=initial | {"commentary": row.commentary if row else ""}
        )
        self.indicator, self.period = indicator, period
        labels = {"numerator": "Numerator", "denominator": "Denominator", "value": "Figure"}
        boxes = {name: NumberField(label=labels[name]) for name in names}
        self.fields = {**boxes, "commentary": self.fields["commentary"]}
        self.standing = fingerprint(str(self.initial.get(name, "")) for name in self.fields)
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"what-{indicator.pk}"
            field.label = f"{labels.get(name, 'Comment')}"

    @property
    def was(self) -> str:
        """The name of the hidden field that says what stood in the boxes when the page was opened."""
        return self.add_prefix("was")

    @property
    def is_untouched(self) -> bool:
        """Whether the boxes hold what they held when the page was opened: then there is nothing to keep."""
        return bool(self.data.get(self.was)) and self.typed == self.data[self.was]

    def clean(self) -> dict[str, Any]:
        """Refuses to write over what somebody else drafted while the page was open."""
        seen = self.data.get(self.was)
        if seen and seen != self.standing and self.typed not in (seen, self.standing):
            stands = ", ".join(str(self.initial[name]) for name in self.fields if self.initial.get(name))
            raise ValidationError(
                f"Somebody has changed {self.indicator} since you opened this page: "
                f"{f'“{stands}” is drafted now' if stands else 'the draft was removed'}. Yours is still in the boxes: "
                "press the button again to keep yours, or open the page anew to see theirs."
            )
        return self.cleaned_data

    @property
    def typed(self) -> str:
        """Stands for what was sent in the boxes."""
        return fingerprint(self.data.get(self.add_prefix(name), "") for name in self.fields)

    @property
    def kept(self) -> str:
        """Stands for what is in the boxes once it is kept; call after ``is_valid``."""
        given = self.cleaned_data
        return fingerprint(
            given[name] if name == "commentary" else in_box(given[name]) for name in self.fields
        )

    @property
    def figure(self) -> Figure:
        """What was entered; call after ``is_valid``."""
        given = self.cleaned_data
        return Figure(
            self.indicator,
            self.period,
            numerator=given.get("numerator"),
            denominator=given.get("denominator"),
            value=given.get("value"),
            commentary=given.get("commentary", ""),
        )


def fingerprint(texts: Iterable[str]) -> str:
    """Stands for what is in the boxes of one figure, whatever the line ends of its comment."""
    told = "\x1f".join(text.strip().replace("\r\n", "\n") for text in texts)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def in_box(number: Decimal | None) -> str:
    """A number as it stands in a box."""
    return "" if number is None else plain(number)


class AnswerForm(forms.Form):
    """A question about a figure, or the answer to one."""

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        """``label`` says which."""
        super().__init__(*args, **kwargs)
        self.fields["text"] = forms.CharField(
            label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
        )
