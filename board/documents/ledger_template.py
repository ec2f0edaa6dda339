"""The workbook that a clerk fills in for an import: header, a row of examples, hints, lists of words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from board.documents.table import looks_of, new_book
from board.importing.answers import accepted
from board.importing.form import BallotForm
from board.importing.ledgers.kinds import NOT_IN_A_TEMPLATE, LedgerKind
from board.importing.problems import letter
from board.importing.roles import DAY, GROUP, SUGGESTION, VOID, WAY, fact_label
from board.importing.rows import EXAMPLE_MARK
from board.words import WAY as WAY_LABELS

_ROWS = 2000
_MOST_HINT = 250
_WIDE, _WIDTH = 34, 14
_WORDS_SHEET = "可选的词"
_NOTE = "红色的栏必须填。点一格会说明怎么填，有列表的从列表里选。示例那一行可以留着，不会导入。"


@dataclass(frozen=True)
class TemplateColumn:
    """A column to fill in: its header, a hint, an example, the words to pick from, whether it is required, and whether
    it holds long texts."""

    label: str
    hint: str = ""
    example: str = ""
    words: Sequence[str] = ()
    is_required: bool = False
    is_wide: bool = False


def ledger_columns(kind: LedgerKind, vocabulary: Mapping[str, Sequence[str]]) -> list[TemplateColumn]:
    """The columns of a ledger's template. vocabulary: column → the activity's words."""
    return [
        TemplateColumn(
            column.label,
            column.hint,
            column.example or next(iter(vocabulary.get(column.name, ())), "") * column.is_required,
            vocabulary.get(column.name, ()) or (("是", "否") if column.type == "flag" else ()),
            column.is_required,
            column.type == "text",
        )
        for column in kind.columns
        if column.name not in NOT_IN_A_TEMPLATE
    ]


def ballot_columns(form: BallotForm) -> list[TemplateColumn]:
    """The columns of a ballot form's template, one ballot per row."""
    ways = list(WAY_LABELS.values())
    return [
        TemplateColumn("序号"),
        TemplateColumn(fact_label(GROUP), "从列表里选", form.groups[0], form.groups, True),
        TemplateColumn(fact_label(WAY), "从列表里选", ways[0], ways, True),
        TemplateColumn(fact_label(DAY), "写成 2026-12-15 这样", "2026-12-15", (), True),
        TemplateColumn(fact_label(VOID), "废票写“是”，其余留空", "", ("是",)),
        *(
            TemplateColumn(
                each.label,
                f"{accepted(each)}；弃权留空",
                each.answers[0].label,
                [answer.label for answer in each.answers],
                not each.is_overall,
            )
            for each in form.criteria
        ),
        TemplateColumn(fact_label(SUGGESTION), "照原话写；没有就留空；不写姓名", "", (), False, True),
    ]


def template_workbook(title: str, columns: Sequence[TemplateColumn]) -> bytes:
    """A workbook with one sheet to fill in; the import recognises it by its header."""
    stream = BytesIO()
    book = new_book(stream)
    looks = looks_of(book)
    needed = book.add_format({**_HEADER, "font_color": "#B00020"})
    example = book.add_format({"font_name": "宋体", "font_size": 11, "italic": True, "font_color": "#7A7A7A"})
    sheet, words = book.add_worksheet(title), book.add_worksheet(_WORDS_SHEET)
    words.hide()
    sheet.write_string(0, 0, f"{title}模板　{_NOTE}", looks["note"])
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDE if column.is_wide else max(_WIDTH, 2 * len(column.label) + 2))
        sheet.write_string(1, place, column.label, needed if column.is_required else looks["header"])
        text = f"{EXAMPLE_MARK}（本行不导入）" if place == 0 else column.example
        sheet.write_string(2, place, text, example)
        _guide(sheet, words, place, column)
    sheet.freeze_panes(2, 1)
    book.close()
    return stream.getvalue()


_HEADER = {
    "font_name": "宋体", "font_size": 11, "bold": True, "bg_color": "#F0ECE8", "border": 1, "border_color": "#B0B0B0",
    "text_wrap": True, "valign": "vcenter",
}  # fmt: skip


def _guide(sheet: Any, words: Any, place: int, column: TemplateColumn) -> None:
    """Adds the message shown when a cell is selected, and the list it offers."""
    message = ("必填。" if column.is_required else "") + column.hint
    options: dict[str, Any] = {"validate": "any"}
    if column.words:
        for row, word in enumerate(column.words):
            words.write_string(row, place, word)
        letters = letter(place)
        source = f"='{_WORDS_SHEET}'!${letters}$1:${letters}${len(column.words)}"
        options = {"validate": "list", "source": source, "error_type": "warning", "error_title": "不在列表里",
                   "error_message": "导入时会要求改成列表里的词。"}  # fmt: skip
    if message:
        options |= {"input_title": column.label[:32], "input_message": message[:_MOST_HINT]}
    if message or column.words:
        sheet.data_validation(2, place, _ROWS, place, options)
