"""The example loads through the room's own actions, once, and shows what it is meant to show."""

from tests.cast import TODAY
from tests.provision import ROOT

from goldenthread.evidence.voice.example import load_example
from goldenthread.evidence.voice.models import Engagement, Response, Submission, Survey, Words
from goldenthread.evidence.voice.selectors.surveys import results_of
from goldenthread.partnership.models import Agency


def test_the_example_shows_what_was_said_and_done(partnership, council, police, system):
    Agency.objects.create(partnership=partnership, key="nelft", name="NELFT", sector="health")
    for _ in range(2):
        load_example(partnership, by=system, folder=ROOT / "examples" / "thurrock")
    assert (Engagement.objects.count(), Submission.objects.count()) == (3, 51)
    assert [row.status for row in Response.objects.all()] == ["draft", "published"]
    survey = Survey.objects.get(key="working-together-2019")
    results = results_of(survey, TODAY)
    assert results.answered == 40
    rows = {row.text: row.count for row in results.questions[0].rows}
    assert rows["Health"] == 12
    assert rows["A charity or another service"] is None
    assert Survey.objects.open_on(TODAY).get().questions.first().text.startswith("How safe")
    assert set(Words.objects.values_list("status", flat=True)) == {"waiting", "shown", "withheld"}
