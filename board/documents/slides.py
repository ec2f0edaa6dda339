"""The slides of 会议模式 as a PowerPoint file: editable text, tables and charts, for a room without a network."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

from lxml.etree import SubElement
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Page
from pptx.text.text import TextFrame, _Run
from pptx.util import Emu, Inches, Pt

from board.deck.slide import Figure, Line, Slide
from board.typed import printable

_FACE = "微软雅黑"
_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_LEFT, _RIGHT = Inches(0.6), Inches(12.13)
_TOP, _BOTTOM = Inches(1.85), Inches(6.6)
_ACCENT, _TEXT, _QUIET = RGBColor(0x8E, 0x1B, 0x1B), RGBColor(0x1B, 0x1F, 0x24), RGBColor(0x4D, 0x55, 0x60)
_BAD, _BAR = RGBColor(0xB4, 0x23, 0x18), RGBColor(0x3F, 0x6E, 0xA8)
_LONG_TITLE_SIZE, _LONG_ROW_SIZE = Pt(24), Pt(16)
_TITLE_SIZE, _NAME_SIZE, _BODY_SIZE, _FOOT_SIZE, _FIGURE_SIZE = Pt(28), Pt(18), Pt(20), Pt(12), Pt(44)
_COLUMNS = 3
# Characters that a column has room for at least, and at most.
_FEWEST, _MOST = 5, 26
# Characters of a title, and of a row of a chart, that is set in smaller type; rows so few that their bars are narrower.
_LONG_TITLE, _LONG_ROW, _FEW = 40, 22, 4
# Of the text of a table: the first with which it fits; what a cell leaves free around it; a row's height.
_BODY_SIZES, _MARGIN, _ROW = (_BODY_SIZE, Pt(18), Pt(16), Pt(14)), Inches(0.1), Inches(0.55)
# Part of a chart that the words of its rows take.
_LABELS = 0.5


def presentation(slides: Sequence[Slide], heading: str, moment: str) -> bytes:
    """Returns the file. heading: the unit and the activity; moment: of which moment the figures are."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    deck.core_properties.title, deck.core_properties.language = printable(heading)[:255], "zh-CN"
    for place, slide in enumerate(slides, 1):
        _page(deck, slide, f"{heading}　{moment}", f"{place} / {len(slides)}")
    stream = BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _page(deck: Deck, slide: Slide, foot: str, place: str) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[5])  # a title only
    title = page.shapes.title
    title.left, title.top, title.width, title.height = _LEFT, Inches(0.75), _RIGHT, Inches(1.0)
    size = _TITLE_SIZE if len(slide.title) <= _LONG_TITLE else _LONG_TITLE_SIZE
    _write(title.text_frame, slide.title, size, _TEXT, is_bold=True)
    title.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    _box(page, slide.name, (_LEFT, Inches(0.35), _RIGHT, Inches(0.4)), _NAME_SIZE, _ACCENT)
    for place_of, figure in enumerate(slide.figures):
        _figure(page, figure, place_of, len(slide.figures))
    if slide.facts:
        _table(page, ("", ""), slide.facts, has_head=False)
    if slide.lines and all(line.share is not None for line in slide.lines):
        _bars(page, slide)
    elif slide.lines and all(line.span for line in slide.lines):
        _intervals(page, slide)
    elif slide.lines:
        bad = [place for place, line in enumerate(slide.lines, 1) if line.is_bad]
        _table(page, slide.columns, [line.cells for line in slide.lines], bad=bad)
    if slide.hint:
        page.notes_slide.notes_text_frame.text = printable(slide.hint)
    if slide.note:
        _box(page, slide.note, (_LEFT, Inches(6.65), _RIGHT, Inches(0.35)), _FOOT_SIZE, _QUIET)
    _box(page, f"{foot}　{place}", (_LEFT, Inches(6.95), _RIGHT, Inches(0.4)), _FOOT_SIZE, _QUIET)


def _figure(page: Page, figure: Figure, at: int, count: int) -> None:
    columns = _COLUMNS if count % _COLUMNS == 0 else _COLUMNS - 1
    rows = -(-count // columns)
    width, height = Emu(_RIGHT // columns), Emu((_BOTTOM - _TOP) // rows)
    left, top = Emu(_LEFT + at % columns * width), Emu(_TOP + at // columns * height)
    frame = page.shapes.add_textbox(left, top, width, height).text_frame
    frame.word_wrap = True
    _write(frame, figure.label, _BODY_SIZE, _QUIET)
    value = frame.add_paragraph()
    _run(value.add_run(), f"{figure.value} {figure.change}".strip(), _FIGURE_SIZE, _BAD if figure.is_bad else _TEXT)
    _run(frame.add_paragraph().add_run(), figure.note, _BODY_SIZE, _QUIET)


def _table(
    page: Page,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    has_head: bool = True,
    bad: Sequence[int] = (),
) -> None:
    shown = [tuple(heads), *rows] if has_head else list(rows)
    height = Emu(min(_BOTTOM - _TOP, _ROW * len(shown)))
    table = page.shapes.add_table(len(shown), len(heads), _LEFT, _TOP, _RIGHT, height).table
    table.first_row, table.horz_banding = has_head, False
    lengths = [max(len(texts[place]) for texts in shown) for place in range(len(heads))]
    shares = [min(max(length, _FEWEST), _MOST) for length in lengths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Emu(_RIGHT * share // sum(shares))
    widths = [column.width for column in table.columns]
    body = next((size for size in _BODY_SIZES if _height(shown, widths, size) <= _BOTTOM - _TOP), _BODY_SIZES[-1])
    for place, (row, texts) in enumerate(zip(table.rows, shown, strict=True)):
        color, size = (_QUIET, _NAME_SIZE) if has_head and not place else (_TEXT, body)
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            is_bad = place in bad and at == len(heads) - 1
            cell.fill.background()
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            _write(cell.text_frame, text, size, _BAD if is_bad else color, is_bold=is_bad)


def _height(rows: Sequence[Sequence[str]], widths: Sequence[int], size: int) -> int:
    """The height that rows of text take, in columns of these widths: a letter is about as wide as it is high."""
    fits = [max((width - 2 * _MARGIN) // size, 1) for width in widths]
    lines = [max(-(-len(text) // most) for text, most in zip(row, fits, strict=True)) for row in rows]
    return sum(max(each * size * 5 // 4 + _MARGIN, _ROW) for each in lines)


def _bars(page: Page, slide: Slide) -> None:
    """A bar a row, the first on top."""
    (series,) = _chart(page, slide, XL_CHART_TYPE.BAR_CLUSTERED, {slide.columns[-1]: lambda line: line.share or 0.0})
    _fill(series, slide, _BAR)


def _intervals(page: Page, slide: Slide) -> None:
    """An interval a row, darker up to its middle, the first on top; and the line that they are seen against."""
    parts: dict[str, Callable[[Line], float]] = {
        "下限以下": lambda line: line.span[0],
        "下限到中间": lambda line: line.span[1] - line.span[0],
        "中间到上限": lambda line: line.span[2] - line.span[1],
    }
    nothing, lower, upper = _chart(page, slide, XL_CHART_TYPE.BAR_STACKED, parts)
    nothing.format.fill.background()
    _fill(lower, slide, _BAR)
    _fill(upper, slide, _BAR, brightness=0.4)
    across = Emu(_LEFT + int(_RIGHT * (_LABELS + slide.mark * (1 - _LABELS))))
    line = page.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, across, _TOP, across, _BOTTOM).line
    line.color.rgb, line.width = _QUIET, Pt(2)


def _chart(page: Page, slide: Slide, kind: Any, parts: Mapping[str, Callable[[Line], float]]) -> list[Any]:
    """Draws a chart with the words of each row beside it, the first on top; returns its series, one a part."""
    lines = slide.lines[::-1]
    data = CategoryChartData()
    rows = ["　".join(line.cells) for line in lines]
    data.categories = rows
    for name, of in parts.items():
        data.add_series(name, [of(line) for line in lines])
    chart = page.shapes.add_chart(kind, _LEFT, _TOP, _RIGHT, Emu(_BOTTOM - _TOP), data).chart
    chart.has_legend, chart.has_title = False, False
    chart.font.size = _BODY_SIZE if max(map(len, rows)) <= _LONG_ROW else _LONG_ROW_SIZE
    chart.font.name = _FACE
    chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 1
    plot = chart.plots[0]
    plot.gap_width = 60 if len(lines) > _FEW else 150
    _arrange(chart)
    return list(plot.series)


def _arrange(chart: Chart) -> None:
    """Sets where the bars begin and end, so that a line can be drawn over them, and that each row has its words."""
    axis = chart.category_axis._element
    axis.find(qn("c:noMultiLvlLbl")).addprevious(axis.makeelement(qn("c:tickLblSkip"), {"val": "1"}))
    area = chart._chartSpace.chart.plotArea
    manual = SubElement(SubElement(area, qn("c:layout")), qn("c:manualLayout"))
    area.insert(0, area[-1])  # it comes first
    where = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge", "x": _LABELS, "y": 0, "w": 1 - _LABELS, "h": 1}
    for name, value in where.items():
        SubElement(manual, qn(f"c:{name}"), {"val": str(value)})


def _fill(series: Any, slide: Slide, color: RGBColor, brightness: float = 0) -> None:
    """Paints a series, its rows that are bad in another colour."""
    for place, line in enumerate(slide.lines[::-1]):
        fill = series.points[place].format.fill
        fill.solid()
        fill.fore_color.rgb = _BAD if line.is_bad else color
        fill.fore_color.brightness = brightness


def _box(page: Page, text: str, where: tuple[int, int, int, int], size: int, color: RGBColor) -> None:
    frame = page.shapes.add_textbox(*(Emu(each) for each in where)).text_frame
    frame.word_wrap = True
    _write(frame, text, size, color)


def _write(frame: TextFrame, text: str, size: int, color: RGBColor, *, is_bold: bool = False) -> None:
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    _run(paragraph.add_run(), text, size, color)
    paragraph.runs[0].font.bold = is_bold


def _run(run: _Run, text: str, size: int, color: RGBColor) -> None:
    run.text = printable(text)
    run.font.size, run.font.name, run.font.color.rgb = Emu(size), _FACE, color
    # The face of Chinese letters has a place of its own.
    east = run._r.get_or_add_rPr().makeelement(qn("a:ea"), {"typeface": _FACE})
    run._r.get_or_add_rPr().append(east)
