"""The pages made from the code say what the code says."""

from pathlib import Path

import pytest

from goldenthread.documentation import pages
from goldenthread.environment import Environment
from goldenthread.partnership.permissions import Permission, Role

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("name", list(pages()))
def test_a_page_made_from_the_code_is_up_to_date(name):
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "run: goldenthread docs"


def test_every_setting_says_what_it_is_for():
    assert all(field.description for field in Environment.model_fields.values())


def test_every_permission_is_held_by_somebody_and_every_role_may_enter():
    assert all(any(p in role.permissions for role in Role) or p is Permission.RATE_ACTION for p in Permission)
    assert all(Permission.ENTER in role.permissions for role in Role)
