"""Forms for the partnership's details, its agencies, and its groups."""

from __future__ import annotations

import calendar
from typing import Any

from django import forms

from goldenthread.design.forms import CharacterCount, GovukRadios
from goldenthread.partnership.forms.acting import ActionForm, VersionedActionForm, day_field
from goldenthread.partnership.models import Agency, Group, Partnership, Region
from goldenthread.partnership.models.structure import colour
from goldenthread.partnership.viewer import Viewer

MONTHS = [(number, calendar.month_name[number]) for number in range(1, 13)]


def text(label: str, *, required: bool = True, most: int = 200, help_text: str = "") -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, required=required, max_length=most, help_text=help_text)


def prose(label: str, *, most: int = 4000, rows: int = 5, help_text: str = "") -> forms.CharField:
    """Paragraphs."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=most,
        help_text=help_text,
        widget=CharacterCount(most, rows=rows),
    )


class PartnershipForm(VersionedActionForm):
    """The partnership's own details."""

    name = text("Name")
    short_name = text(
        "Short name", most=60, help_text="As it stands in page titles and emails, such as Thurrock LSCP."
    )
    area = text("Area", required=False)
    vision = prose("Vision", most=1000, rows=4)
    effective_from = day_field("Arrangements in force from")
    region = forms.ModelChoiceField(
        Region.objects.order_by("name"),
        label="Region",
        required=False,
        empty_label="None",
        help_text="The neighbouring partnerships with which procedures and returns are shared.",
        error_messages={"invalid_choice": "Choose a region from the list, or None."},
    )
    rule_pack = forms.ChoiceField(
        label="Rule pack",
        choices=Partnership.RulePack.choices,
        widget=GovukRadios,
        help_text="The edition of the statutory guidance whose time limits hold.",
    )
    business_year_month = forms.TypedChoiceField(
        label="First month of the business year", choices=MONTHS, coerce=int
    )
    accent = forms.CharField(
        label="Accent colour",
        max_length=7,
        validators=[colour],
        help_text="The colour of the band at the top and of buttons, as # and six digits. "
        "It must be dark enough to read white text on.",
    )
    support_email = forms.EmailField(
        label="Email of the business team",
        required=False,
        help_text="Where people reply to the site's emails and ask for help.",
    )


class AgencyForm(ActionForm):
    """A new agency."""

    name = text("Name")
    short_name = text("Short name", required=False, most=60, help_text="For narrow columns, such as CCG.")
    kind = forms.ChoiceField(
        label="Standing under the arrangements", choices=Agency.Kind.choices, widget=GovukRadios
    )
    sector = forms.ChoiceField(label="Sector", choices=[("", "Choose a sector"), *Agency.Sector.choices])
    lead_representative = text(
        "Post of the lead representative", required=False, help_text="A post, not a name: Chief Executive."
    )
    note = prose("Note", most=2000, rows=3)


class AgencyChangeForm(VersionedActionForm, AgencyForm):
    """An agency's details."""


class AgencyEndForm(VersionedActionForm):
    """An agency's last day under the arrangements."""

    ended_on = day_field(
        "Last day under the arrangements",
        help_text="Leave empty to bring the agency back. Its past stays on record.",
    )


class GroupForm(ActionForm):
    """A new group."""

    name = text("Name")
    short_name = text(
        "Short name", required=False, most=60, help_text="For charts and narrow columns, such as LPR."
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=Group.Kind.choices,
        widget=GovukRadios(
            hints={Group.Kind.TASK_AND_FINISH: "For a limited time: it needs the day on which it ends."}
        ),
    )
    parent = forms.ModelChoiceField(
        Group.objects.none(),
        label="Reports to",
        required=False,
        empty_label="No other group",
        error_messages={"invalid_choice": "Choose a group from the list, or “No other group”."},
    )
    purpose = prose("Purpose", most=2000, rows=4)
    chairing = text(
        "How it is chaired", required=False, help_text="Such as: in turn by the three safeguarding partners."
    )
    meeting_frequency = text("How often it meets", required=False, help_text="Such as: 4 a year, half a day.")
    started_on = day_field("Set up on")
    ends_on = day_field("Ends on", help_text="Seats end with the group.")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = viewer.partnership.groups.all()  # type: ignore[attr-defined]


class GroupChangeForm(VersionedActionForm, GroupForm):
    """A group's details."""


class TermsForm(VersionedActionForm):
    """A group's terms of reference."""

    terms_of_reference = prose("Terms of reference", most=20000, rows=14)
    terms_approved_on = day_field("Approved on")
    terms_review_on = day_field("To be reviewed by")
