from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .chart import Chart, ChartError, Spec, Table
from .colours import BLACK, GREY_TEXT, WHITE, paint
from .style import PAGE_WIDTH, SMALL_SIZE, layer, specification, wrapped

_BOX_WIDTH = 210
_BOX_HEIGHT = 106
_GAP = 18
_GENERATION_GAP = 56
_TEXT_INSET = 10
_LINE = 17
_BLUE = paint("blue").fill


@dataclass(frozen=True)
class Group:
    """One group of a partnership; `parent` is the key of the group that it reports to, None at the top."""

    key: str
    name: str
    kind: str
    chair: str = ""
    parent: str | None = None


Point = tuple[float, float]


def structure_chart(
    *,
    title: str,
    groups: Sequence[Group],
    direction: Literal["right", "down"] = "right",
    description: str | None = None,
) -> Chart:
    """The tree of groups: who reports to whom, from left to right or from the top down.

    Raises `ChartError` for no groups, a key used twice, an unknown parent, or groups that report to each
    other in a circle.
    """
    children = _children(groups)
    centres = _centres(groups, children, direction)
    width = max(x for x, _ in centres.values()) + _BOX_WIDTH / 2
    height = max(y for _, y in centres.values()) + _BOX_HEIGHT / 2
    layers = [_lines(groups, centres, direction), _boxes(groups, centres), *_texts(groups, centres)]
    return Chart(
        title=title,
        description=description or _description(groups, children),
        spec=specification(round(width), round(height), layers, across=round(width)),
        table=_table(groups),
        scrolls=width > PAGE_WIDTH,
    )


def _children(groups: Sequence[Group]) -> dict[str | None, list[Group]]:
    """The groups under each key, and under None those at the top."""
    if not groups:
        raise ChartError("A structure chart needs at least one group.")
    keys = {group.key for group in groups}
    if len(keys) != len(groups):
        raise ChartError("Two groups of a structure chart have the same key.")
    children: dict[str | None, list[Group]] = defaultdict(list)
    for group in groups:
        if group.parent is not None and group.parent not in keys:
            raise ChartError(f"“{group.name}” reports to a group that is not in the chart.")
        children[group.parent].append(group)
    reached = list(children[None])
    for group in reached:
        reached.extend(children[group.key])
    if len(reached) != len(groups):
        lost = next(group for group in groups if group not in reached)
        raise ChartError(f"“{lost.name}” reports, through other groups, to itself.")
    return children


def _centres(
    groups: Sequence[Group], children: Mapping[str | None, Sequence[Group]], direction: str
) -> dict[str, Point]:
    """Where each box stands: leaves side by side, each parent in the middle of its children."""
    right = direction == "right"
    breadth, depth = (_BOX_HEIGHT, _BOX_WIDTH) if right else (_BOX_WIDTH, _BOX_HEIGHT)
    order = _from_the_top(children)
    generation: dict[str, int] = {}
    for group in order:
        generation[group.key] = 0 if group.parent is None else generation[group.parent] + 1
    across = _positions_across(order, children)
    centres = {}
    for group in groups:
        side = (across[group.key] + 0.5) * (breadth + _GAP) - _GAP / 2
        ahead = generation[group.key] * (depth + _GENERATION_GAP) + depth / 2
        centres[group.key] = (ahead, side) if right else (side, ahead)
    return centres


def _from_the_top(children: Mapping[str | None, Sequence[Group]]) -> list[Group]:
    """Every parent before its children, and each family together."""
    order: list[Group] = []
    waiting = list(reversed(children.get(None, ())))
    while waiting:
        group = waiting.pop()
        order.append(group)
        waiting.extend(reversed(children.get(group.key, ())))
    return order


def _positions_across(
    order: Sequence[Group], children: Mapping[str | None, Sequence[Group]]
) -> dict[str, float]:
    leaves = [group for group in order if not children.get(group.key)]
    across = {leaf.key: float(at) for at, leaf in enumerate(leaves)}
    for group in reversed(order):
        if under := children.get(group.key):
            across[group.key] = (across[under[0].key] + across[under[-1].key]) / 2
    return across


def _lines(groups: Sequence[Group], centres: Mapping[str, Point], direction: str) -> Spec:
    """An elbow from each group to the one above it: three straight pieces."""
    pieces = []
    for group in groups:
        if group.parent is None:
            continue
        (x, y), (parent_x, parent_y) = centres[group.key], centres[group.parent]
        if direction == "right":
            start, end = parent_x + _BOX_WIDTH / 2, x - _BOX_WIDTH / 2
            bend = (start + end) / 2
            pieces += [(start, parent_y, bend, parent_y), (bend, parent_y, bend, y), (bend, y, end, y)]
        else:
            start, end = parent_y + _BOX_HEIGHT / 2, y - _BOX_HEIGHT / 2
            bend = (start + end) / 2
            pieces += [(parent_x, start, parent_x, bend), (parent_x, bend, x, bend), (x, bend, x, end)]
    rows = [{"x": a, "y": b, "x2": c, "y2": d} for a, b, c, d in pieces if (a, b) != (c, d)]
    mark = {"type": "rule", "color": GREY_TEXT, "strokeWidth": 1.5, "strokeCap": "square"}
    return layer(rows, mark, {**_at("x", "y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}})


def _boxes(groups: Sequence[Group], centres: Mapping[str, Point]) -> Spec:
    rows = []
    for group in groups:
        x, y = centres[group.key]
        top = group.parent is None
        rows.append(
            {
                "x": x - _BOX_WIDTH / 2,
                "x2": x + _BOX_WIDTH / 2,
                "y": y - _BOX_HEIGHT / 2,
                "y2": y + _BOX_HEIGHT / 2,
                "fill": _BLUE if top else WHITE,
            }
        )
    mark = {"type": "rect", "stroke": _BLUE, "strokeWidth": 1.5, "cornerRadius": 3}
    fill = {"field": "fill", "type": "nominal", "scale": None}
    return layer(rows, mark, {**_at("x", "y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}, "fill": fill})


def _texts(groups: Sequence[Group], centres: Mapping[str, Point]) -> list[Spec]:
    names, remarks = [], []
    for group in groups:
        x, y = centres[group.key]
        place = {"x": x - _BOX_WIDTH / 2 + _TEXT_INSET, "colour": WHITE if group.parent is None else BLACK}
        name = wrapped(group.name, _BOX_WIDTH - 2 * _TEXT_INSET - 6, lines=2)
        below = y - _BOX_HEIGHT / 2 + _TEXT_INSET + _LINE * (name.count("\n") + 1) + 2
        names.append({**place, "y": y - _BOX_HEIGHT / 2 + _TEXT_INSET, "text": name})
        remark = [group.kind] + ([f"Chair: {group.chair}"] if group.chair else [])
        width = _BOX_WIDTH - 2 * _TEXT_INSET
        lines = [wrapped(line, width, size=SMALL_SIZE, lines=at + 1) for at, line in enumerate(remark)]
        remarks.append({**place, "y": below, "text": "\n".join(lines)})
    mark = {"type": "text", "align": "left", "baseline": "top", "lineHeight": _LINE}
    encoding = {
        **_at("x", "y"),
        "text": {"field": "text"},
        "color": {"field": "colour", "type": "nominal", "scale": None},
    }
    return [
        layer(names, {**mark, "fontWeight": 600}, encoding),
        layer(remarks, {**mark, "fontSize": SMALL_SIZE + 1}, encoding),
    ]


def _at(x: str, y: str) -> Spec:
    plain = {"type": "quantitative", "scale": None, "axis": None}
    return {"x": {**plain, "field": x}, "y": {**plain, "field": y}}


def _description(groups: Sequence[Group], children: Mapping[str | None, Sequence[Group]]) -> str:
    sentences = [
        f"{group.name} receives the reports of {', '.join(child.name for child in under)}."
        for group in groups
        if (under := children.get(group.key))
    ]
    return (
        " ".join([f"{len(groups)} groups.", *sentences])
        if len(groups) > 1
        else f"One group: {groups[0].name}."
    )


def _table(groups: Sequence[Group]) -> Table:
    names = {group.key: group.name for group in groups}
    return Table(
        ("Group", "Kind", "Chair", "Reports to"),
        tuple(
            (
                group.name,
                group.kind,
                group.chair or "not named",
                names[group.parent] if group.parent is not None else "no other group",
            )
            for group in groups
        ),
    )
