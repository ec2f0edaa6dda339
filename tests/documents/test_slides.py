"""The slides as a PowerPoint file: the numbers of the screen as text that can be edited, tables and charts."""

from io import BytesIO

from pptx import Presentation

from board.deck.audiences import Audience
from board.deck.deck import make
from board.documents.slides import presentation
from tests.example_school import Example


def shown_by(shape: object) -> list[str]:
    """Every text of a shape: its own, those of its table, the categories of its chart."""
    if getattr(shape, "has_table", False):
        return [cell.text for row in shape.table.rows for cell in row.cells]  # type: ignore[attr-defined]
    if getattr(shape, "has_chart", False):
        return [str(each) for each in shape.chart.plots[0].categories]  # type: ignore[attr-defined]
    return shape.text_frame.text.split("\n") if getattr(shape, "has_text_frame", False) else []  # type: ignore[attr-defined]


def test_every_word_and_number_of_every_slide_is_there(school: Example) -> None:
    deck = make(school.store, school.activity_id, Audience.LEADERS)
    pages = Presentation(BytesIO(presentation(deck.slides, "示例小学", "截至今天"))).slides
    assert len(pages) == len(deck.slides)
    for page, slide in zip(pages, deck.slides, strict=True):
        texts = "\n".join(text for shape in page.shapes for text in shown_by(shape))
        assert slide.title in texts
        assert all(f"{each.value}" in texts and each.label in texts for each in slide.figures)
        assert all(text in texts for _, text in slide.facts)
        assert all(line.cells[slide.main] in texts and line.cells[-1] in texts for line in slide.lines)


def test_shares_are_a_chart_that_can_be_edited(school: Example) -> None:
    deck = make(school.store, school.activity_id, Audience.LEADERS)
    pages = Presentation(BytesIO(presentation(deck.slides, "示例小学", "截至今天"))).slides
    place, slide = next((at, each) for at, each in enumerate(deck.slides) if each.lines and each.lines[0].share)
    chart = next(shape.chart for shape in pages[place].shapes if shape.has_chart)
    assert list(chart.plots[0].series[0].values) == [line.share for line in slide.lines[::-1]]
