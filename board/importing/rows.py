"""Sorts the rows of a table into ballots and examples, totals, footers, or the header repeated."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from board.importing.answers import is_spoken
from board.importing.cells import NO_PROBLEMS, Problems, coded
from board.importing.choices import Choices
from board.importing.facts import read_day, read_group, read_void, read_way
from board.importing.form import BallotForm
from board.importing.problems import Problem
from board.importing.roles import DAY, GROUP, VOID, WAY
from board.importing.table import Table, is_blank, kept, with_rows
from board.importing.text import BLANKS, clean, is_whole

EXAMPLE_MARK = "示例"
_TOGETHER = 2
_NUMBERED = 3
_STEMS = "甲乙丙丁戊己庚辛"
_LETTER = re.compile(f"[A-Z{_STEMS}]")
Rows = npt.NDArray[np.bool_]
# A school may be called 示例小学.
_EXAMPLE = rf"^[\s　]*(?:[（(【]?(?:{EXAMPLE_MARK}|样例|举例|填写示例)[）)】]?|例)[\s　]*([（(：:].*)?$"
# What stands below a header to say how to fill it in: 必填, 下拉选择, 深/较深/一般/不深.
_IN_ENGLISH = "response|open-ended response"
_HINT = re.compile(
    r"[（(]?(?:必填|必选|选填|非必填|可不填|可填可不填|单选|多选|下拉.{0,4}|.{0,4}列表.{0,2}选.{0,2}|[照按].{0,4}填写?|请?选择.{0,4}|"
    rf"文本|日期|数字|说明|填写说明|回复|开放式回复|{_IN_ENGLISH}|[^/、|]+(?:[/、|][^/、|]+){{2,}})[）)]?",
    re.IGNORECASE,
)

_TOTALS = (
    r"^[\s　]*[（(【]?(?:全校|全体|全部|学校)?(合\s*计|总\s*计|共\s*计|小\s*计|平\s*均|平均分|平均值|总\s*和|汇\s*总|"
    r"优良率|百分比|占比|比例|得票率|满意率|全体|全校)([：:）)】（(\s　].*|[率数值]?|\d.*)$|"
    r"^[^，。；,;]{1,8}(?:小计|合计|共计)$"
)
_FOOTERS = (
    r"^[\s　]*(?:(注|备注|说明|填表人|制表人|统计人|审核人|审核|计票人|监票人|唱票人|填报人|制表|统计|日期|制表日期|"
    r"统计日期|填表日期|录入|录入人|复核|复核人|校对|核对人|经办人|负责人|联系人|.{0,6}(?:签字|签名|签章|盖章))(?:[（(][^（）()]{0,6}[)）])?[：:]|"
    r"[（(【—\-－=＝*～~\s　]*(?:此处)?(?:以下|此页)(?:空白|无)|本?(?:数据|报告|表格?|结果)(?:由|来自|来源于?)|"
    r"以上|第\s*\d+\s*页|附[:：]|填报单位|单位负责人|导出时间|本页|总?[份票张]数[:：]|有效\s*\d+\s*张|注[\s　]*$|"
    rf"统计[\s　]*$|[（(]盖章[)）]|[—\-－*\s]*(?:完|{'END'})[—\-－*\s]*$)"
)


def ballot_rows(
    table: Table,
    used: Collection[int],
    free_text: Iterable[int],
    answered: Rows | None = None,
    known: Rows | None = None,
) -> tuple[Table, list[str], Problems]:
    """The rows that are ballots, notes on the others, and problems to be checked.

    used: the columns that are used. free_text: of these, the ones with free text. answered: the rows in which a
    criterion is answered in words, which therefore are neither totals nor footers (`answered_rows`). known: the rows
    that say whose ballot they hold (`known_rows`): a remark beside it makes no total or footer of them.
    """
    example = _matches(table, 0, _EXAMPLE)
    header = _header_again(table)
    open_text = set(free_text)
    totals, footers, begun = _none(table), _none(table), _none(table)
    for index in range(len(table.columns)):
        if index not in open_text:
            at = ~_none(table) if known is None or index in used else ~begun & ~known
            totals |= _matches(table, index, _TOTALS) & at
            footers |= _matches(table, index, _FOOTERS) & at
        begun |= ~is_blank(table.columns[index])
    if answered is not None:
        totals &= ~answered
        footers &= ~answered
    numbered, hints = _numbered_columns(table), _hints(table)
    example |= numbered | hints
    idle = ~(example | header | totals | footers)
    for index in used:
        if idle.any():
            idle &= is_blank(table.columns[index])
    notes = [
        f"第 {table.row_numbers[row]} 行是模板的示例，已略过"
        for row in np.flatnonzero(example & ~numbered & ~hints)[:1]
    ]
    notes += _skipped_notes(table, numbered, "是各列的序号")
    notes += _skipped_notes(table, hints, "是填表的提示")
    notes += _skipped_notes(table, header, "又是表头")
    notes += _skipped_notes(table, totals, "是合计、平均一类的行，不是评议表")
    notes += _skipped_notes(table, footers & ~totals, "是表下的说明")
    return kept(table, ~(example | header | totals | footers | idle)), notes, _left_idle(table, idle)


def known_rows(table: Table, roles: Mapping[str, int], form: BallotForm, choices: Choices) -> Rows:
    """The rows that say whose ballot they hold, how or when it was filled in, or that it is void."""
    reads: dict[str, Callable[[str], object]] = {
        GROUP: lambda value: read_group(value, form, choices.groups),
        WAY: lambda value: read_way(value, choices.ways),
        DAY: read_day,
        VOID: read_void,
    }
    known = _none(table)
    for role, read in reads.items():
        if role in roles:
            column = table.columns[roles[role]]
            known |= coded(column, lambda value, read=read: int(bool(read(value)))) == 1  # type: ignore[misc]
    return known


def unanswered(table: Table, asked: Iterable[int], others: Iterable[int]) -> Rows:
    """The rows in which no criterion is answered, and no other of these columns (void, suggestions) is filled."""
    blank = ~_none(table)
    for index in (*asked, *others):
        if blank.any():
            blank &= is_blank(table.columns[index])
    return blank


def without_spare(table: Table, blank: Rows, choices: Choices) -> tuple[Table, list[str], Problems]:
    """The table without rows that were only filled down: one question for two or more unanswered ones together."""
    together = blank.copy()
    together[1:-1] &= blank[:-2] | blank[2:]
    if len(blank) > 1:
        together[0] &= blank[1]
        together[-1] &= blank[-2]
    if len(blank) < _TOGETHER or not together.any() or choices.unanswered == "blank":
        return table, [], NO_PROBLEMS
    numbers = table.row_numbers[together]
    if choices.unanswered == "spare":
        note = f"有 {int(blank.sum())} 行一项也没有答，按您的意思略过"
        return kept(table, ~blank), [note], NO_PROBLEMS
    what = f"有 {len(numbers)} 行一项也没有答（第 {_listed(numbers)} 行），说不清是交回的白票，还是多填下来的空行"
    remedy = "请在“一项也没有答的行”里选定"
    left = table if blank.all() else kept(table, ~blank)
    return left, [], Problems((Problem(table.sheet, int(numbers[0]), "", "", what, remedy),), 1)


def answered_rows(table: Table, columns: Iterable[int], form: BallotForm) -> Rows:
    """The rows in which one of these columns holds an answer in words."""
    answered = _none(table)
    for index in columns:
        words = [is_spoken(value, form) for value in table.columns[index].dictionary.to_pylist()]
        if any(words):
            answered |= np.array(words)[table.columns[index].indices.to_numpy()]
    return answered


def _left_idle(table: Table, idle: Rows) -> Problems:
    """Warns of rows with only a number: spare lines, or ballots returned blank."""
    if not idle.any():
        return NO_PROBLEMS
    numbers = table.row_numbers[idle]
    what = f"有 {len(numbers)} 行只有序号一类的内容（第 {_listed(numbers)} 行），当作空行略过"
    remedy = "其中有交回的白票的，在文件里那一行任填一项“弃权”，就算一张"
    return Problems((Problem(table.sheet, int(numbers[0]), "", "", what, remedy, "warning"),), 1)


def without_footers(table: Table, form: BallotForm, titles: Sequence[str] = ()) -> tuple[Table, list[str]]:
    """The table without rows of another width that only say who made it, what it adds up to, or a title again; and
    notes."""
    footers = {row for row, cells in table.ragged.items() if _is_footer(cells, form) or _is_title(cells, titles, form)}
    if not footers:
        return table, []
    problems = tuple(problem for problem in table.problems if problem.row not in footers)
    loose = {row: text for row, text in table.loose.items() if row not in footers}
    ragged = {row: cells for row, cells in table.ragged.items() if row not in footers}
    note = f"第 {'、'.join(map(str, sorted(footers)))} 行是表下的说明或又一次标题，已略过"
    return replace(table, problems=problems, loose=loose, ragged=ragged), [note]


def _is_footer(cells: Sequence[str], form: BallotForm) -> bool:
    first = next((cell for cell in cells if cell.strip(BLANKS)), "")
    return is_footer_word(first) and not any(is_spoken(cell, form) for cell in cells)


def is_footer_word(text: str) -> bool:
    """Whether a cell begins a sum or a remark below a table."""
    return bool(re.match(_TOTALS, text) or re.match(_FOOTERS, text))


def _is_title(cells: Sequence[str], titles: Sequence[str], form: BallotForm) -> bool:
    filled = [cell.strip(BLANKS) for cell in cells if cell.strip(BLANKS)]
    return len(filled) == 1 and filled[0] in titles and not any(group in filled[0] for group in form.groups)


def with_headings(table: Table) -> Table:
    """The table with rows of a single cell included, since they may be headings between its rows."""
    return with_rows(table, {row: [text] for row, text in table.loose.items()})


def _none(table: Table) -> Rows:
    return np.zeros(len(table.row_numbers), bool)


def _matches(table: Table, index: int, pattern: str) -> Rows:
    column = table.columns[index]
    values = pc.match_substring_regex(column.dictionary, pattern).to_numpy(zero_copy_only=False)
    return np.asarray(values[column.indices.to_numpy()], bool) if values.any() else _none(table)


def _header_again(table: Table) -> Rows:
    """Rows that repeat the header, as at the top of each printed page."""
    same = ~_none(table)
    for name, column in zip(table.header, table.columns, strict=True):
        if name and same.any():
            values = pc.equal(pc.utf8_trim(column.dictionary, BLANKS), pa.scalar(name)).to_numpy(zero_copy_only=False)
            same &= values[column.indices.to_numpy()] if values.any() else False
    return np.asarray(same, bool)


def _numbered_columns(table: Table) -> Rows:
    """The first row, if it numbers columns: 1, 2, 3 …; 甲, 乙, 1, 2 …; A, B, C …

    No column holds such a cell further down; or all columns are numbered, and of two or more of them none does.
    """
    found = _none(table)
    if len(table.row_numbers) < _TOGETHER:
        return found
    cells = [_bare(str(column[0].as_py())) for column in table.columns]
    filled = [index for index, cell in enumerate(cells) if cell]
    if len(filled) >= _NUMBERED and _are_in_order([cells[index] for index in filled]):
        apart = [index for index in filled if _is_alone(table, index, cells[index])]
        is_whole_row = len(filled) > _NUMBERED and all(cells[i] for i, name in enumerate(table.header) if name)
        found[0] = len(apart) == len(filled) or (is_whole_row and len(apart) >= _TOGETHER)
    return found


def _bare(cell: str) -> str:
    return clean(cell).strip("()").upper()


def _are_in_order(cells: Sequence[str]) -> bool:
    """Whether cells are 1, 2, 3 …, some of 甲, 乙 … before them, or A, B, C …"""
    stems = next((at for at, cell in enumerate(cells) if at >= len(_STEMS) or cell != _STEMS[at]), len(cells))
    numbers = [str(number) for number in range(1, len(cells) - stems + 1)]
    return [*cells[stems:]] == numbers or [*cells] == [chr(ord("A") + at) for at in range(len(cells))]


def _is_alone(table: Table, index: int, cell: str) -> bool:
    """Whether no other cell of a column is a number, or a letter, as this one of its first row is."""
    column = table.columns[index]
    others = (bare for value in column.dictionary.to_pylist() if (bare := _bare(value)) != cell)
    is_once = pc.sum(pc.equal(column.indices, column.indices[0])).as_py() == 1
    return is_once and not any(is_whole(each) if is_whole(cell) else _LETTER.fullmatch(each) for each in others)


def is_apart(text: str) -> bool:
    """Whether a cell, cleaned, stands in a row that is no ballot: a hint how to fill it in, a sum, a remark."""
    return is_footer_word(text) or _HINT.fullmatch(text) is not None


def _hints(table: Table) -> Rows:
    """The first row, if all that stands in it says how to fill in its columns, several of them."""
    found = _none(table)
    if len(found):
        found[0] = are_hints([str(column[0].as_py()) for column in table.columns])
    return found


def are_hints(cells: Iterable[str]) -> bool:
    """Whether all that a row says is how to fill in its columns, several of them."""
    filled = [text for cell in cells if (text := clean(cell))]
    return len(filled) >= _TOGETHER and all(_HINT.fullmatch(cell) for cell in filled)


def _skipped_notes(table: Table, rows: Rows, what: str) -> list[str]:
    numbers = table.row_numbers[rows]
    return [f"第 {_listed(numbers)} 行{what}，已略过"] if len(numbers) else []


def _listed(numbers: npt.NDArray[np.int64], most: int = 5) -> str:
    return "、".join(map(str, numbers[:most])) + ("……" if len(numbers) > most else "")
