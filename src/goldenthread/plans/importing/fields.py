"""What a column of a plan's spreadsheet can hold, and which heading most likely holds it. Pure: no Django."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from goldenthread.spreadsheets.dates import ValueReadError, read_date
from goldenthread.spreadsheets.text import fold_whitespace

RATING = "rating"
INITIAL, CURRENT = "initial", "current"
"""The two periods of a rating that are not a month: at the start of the plan, and as at the import's date."""


@dataclass(frozen=True, slots=True)
class ImportField:
    """One thing that a column can hold: its label and hint, and the headings known for it, best first.

    `required` fields are those without which a file cannot add an action; one that only updates actions may
    name them by `ref` alone.
    """

    key: str
    label: str
    hint: str
    required: bool
    synonyms: tuple[str, ...]


def _names(printed: str) -> tuple[str, ...]:
    return tuple(printed.split(", "))


FIELDS: tuple[ImportField, ...] = (
    ImportField(
        "ref",
        "Action reference",
        "The number by which the action is known, such as 1.4",
        required=False,
        synonyms=_names(
            "action ref, action reference, action no, action number, action id, ref, reference, ref no, "
            "reference number, no, number, id, item, item no, #"
        ),
    ),
    ImportField(
        "objective_ref",
        "Objective number",
        "The number of the priority or objective that the action belongs to",
        required=False,
        synonyms=_names(
            "objective ref, objective no, objective number, priority no, priority ref, priority number, "
            "theme no, strand no, aim no"
        ),
    ),
    ImportField(
        "objective_title",
        "Objective",
        "The wording of the priority or objective",
        required=False,
        synonyms=_names(
            "objective title, objective, priority title, priority, priority area, strategic priority, "
            "aim, theme, strand, workstream, area, area for improvement"
        ),
    ),
    ImportField(
        "intended_outcome",
        "Intended outcome",
        "What will be different for children and families",
        required=False,
        synonyms=_names(
            "intended outcome, desired outcome, expected outcome, outcome, outcome for children, outcome "
            "sought, intended impact, expected impact, impact"
        ),
    ),
    ImportField(
        "title",
        "Action",
        "The wording of the action: what is to be done",
        required=True,
        synonyms=_names(
            "action, action title, action wording, action required, action to be taken, action agreed, "
            "agreed action, task, what, what will we do, what we will do, how, activity, description"
        ),
    ),
    ImportField(
        "success_measures",
        "Success measures",
        "How it will be known that the action worked",
        required=False,
        synonyms=_names(
            "success measure, measure of success, success criteria, success criterion, measure, kpi, how "
            "will we know, how we will know, evidence of success, evidence required, evidence, target"
        ),
    ),
    ImportField(
        "lead",
        "Lead officer",
        "The post, initials or name of the person who answers for the action",
        required=False,
        synonyms=_names(
            "lead officer, lead, lead person, action lead, lead name, owner, action owner, who, by whom, "
            "who by, person responsible, assigned to, lead professional, lead agency and officer"
        ),
    ),
    ImportField(
        "responsible",
        "Responsible officer",
        "The post, initials or name of the person who does the work, where that is not the lead",
        required=False,
        synonyms=_names(
            "responsible officer, responsible, person responsible, officer responsible, responsible "
            "person, responsibility, who is responsible, support, supported by, delegated to, by whom"
        ),
    ),
    ImportField(
        "lead_agency",
        "Lead agency",
        "The agency that answers for the action",
        required=False,
        synonyms=_names(
            "lead agency, agency, organisation, lead organisation, responsible agency, partner, service"
        ),
    ),
    ImportField(
        "overseeing_group",
        "Overseeing group",
        "The group that watches over the action",
        required=False,
        synonyms=_names(
            "overseeing group, group, sub group, subgroup, lead group, responsible group, board, overseen "
            "by, governance, reports to, monitored by, monitoring group"
        ),
    ),
    ImportField(
        "due_on",
        "Due date",
        "A date, month, quarter or year; what is not a date is refused with the row's number",
        required=False,
        synonyms=_names(
            "due month, due on, due date, date due, due by, due, deadline, target date, by when, when by, "
            "completion date, date for completion, target completion date, timescale, timeframe, time "
            "scale, time frame, end date, when, complete by, date"
        ),
    ),
    ImportField(
        "due_as_printed",
        "Due date as printed",
        "The words of the plan about when the action is due, kept as they are",
        required=False,
        synonyms=_names(
            "due as printed, due date as printed, due text, due date text, timescale as printed, original "
            "due date, original deadline, original timescale"
        ),
    ),
    ImportField(
        "started_on",
        "Started on",
        "The date on which work on the action began",
        required=False,
        synonyms=_names("started on, start date, date started, started, start, commenced, date agreed, from"),
    ),
    ImportField(
        "update_text",
        "Progress",
        "The latest account of progress; it is stored with the current rating",
        required=False,
        synonyms=_names(
            "progress update, progress, update, latest update, progress to date, progress made, progress "
            "commentary, progress note, current position, position, commentary, action taken, status "
            "update, narrative"
        ),
    ),
    ImportField(
        "next_steps",
        "Next steps",
        "What will be done next",
        required=False,
        synonyms=_names("next step, next phase, next action, further action, what next, outstanding action"),
    ),
    ImportField(
        "explanation",
        "Explanation of an exception",
        "Why the action is late or rated low, in the lead's words",
        required=False,
        synonyms=_names(
            "exception comment, explanation, exception, exception report, reason, reason for delay, "
            "comment, barrier, issue, risk, mitigation"
        ),
    ),
    ImportField(
        "recommendation",
        "Recommendation",
        "The wording of the recommendation that the action answers",
        required=False,
        synonyms=_names(
            "recommendation, recommendation text, recommendation wording, finding, area for development"
        ),
    ),
    ImportField(
        "recommendation_ref",
        "Recommendation number",
        "The number or name of the recommendation that the action answers",
        required=False,
        synonyms=_names(
            "recommendation ref, recommendation no, recommendation number, rec no, rec ref, rec, recs, "
            "ofsted rec, ofsted recommendation, inspection recommendation, linked recommendation"
        ),
    ),
    ImportField(
        "source",
        "Source",
        "Where the action comes from: a document, meeting or review",
        required=False,
        synonyms=_names("source, source document, origin, from which report, agreed at, meeting"),
    ),
    ImportField(
        "note",
        "Note",
        "Anything else to keep with the action",
        required=False,
        synonyms=_names("note, remark, other information, additional information, further information"),
    ),
)
"""What the columns of a plan can hold, in the order in which people are shown them; ratings come besides."""

_BY_KEY: Mapping[str, ImportField] = {field.key: field for field in FIELDS}

_BESIDE_THE_PERIOD = re.compile(
    r"\b(?:b?rag|r\.a\.g\.?|rating|rated|score|status|as at|as of|at|in|for|on)\b", re.IGNORECASE
)
_NAMES_A_RATING = re.compile(r"\b(?:b?rag|r\.a\.g|rat(?:ing|ed)|score|status)\b", re.IGNORECASE)
_ONLY_A_MONTH = re.compile(r"(?:\d{1,2}(?:st|nd|rd|th)?[ \-])?[a-z]{3,9}[ \-']*(?:\d{4}|\d\d)", re.IGNORECASE)
_STRENGTH_OF_RATING = ("rag", "rating", "score", "status")
_PERIOD_WORDS = {
    INITIAL: frozenset({"initial", "start", "starting", "opening", "baseline", "original", "first"}),
    CURRENT: frozenset({"", "current", "latest", "now", "today", "overall"}),
}
_MONTH_AND_SHORT_YEAR = re.compile(r"(0?[1-9]|1[0-2]) ?[/.\-] ?(\d\d)")
_FEWEST_LETTERS_TO_FIND = 6


@dataclass(frozen=True, slots=True, order=True)
class _Match:
    """How well a heading fits a field: the least is the best."""

    looseness: int
    rank: int
    column: int
    heading: str
    key: str


def guess_mapping(headings: Sequence[str]) -> dict[str, str | None]:
    """The field that each heading most likely names, or None. No two headings are given the same field.

    A heading that is a known name beats one that contains it; among those the better-known name, then the
    column further left. Ratings are told apart by their period: the key is "rating:" and "initial", "current"
    or a month such as "2018-01". Of two columns about when an action is due, the other is kept as printed.
    """
    mapping: dict[str, str | None] = dict.fromkeys(headings)
    taken: set[str] = set()
    for match in sorted(_matches(headings)):
        if mapping[match.heading] is None and match.key not in taken:
            mapping[match.heading] = match.key
            taken.add(match.key)
    _keep_the_other_due_date_as_printed(mapping)
    _read_comments_as_progress(mapping)
    return mapping


def _keep_the_other_due_date_as_printed(mapping: dict[str, str | None]) -> None:
    if "due_on" not in mapping.values() or "due_as_printed" in mapping.values():
        return
    for heading, key in mapping.items():
        fit = _fit(_normalised(heading), _BY_KEY["due_on"])
        if key is None and fit and fit[0] == 0:
            mapping[heading] = "due_as_printed"
            return


def _read_comments_as_progress(mapping: dict[str, str | None]) -> None:
    """Beside the wording of actions "Comments" tells progress; beside references alone, it explains."""
    held = set(mapping.values())
    if "title" not in held or "update_text" in held:
        return
    for heading, key in mapping.items():
        if key == "explanation" and _normalised(heading) == "comment":
            mapping[heading] = "update_text"


def _matches(headings: Sequence[str]) -> Iterator[_Match]:
    for column, heading in enumerate(headings):
        period = guess_period(heading)
        if period is not None:
            rank = next(
                (number for number, word in enumerate(_STRENGTH_OF_RATING) if word in heading.casefold()),
                len(_STRENGTH_OF_RATING),
            )
            yield _Match(0, rank, column, heading, f"{RATING}:{period}")
            continue
        normalised = _normalised(heading)
        for field in FIELDS:
            if fit := _fit(normalised, field):
                yield _Match(*fit, column, heading, field.key)


def _fit(heading: str, field: ImportField) -> tuple[int, int] | None:
    """How the heading names the field (0 as its very name, 1 among other words), by which of its names."""
    names = _normalised_names(field)
    if heading in names:
        return 0, names.index(heading)
    for rank, name in enumerate(names):
        if len(name) >= _FEWEST_LETTERS_TO_FIND and f" {name} " in f" {heading} ":
            return 1, rank
    return None


@cache
def _normalised_names(field: ImportField) -> tuple[str, ...]:
    return tuple(_normalised(name) for name in field.synonyms)


def _normalised(heading: str) -> str:
    """The heading in small letters, without punctuation, each word in the singular."""
    words = re.findall(r"[^\W_]+|#", fold_whitespace(heading).casefold().replace("(s)", ""))
    return " ".join(_singular(word) for word in words)


def _singular(word: str) -> str:
    if word == "criteria":
        return word
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )


def guess_period(heading: str) -> str | None:
    """The period whose rating a heading names ("RAG Jan 2018" is "2018-01"), or None if it names no rating.

    A heading that is a month and nothing else is taken for that month's rating, as in a grid of ratings.
    """
    text = fold_whitespace(heading).replace("_", "-")
    if not _NAMES_A_RATING.search(text):
        return _month(text) if _ONLY_A_MONTH.fullmatch(text) else None
    rest = re.sub(r"[()\[\]:?]", " ", _BESIDE_THE_PERIOD.sub(" ", text))
    rest = fold_whitespace(rest).strip("-–—,. ").casefold()
    for period, words in _PERIOD_WORDS.items():
        if rest in words:
            return period
    return _month(rest)


def _month(text: str) -> str | None:
    """The month that a text names, or in which the day or quarter that it names ends."""
    if short := _MONTH_AND_SHORT_YEAR.fullmatch(text):
        text = f"{int(short[1]):02}/20{short[2]}"
    try:
        found = read_date(text)
    except ValueReadError:
        return None
    return None if found.precision == "year" else f"{found.date:%Y-%m}"
