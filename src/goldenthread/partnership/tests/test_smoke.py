import pytest
from django.urls import reverse
from tests.cast import signed_in


@pytest.mark.parametrize(
    "name",
    "overview change theme me agencies add_agency structure structure_svg groups add_group people add_person roles messages audit".split(),
)
def test_page(everybody, name):
    r = signed_in(everybody["business_manager"]).get(reverse(f"partnership:{name}", args=["thurrock"]))
    assert r.status_code == 200, r


def test_details(everybody, council, lpr):
    c = signed_in(everybody["business_manager"])
    for o in (council, lpr, everybody["chair"], everybody["business_manager"]):
        u = o.get_absolute_url()
        assert c.get(u).status_code == 200
    for n in "change_group group_terms add_seat appoint_chair designate_deputy".split():
        assert c.get(reverse(f"partnership:{n}", args=["thurrock", "lpr"])).status_code == 200
    for n in "change_agency end_agency".split():
        assert c.get(reverse(f"partnership:{n}", args=["thurrock", "council"])).status_code == 200
    for n in "change_person leave return give_role invite".split():
        assert c.get(reverse(f"partnership:{n}", args=["thurrock", everybody["chair"].pk])).status_code == 200
    for n in "agencies groups people audit".split():
        for k in "csv xlsx ods".split():
            assert c.get(reverse(f"partnership:{n}_export", args=["thurrock", k])).status_code == 200
