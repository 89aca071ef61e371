"""Forms that come out as GOV.UK components: `{{ form }}` and `{{ form.field.as_field_group }}` are enough."""

from goldenthread.design.forms.dates import GovukDateField, GovukDateWidget
from goldenthread.design.forms.renderer import GovukBoundField, GovukRenderer
from goldenthread.design.forms.versions import Difference, VersionedForm
from goldenthread.design.forms.widgets import CharacterCount, GovukCheckboxes, GovukRadios

__all__ = [
    "CharacterCount",
    "Difference",
    "GovukBoundField",
    "GovukCheckboxes",
    "GovukDateField",
    "GovukDateWidget",
    "GovukRadios",
    "GovukRenderer",
    "VersionedForm",
]
