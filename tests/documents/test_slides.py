"""The slides as a PowerPoint file: the words and numbers of the wall as text that can be edited, tables and charts."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pptx import Presentation

from board.deck.audiences import Audience
from board.deck.deck import make
from board.deck.slide import Line, Slide
from board.documents.slides import presentation
from board.web.deck.drawing import sections
from tests.depth import few
from tests.example_school import Example

_NUMBER = re.compile(r"\d[\d.,]*")
_HEAD = "示例小学"


class Wall(HTMLParser):
    """The texts of each slide as the wall shows them, without heads of columns."""

    def __init__(self, slides: Sequence[Slide]) -> None:
        super().__init__()
        self.slides: list[list[str]] = []
        self._is_head = False
        self.feed(sections(slides))

    def handle_starttag(self, tag: str, _attributes: Any) -> None:
        if tag == "section":
            self.slides.append([])
        self._is_head = tag == "th" or (self._is_head and tag != "td")

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_head:
            self.slides[-1].append(data.strip())


def shown_by(shape: Any) -> list[str]:
    """Every text of a shape: its own, those of its table below the heads, the categories of its chart."""
    if shape.has_table:
        rows = list(shape.table.rows)[1 if shape.table.first_row else 0 :]
        return [cell.text for row in rows for cell in row.cells]
    if shape.has_chart:
        return [str(each) for each in shape.chart.plots[0].categories]
    return shape.text_frame.text.split("\n") if shape.has_text_frame else []


def pages_of(slides: Sequence[Slide]) -> list[Any]:
    return list(Presentation(BytesIO(presentation(slides, _HEAD, "截至今天"))).slides)


def numbers(texts: Sequence[str]) -> list[str]:
    return sorted(number for text in texts for number in _NUMBER.findall(text))


def assert_file_says_what_the_wall_says(slides: Sequence[Slide]) -> None:
    """Each slide's words are in the file, and its numbers are those of the wall, neither more nor fewer."""
    pages, wall = pages_of(slides), Wall(slides).slides
    assert len(pages) == len(wall) == len(slides)
    for page, shown in zip(pages, wall, strict=True):
        texts = [text for shape in page.shapes for text in shown_by(shape)]
        texts = [text for text in texts if not text.startswith(_HEAD)]  # its foot: of which moment, and which page
        assert [text for text in shown if text not in "\n".join(texts)] == []
        assert numbers(texts) == numbers(shown)


@pytest.mark.parametrize("audience", few(list(Audience), 1))
def test_the_file_says_what_the_wall_says(school: Example, audience: Audience) -> None:
    assert_file_says_what_the_wall_says(make(school.store, school.activity_id, audience).slides)


def charts_on(page: Any) -> list[Any]:
    return [shape.chart for shape in page.shapes if shape.has_chart]


def test_shares_are_a_chart_that_can_be_edited(school: Example) -> None:
    deck = make(school.store, school.activity_id, Audience.LEADERS)
    place, slide = next((at, each) for at, each in enumerate(deck.slides) if each.lines and each.lines[0].share)
    (chart,) = charts_on(pages_of(deck.slides)[place])
    assert list(chart.plots[0].series[0].values) == [line.share for line in slide.lines[::-1]]


def test_intervals_are_a_chart_with_the_line_that_they_are_seen_against() -> None:
    lines = (Line(("第一小学", "67.7%"), True, span=(0.0, 0.1, 0.2)), Line(("其余", "94.5%"), span=(0.5, 0.75, 1.0)))
    (page,) = pages_of([Slide("对比", "1 个低", columns=("单位", "优良率"), lines=lines, mark=0.8)])
    (chart,) = charts_on(page)
    ends = [[0.5, 0.0], [0.75, 0.1], [1.0, 0.2]]
    series = [list(each.values) for each in chart.plots[0].series]
    assert series[0] == ends[0]
    for values, (begin, end) in zip(series[1:], pairwise(ends), strict=True):
        assert values == pytest.approx([high - low for low, high in zip(begin, end, strict=True)])
    frame = next(shape for shape in page.shapes if shape.has_chart)
    line = next(shape for shape in page.shapes if shape.shape_type is None or "LINE" in str(shape.shape_type))
    area = chart._chartSpace.chart.plotArea
    begins, width = (float(area.xpath(f".//c:manualLayout/c:{name}/@val")[0]) for name in ("x", "w"))
    assert line.left == pytest.approx(frame.left + frame.width * (begins + 0.8 * width), abs=2)
    assert area.xpath(".//c:catAx/c:tickLblSkip/@val") == ["1"]


def test_a_table_of_long_texts_is_set_smaller_and_stays_on_the_page() -> None:
    cells = ("成员与各年级组普通教师谈心谈话，" * 2, "与各年级组和教师要谈的对数，已经谈过的对数，" * 2)
    lines = tuple(Line((f"{at}.1", *cells)) for at in range(7))
    slide = Slide("程序", "未通过", columns=("编号", "要求", "差在哪里"), lines=lines)
    sizes = []
    for each in (slide, replace(slide, lines=lines[:2])):
        (page,) = pages_of([each])
        table = next(shape.table for shape in page.shapes if shape.has_table)
        sizes.append(table.cell(1, 1).text_frame.paragraphs[0].runs[0].font.size.pt)
    assert sizes[0] < sizes[1] == 20
