import datetime as dt

import pytest
from django.core.cache import caches
from django.urls import reverse
from tests.cast import TODAY, signed_in

from goldenthread.partnership.models import Group
from goldenthread.partnership.selectors.groups import structure

SVG = "/thurrock/partnership/structure.svg"


@pytest.fixture(autouse=True)
def _kept_nowhere_else(settings, tmp_path):
    settings.CACHES = settings.CACHES | {
        "charts": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path}
    }


def test_the_chart_says_who_reports_to_whom_and_who_chairs(lpr, chair):
    chart = structure(lpr.partnership, TODAY)
    assert (
        chart.description
        == "2 groups. Strategic Group receives the reports of Learning & Practice Review Group."
    )
    assert chart.table.rows == (
        ("Strategic Group", "Strategic group", "not named", "no other group"),
        ("Learning & Practice Review Group", "Sub-group", "Detective Superintendent", "Strategic Group"),
    )


def test_a_group_under_one_that_ended_stands_at_the_top(strategic, lpr):
    strategic.ends_on = TODAY - dt.timedelta(days=1)
    strategic.save()
    assert [row[-1] for row in structure(lpr.partnership, TODAY).table.rows] == ["no other group"]


def test_the_picture_is_drawn_once_and_kept_by_its_content(lpr, member):
    browser = signed_in(member)
    first = browser.get(SVG)
    assert first.headers["Content-Type"] == "image/svg+xml"
    assert "Strategic Group" in first.content.decode()
    key = structure(lpr.partnership, TODAY).key
    assert caches["charts"].get(key) == first.content.decode()
    assert browser.get(SVG, headers={"if-none-match": first.headers["ETag"]}).status_code == 304


def test_another_chair_is_another_picture(lpr, member, chair):
    browser = signed_in(member)
    before = browser.get(SVG).headers["ETag"]
    lpr.memberships.filter(capacity="chair").delete()
    assert browser.get(SVG, headers={"if-none-match": before}).status_code == 200


def test_the_page_has_the_picture_its_words_and_its_table(lpr, member):
    text = signed_in(member).get(reverse("partnership:structure", args=["thurrock"])).content.decode()
    assert "<svg" in text
    assert 'role="img"' in text
    assert "Strategic Group receives the reports of Learning &amp; Practice Review Group." in text
    assert '<th scope="row">Learning &amp; Practice Review Group</th>' in text


def test_without_groups_the_page_says_what_will_appear(business_manager):
    browser = signed_in(business_manager)
    assert "No group is set up yet" in browser.get("/thurrock/partnership/structure/").content.decode()
    assert browser.get(SVG).status_code == 404
    assert not Group.objects.exists()
