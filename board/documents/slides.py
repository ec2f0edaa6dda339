"""The slides of 会议模式 as a PowerPoint file: editable text, tables and charts, for a room without a network."""

from collections.abc import Sequence
from io import BytesIO

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Page
from pptx.text.text import TextFrame, _Run
from pptx.util import Emu, Inches, Pt

from board.deck.slide import Figure, Slide
from board.typed import printable

_FACE = "微软雅黑"
_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_LEFT, _RIGHT = Inches(0.6), Inches(12.13)
_TOP, _BOTTOM = Inches(1.85), Inches(6.7)
_ACCENT, _TEXT, _QUIET = RGBColor(0x8E, 0x1B, 0x1B), RGBColor(0x1B, 0x1F, 0x24), RGBColor(0x4D, 0x55, 0x60)
_BAD, _BAR = RGBColor(0xB4, 0x23, 0x18), RGBColor(0x3F, 0x6E, 0xA8)
_TITLE_SIZE, _NAME_SIZE, _BODY_SIZE, _FOOT_SIZE, _FIGURE_SIZE = Pt(28), Pt(18), Pt(20), Pt(12), Pt(44)
_COLUMNS = 3
# Characters that a column has room for at least, and at most.
_FEWEST, _MOST = 5, 26


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
    _write(title.text_frame, slide.title, _TITLE_SIZE, _TEXT, is_bold=True)
    title.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    _box(page, slide.name, (_LEFT, Inches(0.35), _RIGHT, Inches(0.4)), _NAME_SIZE, _ACCENT)
    for place_of, figure in enumerate(slide.figures):
        _figure(page, figure, place_of, len(slide.figures))
    if slide.facts:
        _table(page, ("", ""), slide.facts, has_head=False)
    if slide.lines and all(line.share is not None for line in slide.lines):
        _chart(page, slide)
    elif slide.lines:
        _table(page, slide.columns, [line.cells for line in slide.lines])
    if slide.hint:
        page.notes_slide.notes_text_frame.text = printable(slide.hint)
    below = "　".join(filter(None, (slide.note, foot, place)))
    _box(page, below, (_LEFT, Inches(6.95), _RIGHT, Inches(0.4)), _FOOT_SIZE, _QUIET)


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


def _table(page: Page, heads: Sequence[str], rows: Sequence[Sequence[str]], *, has_head: bool = True) -> None:
    shown = [tuple(heads), *rows] if has_head else list(rows)
    height = Emu(min(_BOTTOM - _TOP, Inches(0.6) * len(shown)))
    table = page.shapes.add_table(len(shown), len(heads), _LEFT, _TOP, _RIGHT, height).table
    table.first_row, table.horz_banding = has_head, False
    lengths = [max(len(texts[place]) for texts in shown) for place in range(len(heads))]
    shares = [min(max(length, _FEWEST), _MOST) for length in lengths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Emu(_RIGHT * share // sum(shares))
    for row, texts in zip(table.rows, shown, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.fill.background()
            is_head = has_head and texts is shown[0]
            _write(cell.text_frame, text, _NAME_SIZE if is_head else _BODY_SIZE, _QUIET if is_head else _TEXT)


def _chart(page: Page, slide: Slide) -> None:
    """A bar a row, with the words of its last cell beside it, the first on top."""
    lines = slide.lines[::-1]
    data = CategoryChartData()
    data.categories = [f"{line.cells[slide.main]}　{line.cells[-1]}" for line in lines]
    data.add_series(slide.columns[-1], [line.share for line in lines])
    kind = XL_CHART_TYPE.BAR_CLUSTERED
    chart = page.shapes.add_chart(kind, _LEFT, _TOP, _RIGHT, Emu(_BOTTOM - _TOP), data).chart
    chart.has_legend, chart.has_title = False, False
    chart.font.size, chart.font.name = _BODY_SIZE, _FACE
    chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 1
    plot = chart.plots[0]
    plot.gap_width = 60
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = _BAR


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
