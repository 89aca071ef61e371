"""A small report with everything that a report may hold."""

from datetime import date
from typing import Any

from goldenthread.design.charts import ProgressRow, bar_chart, line_chart, progress_chart

RATINGS = [(1, "Not started", "red"), (2, "Some delay", "amber"), (3, "On track", "green")]
CHARTS = {
    "progress": progress_chart(
        title="Progress", rows=[ProgressRow("Early help", {1: 2, 3: 5}, 1, 3)], scale=RATINGS
    ),
    "hits": line_chart(
        title="Hits", periods=["May 2019", "June 2019"], series={"Hits": [2859, 3246]}, figure_heading="Hits"
    ),
    "items": bar_chart(title="Items", bars=[("Fun day", 1360), ("Roadshow", 1080)], figure_heading="Items"),
}
BADGE = (
    '<strong class="gt-badge gt-badge--amber"><span class="gt-badge__mark">'
    '<svg class="gt-shape" viewBox="0 0 12 12" aria-hidden="true"><path d="M6 .8 11.7 11H.3Z"/></svg>2</span>'
    '<span class="gt-badge__word">Some delay</span></strong>'
)
EXCEPTIONS = "".join(
    f'<tr><th scope="row">{number}.4</th><td>{BADGE if number % 2 else ""}</td>'
    f"<td>Exception {number}: to be discussed at the meeting of the Learning and Practice Review Group.</td></tr>"
    for number in range(1, 61)
)
HTML = f"""
<h1>Performance report</h1>
<p class="lead">The first report under the new arrangements.</p>
<div class="panel"><p><strong>In short.</strong> 3 of 8 actions are overdue.</p><ul><li>One</li><li>Two</li></ul></div>
<section><h2>1. Recommendations</h2><p>That the committee notes the plan.</p></section>
<section><h2>2. Introduction and background</h2>
<blockquote><p>Children are happy, healthy and safe.</p></blockquote>
<h3>2.12 Progress</h3>
<figure><img src="chart:progress" alt="Of 8 actions, 3 are overdue."><figcaption>Actions by rating</figcaption></figure>
<h3>2.13 Exceptions</h3>
<table><caption>Actions that are overdue</caption>
<thead><tr><th scope="col">Action</th><th scope="col">Rating</th><th scope="col">Comment</th></tr></thead>
<tbody>{EXCEPTIONS}</tbody></table>
<p class="source">Source: the delivery plan.</p>
<h3>2.14 Website</h3>
<figure><img src="chart:hits" alt="Hits rose from 2,859 to 3,246."><figcaption>Hits by month</figcaption></figure>
<table><caption>Hits by month</caption><thead><tr><th>Month</th><th>Hits</th></tr></thead>
<tbody><tr><th scope="row">May 2019</th><td>2,859</td></tr><tr><th scope="row">June 2019</th><td>3,246</td></tr></tbody>
<tfoot><tr><td>All</td><td>6,105</td></tr></tfoot></table>
<h4>Impact</h4><p>See <a href="https://www.gov.uk/">the guidance</a> and <a href="/plan/1.4/">action 1.4</a>.</p>
</section>
<h2>3. Training</h2><ol start="3"><li>Third</li><li>Fourth</li></ol>
<dl><dt>Pilot</dt><dd>To start in October 2019.</dd></dl>
<h2>4. Implications</h2>
<figure><img src="chart:items" alt="Most items were given out at the fun day."><figcaption>Items</figcaption></figure>
"""
DETAILS: dict[str, Any] = {
    "title": "Performance report",
    "author": "Business Manager",
    "date": date(2019, 10, 8),
    "partnership": "Example Local Safeguarding Children Partnership",
    "period": "May to August 2019",
    "status": "Approved, version 1",
    "charts": CHARTS,
}
