import datetime as dt
import hashlib
import io
import json

import docx
import pikepdf
import pytest
from lxml import html
from tests.cast import viewing

from goldenthread.partnership.models import AuditEvent
from goldenthread.plans.models import Plan
from goldenthread.publishing.build import build_files, build_report, write_text
from goldenthread.publishing.example import ExampleError, load_example, publish_example
from goldenthread.publishing.missing import missing_from
from goldenthread.publishing.models import Event, Report
from goldenthread.publishing.performance.outline import CHAPTERS
from goldenthread.publishing.tests.conftest import EXAMPLE, fresh


@pytest.fixture
def text(example):
    return write_text(fresh(example))


@pytest.fixture
def page(text):
    return html.fragment_fromstring(text.html, create_parent="div")


def words(element):
    return " ".join(element.text_content().split())


def table(page, caption):
    (found,) = [t for t in page.iter("table") if caption in words(t.find("caption"))]
    return [[words(cell) for cell in row] for row in found.iter("tr")]


def value(text, key):
    return text.content.ledger.cite(key).value


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("website.hits", 2859 + 3246 + 3904 + 4374),
        ("events.attendance", 78 + 54 + 25),
        ("events.packs", 54 + 27 + 40),
        ("events.items", 1080 + 918 + 1360),
        ("events.with-packs", 3),
        ("events.held", 5),
        ("plan.exceptions", 22),
        ("plan.overdue", 22),
        ("plan.unexplained", 0),
    ],
)
def test_the_totals_are_those_of_the_published_figures(text, key, expected):
    assert value(text, key) == expected


def test_the_website_table_runs_from_april_to_march_with_its_total(page):
    rows = table(page, "Use of the website")
    assert [row[:2] for row in rows[1:8]] == [
        ["April", "–"],
        ["May", "2,859"],
        ["June", "3,246"],
        ["July", "3,904"],
        ["August", "4,374"],
        ["September", "–"],
        ["October", "–"],
    ]
    assert rows[-2][0] == "March"
    assert rows[-1][:2] == ["Total hits", "14,383"]
    assert rows[2][2:] == [
        "Procedures",
        "New Safeguarding Arrangements",
        "Threshold Document",
        "Walk On Line Roadshow for Parents, Carers and Professionals",
    ]


def test_people_who_came_to_two_days_are_counted_once(page):
    rows = table(page, "Events of the period")
    assert rows[1] == ["Partner workshops", "14 and 22 May 2019", "78", "–", "–"]
    assert rows[-1] == ["All that was counted", "", "157", "121", "3,358"]


def test_every_exception_has_its_explanation_and_how_long_it_is_overdue(page):
    rows = table(page, "Actions overdue or rated as a concern")[1:]
    assert len(rows) == 22
    assert rows[0][0].startswith("1.4")
    assert all("Overdue by 2 working days" in row[1] for row in rows)
    assert all("Given on 3 September 2019" in row[2] for row in rows)


def test_an_exception_without_an_explanation_is_shown_as_such(example, plan):
    plan.actions.get(ref="41.1").explanations.all()._raw_delete("default")
    text = write_text(fresh(example))
    rows = table(html.fragment_fromstring(text.html, create_parent="div"), "Actions overdue")
    assert rows[-1][2] == "No explanation has been given"
    assert value(text, "plan.unexplained") == 1


def test_the_headings_are_the_committees_in_its_order(page):
    found = [words(heading) for heading in page.iter("h2")]
    expected = [
        "Executive Summary",
        *(f"{number} {heading}" for number, heading in CHAPTERS.items()),
        "Report Author",
    ]
    assert found == [*expected, "Appendix: Where the figures come from"]
    assert [words(h) for h in page.iter("h3") if words(h).startswith("7.")][:3] == [
        "7.1 Financial",
        "7.2 Legal",
        "7.3 Diversity and Equality",
    ]
    assert html.tostring(page, encoding="unicode").count("Implications verified by:") == 3


def test_only_what_the_papers_did_not_say_is_missing(text, example):
    missing = missing_from(fresh(example), text.content.sections.values(), text.content)
    assert [each.blocks for each in missing] == [False, False]


def test_every_cited_figure_names_its_source(text, page):
    rows = table(page, "Figures and their sources")[1:]
    assert all(row[3] for row in rows)
    assert ["Packs given out, in all", "121", "May to August 2019"] in [row[:3] for row in rows]
    assert any("54 + 27 + 40" in row[3] for row in rows)
    assert {figure.key for figure in text.figures} >= {"website.hits", "events.packs", "plan.exceptions"}


def test_a_second_load_changes_nothing(example, partnership, system):
    before = AuditEvent.objects.count(), Event.objects.count()
    assert load_example(partnership, by=system, folder=EXAMPLE) == example
    assert (AuditEvent.objects.count(), Event.objects.count()) == before


def test_without_the_delivery_plan_nothing_is_loaded(partnership, system):
    with pytest.raises(ExampleError, match="delivery-2019"):
        load_example(partnership, by=system, folder=EXAMPLE)
    assert not Event.objects.exists()


def test_a_missing_file_is_named(partnership, system, tmp_path):
    with pytest.raises(ExampleError, match=r"website\.toml"):
        load_example(partnership, by=system, folder=tmp_path)


def test_the_example_is_published_at_most_once(example, safeguarding_partner, business_manager, tmp_path):
    people = {"signed_by": [viewing(safeguarding_partner)], "published_by": viewing(business_manager)}
    edition = publish_example(example, **people)
    assert publish_example(example, **people) == edition
    files = {path.suffix[1:]: path for path in build_files(fresh(example), tmp_path / "reports")}
    assert sorted(path.name for path in files.values()) == [
        f"{example.key}.{end}" for end in ("docx", "html", "pdf")
    ]
    kept = dict(edition.files.values_list("format", "sha256"))
    assert {end: hashlib.sha256(path.read_bytes()).hexdigest() for end, path in files.items()} == kept


def test_the_pdf_is_tagged_and_word_has_headings_captions_and_header_rows(example):
    built = build_report(fresh(example))
    with pikepdf.open(io.BytesIO(built.pdf)) as pdf:
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked)
    document = docx.Document(io.BytesIO(built.docx))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert "2.5 Delivery plan exception report" in headings
    assert len(document.tables) >= 5
    assert "Draft" in built.html
    assert "14,383" in built.html


def test_the_same_records_give_the_same_checksum(example):
    assert write_text(fresh(example)).checksum == write_text(fresh(example)).checksum


def test_a_plan_with_many_objectives_is_shown_by_group(text):
    assert text.content.progress.row_heading == "Overseeing group"
    assert [line.counts[-1].value for line in text.content.progress.lines] == [11, 5, 1, 5]


def test_a_plan_with_few_objectives_is_shown_by_objective(report):
    assert write_text(report).content.progress.row_heading == "Objective"


def test_the_figures_of_an_edition_are_plain_json(text):
    assert json.loads(json.dumps([figure.as_json() for figure in text.figures]))


def test_an_event_on_the_edge_of_two_periods_is_told_in_one(report, partnership):
    event = Event.objects.create(partnership=partnership, name="Conference", kind="conference", attendance=5)
    for day in (dt.date(2019, 8, 31), dt.date(2019, 9, 1)):
        event.dates.create(held_on=day)
    assert write_text(report).content.events.occasions == ()
    report.period_to = dt.date(2019, 9, 30)
    assert [o.event for o in write_text(report).content.events.occasions] == [event]


def test_a_report_without_a_plan_says_so(report):
    Report.objects.filter(pk=report.pk).update(plan=None)
    without = fresh(report)
    text = write_text(without)
    assert "No plan has been chosen" in text.html
    sentences = [
        each.sentence for each in missing_from(without, without.sections.all(), text.content) if each.blocks
    ]
    assert sentences == ["Choose the plan on which the report tells."]
    assert Plan.objects.exists()
