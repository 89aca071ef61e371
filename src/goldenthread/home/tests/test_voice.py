"""What people said stands on the home of whoever reads it first, and of nobody else."""

from tests.cast import viewing

from goldenthread.evidence.voice.actions.moderation import show_words
from goldenthread.evidence.voice.models import Words
from goldenthread.evidence.voice.tests.cases import answer, choose, surveyed
from goldenthread.home.tests.cases import read


def test_free_text_waits_on_the_home_of_the_business_team_until_it_is_read(
    business_team, member, business_manager
):
    by = viewing(business_manager)
    survey, questions = surveyed(by)
    assert "Free text of surveys" not in read(business_team, "/thurrock/")
    answer(survey, choose(questions["one"], "Yes"), words={questions["words"]: "More lights"})
    assert "Free text of surveys to read: 1 answer." in read(business_team, "/thurrock/")
    assert "Free text of surveys" not in read(member, "/thurrock/")
    show_words(by=by, words=Words.objects.get(), shown="More lights")
    assert "Free text of surveys" not in read(business_team, "/thurrock/")
