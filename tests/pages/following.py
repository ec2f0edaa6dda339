"""Every number on a page that leads somewhere, and the rows it opens: in its sentence, on its cards and tabs, in lists
of what to show, on the marks of its charts.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from streamlit.testing.v1 import AppTest

from board.access import Role
from tests.pages.hands import figure_followed, point_clicked
from tests.pages.shown_figures import values_of
from tests.pages.test_numbers_lead import COUNTED, number_in, number_of
from tests.pages.visitor import answer_links, charts, figures, notices, opened, sentences_on, tables

Asked = dict[str, Any]
# What a number with a link says, and what it opens.
Follow = tuple[str, int, Callable[[], AppTest]]
VIEWS: list[tuple[str, Asked]] = [
    *[
        (subject, {})
        for subject in (
            *("overview", "sittings", "tasks", "opinions", "talks", "meeting", "report", "rectification", "thread"),
            *("procedure", "evaluation", "publication", "imports"),
        )
    ],
    *[("rectification", {"rectification_chart": name}) for name in ("在账时间", "方面与领导", "查出与销号")],
    *[("meeting", {"meeting_part": name}) for name in ("发言提纲", "会议记录", "问题清单", "其他会议")],
    ("opinions", {"opinions_part": "反馈单"}),
]
# The rows of a page of a table, and what a report's parts list instead of rows.
PAGE = 50
_LISTED = re.compile(r'<article class="report">|<div class="finding">')

_ASKS = {
    "opinions_coverage": ("opinions_channel", "opinions_giver"),
    "opinions_funnel": ("opinions_view",),
    "opinions_aspects": ("opinions_aspect",),
}


def wrong(role: Role, asked: Asked, views: Sequence[tuple[str, Asked]] = VIEWS) -> tuple[int, list[str]]:
    """How many numbers were followed on these pages, and those that don't open as many rows."""
    follows: dict[tuple[str, str], Follow] = {}
    for subject, part in views:
        at = opened(subject, role, **asked, **part)
        assert not at.exception, subject
        for follow in _links(subject, at, role, {**asked, **part}):
            # What the ledger is asked for by a chart is asked for by others too.
            follows.setdefault(("" if " {" in follow[0] else subject, follow[0]), follow)
    faults = [fault for (subject, _), follow in follows.items() if (fault := _fault(subject, *follow))]
    return len(follows), faults


def _fault(subject: str, text: str, number: int, follow: Callable[[], AppTest]) -> str:
    there = follow()
    assert not there.exception, f"{subject} {text}"
    rows, notes = shown(there), notices(there)
    return f"{subject} {text}：打开的是 {rows} {notes}" if notes or rows != number else ""


def shown(at: AppTest) -> int:
    """How many rows the page that is open says it shows, and lists; how many parts, of a report."""
    counts = [int(count) for count, _ in COUNTED.findall(sentences_on(at))]
    listed = [len(each.value) for each in tables(at) if each.key.endswith(("_table", "_rows", "_problems", "_points"))]
    if not counts:
        return listed[0] if listed else sum(len(_LISTED.findall(body)) for body in at.html.values)
    assert not listed or listed[0] == min(sum(counts), PAGE), (counts, listed)
    return sum(counts)


def _links(subject: str, at: AppTest, role: Role, asked: Asked) -> Iterator[Follow]:
    for address, text in answer_links(at).items():
        page, _, query = address.partition("?")
        if re.match(r"\d+ ", text):
            yield f"{text} → {address}", int(text.split(" ")[0]), partial(opened, page, role, **parse_qs(query))
    for card in [each for each in figures(at) if each["address"]]:
        number = number_of(card)
        if number is not None:
            yield f"{card['label']} {card['note']}", number, partial(_followed, subject, role, asked, card["label"])
    for button in at.button:
        number = number_in(button.label) if str(button.key).startswith("evaluation_items") else None
        if number is not None:
            yield f"{button.key} {button.label}", number, partial(_pressed, subject, role, asked, str(button.key))
    yield from _options(subject, at, role, asked)
    yield from _marks(subject, at, role, asked)


def _options(subject: str, at: AppTest, role: Role, asked: Asked) -> Iterator[Follow]:
    """The tabs and the choices of a list that say how many they show."""
    for control in [each for each in at.segmented_control if re.search(r"_(view|part)$", str(each.key))]:
        for option in control.options:
            name, _, count = option.partition(" ")
            if re.match(r"\d+( |$)", count):
                tab: Asked = {**asked, str(control.key): name}
                yield f"{control.key} {option}", int(count.split(" ")[0]), partial(opened, subject, role, **tab)
    for choice in at.selectbox:
        for name, number in re.findall(r"^(.+)　(\d+) 处$", "\n".join(map(str, choice.options)), re.MULTILINE):
            band: Asked = {**asked, str(choice.key): name}
            yield f"{choice.key} {name}", int(number), partial(opened, subject, role, **band)


def _followed(subject: str, role: Role, asked: Asked, label: str) -> AppTest:
    """The page that a figure at the top of another leads to."""
    return figure_followed(opened(subject, role, **asked), label)


def _pressed(subject: str, role: Role, asked: Asked, key: str) -> AppTest:
    """The page that a button of another leads to."""
    return opened(subject, role, **asked).button(key=key).click().run()


def _marks(subject: str, at: AppTest, role: Role, asked: Asked) -> Iterator[Follow]:
    """The marks of charts that say a number and can be clicked.

    Only the first of a chart is clicked; for the others the page is asked for what a click on them asks.
    """
    for chart in [each for each in charts(at) if each.leads]:
        clicked, key = False, chart.key
        for point, number in _points(chart.figure["data"]):
            page, wanted = _leads(key, point["customdata"])
            if clicked and wanted:
                yield f"{page} {wanted} {number}", number, partial(opened, page, role, **{**asked, **wanted})
            else:
                yield f"{key} {point['customdata'][:2]}", number, partial(_clicked, subject, role, asked, key, point)
                clicked = True


def _leads(chart: str, carried: list[Any]) -> tuple[str, Asked]:
    """The page and what is asked of it by a click on a mark; nothing where that is for the page to say."""
    if str(carried[0]).startswith("{"):
        return "rectification", json.loads(carried[0])
    names = _ASKS.get(chart, ())
    return "opinions", dict(zip(names, carried, strict=True)) if names and all(carried) else {}


def _points(traces: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], int]]:
    """The marks that say a number, as a click hands them over, each with it; of several for one thing the first."""
    seen = set()
    for curve, trace in enumerate(traces):
        for place, carried in enumerate(trace.get("customdata") or ()):
            number = _number(trace, place)
            if number is not None and carried not in ([], ["{}"]) and str((curve, carried)) not in seen:
                seen.add(str((curve, carried)))
                yield {"customdata": carried}, number


def _number(trace: dict[str, Any], place: int) -> int | None:
    """What a mark says: the number that begins its text, or how high the curve is; None where it says none."""
    texts = values_of(trace.get("text"))
    if texts:
        begins = re.match(r"(\d+)(?:\.0)?(?:[ 　]|$)", str(texts[place]))
        return int(begins[1]) if begins else None
    return int(values_of(trace["y"])[place]) if trace.get("name") in {"已查出", "已销号"} else None


def _clicked(subject: str, role: Role, asked: Asked, chart: str, point: dict[str, Any]) -> AppTest:
    return point_clicked(opened(subject, role, **asked), chart, point)
