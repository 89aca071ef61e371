"""The committee's fixed form as data: every heading in its order, and what an author is asked for under it.

The order and the wording of the headings are those of the council's report template, as its committee papers of 2018
to 2020 print them. Pure: no database, no Django.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One heading under which somebody writes.

    ``level`` is that of the heading in the document (the title is 1). ``computed`` names what the product adds,
    ``short`` is the heading in lists.
    """

    key: str
    number: str
    heading: str
    level: int
    guidance: str
    required: bool = True
    numbers_paragraphs: bool = False
    asks_who_verified: bool = False
    heading_may_change: bool = False
    computed: str = ""
    short: str = ""

    @property
    def name(self) -> str:
        """Number and heading, as lists show them."""
        return f"{self.number} {self.short or self.heading}".strip()


CHAPTERS = {
    "1": "Recommendation(s)",
    "2": "Introduction and Background",
    "3": "Issues, Options and Analysis of Options",
    "4": "Reasons for Recommendation",
    "5": "Consultation (including Overview and Scrutiny, if applicable)",
    "6": "Impact on corporate policies, priorities, performance and community impact",
    "7": "Implications",
    "8": "Background papers used in preparing the report (including their location on the Council’s website "
    "or identification whether any are exempt or protected by copyright)",
    "9": "Appendices to the report",
}  # fmt: skip

OUTLINE = (
    Part("executive_summary", "", "Executive Summary", 2,
         "What the committee must know if it reads nothing else: why it receives the report, what the period showed, "
         "and what it is asked to do."),
    Part("recommendations", "1", CHAPTERS["1"], 2,
         "One paragraph for each recommendation; they are numbered 1.1, 1.2 and so on.", numbers_paragraphs=True),
    Part("introduction", "2.1", "About this report", 3,
         "Who reports, for whom, and anything about the period that a reader has to know.", required=False,
         computed="a sentence with the period and the day on which the plan’s position was taken"),
    Part("aims", "2.2", "Vision and strategic aims", 3,
         "The aims, as a list, and what they are for.", computed="the partnership’s vision"),
    Part("delivery_plan", "2.3", "The delivery plan", 3,
         "How the plan is arranged, overseen and reviewed."),
    Part("progress", "2.4", "Progress of the delivery plan", 3,
         "What the picture means. The chart, its table and the first sentence are made from the plan.", required=False,
         computed="the progress chart, with its table"),
    Part("exceptions", "2.5", "Delivery plan exception report", 3,
         "What is common to the exceptions, and what is being done. The list is made from the plan.", required=False,
         computed="every action that is overdue or badly rated, with the explanation given"),
    Part("website", "2.6", "Website", 3,
         "Outcome and impact: what the figures mean. The figures are those entered for each month.",
         computed="hits for each month with their total, the most visited pages, and a chart"),
    Part("events", "2.7", "Partnership events", 3,
         "Anything that concerns all the events. Each one’s outcome is written with the event.", required=False,
         computed="every event of the period with dates, attendance, packs and items given out, and its outcome"),
    Part("regional", "2.8", "Activity with neighbouring partnerships", 3,
         "What was done together with neighbouring partnerships, and what came of it.", heading_may_change=True),
    Part("learning", "2.9", "Learning and improvement", 3,
         "Anything that concerns all the training. Each event’s outcome is written with the event.", required=False,
         computed="the training and learning events of the period with their outcomes"),
    Part("highlights", "2.10", "Highlights of the period", 3,
         "What the partnership is proud of, or what is about to begin."),
    Part("issues", "3", CHAPTERS["3"], 2,
         "What the committee could decide, and what speaks for and against it.", numbers_paragraphs=True,
         short="Issues and options"),
    Part("reasons", "4", CHAPTERS["4"], 2,
         "Why the recommendations are made.", numbers_paragraphs=True),
    Part("consultation", "5", CHAPTERS["5"], 2,
         "Who was consulted, and when.", numbers_paragraphs=True, short="Consultation"),
    Part("policies", "6", CHAPTERS["6"], 2,
         "Which of the council’s priorities the report serves, and whether any policy changes.",
         numbers_paragraphs=True, short="Impact on corporate policies"),
    Part("financial", "7.1", "Financial", 3,
         "What it costs, or that it costs nothing more.", asks_who_verified=True),
    Part("legal", "7.2", "Legal", 3,
         "The duties and powers concerned.", asks_who_verified=True),
    Part("equality", "7.3", "Diversity and Equality", 3,
         "How it bears on people with protected characteristics.", asks_who_verified=True),
    Part("other_implications", "7.4",
         "Other implications (where significant) – i.e. Staff, Health, Sustainability, Crime and Disorder", 3,
         "What else is affected; “None” is an answer.", short="Other implications"),
    Part("background_papers", "8", CHAPTERS["8"], 2,
         "A list of the papers, with links where they are published.", short="Background papers"),
    Part("appendices", "9", CHAPTERS["9"], 2,
         "A list of what is attached. The list of where the figures come from is added.",
         computed="the appendix “Where the figures come from”"),
)  # fmt: skip

PARTS = {part.key: part for part in OUTLINE}
