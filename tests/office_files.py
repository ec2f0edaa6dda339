"""Ballot files as offices write them, each with the ballots it was made from: columns, marks and answers that can be
read in two ways, and those that anybody reads at a glance."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Any
from unicodedata import normalize

import xlsxwriter

from board.importing.choices import Choices
from tests.ballot_files import HEADER, WORDS
from tests.nasty_workbooks import xls, xlsx
from tests.polluted_files import BEFORE, Ballot, Case, Rows, base, text_of

_DAYS_CALLED = (
    "收回日期",
    "提交时间（北京时间）",
    "回收日期",
    "收表日期",
    "填答日期",
    "评议的日期",
    "投票日期",
    "交表时间",
)
_COUNTS_CALLED = ("相同票数", "同样的有几张", "份", "几张", "代表票数", "重复份数", "同类票", "此类票数", "张", "数")
_VALID_CALLED = ("有效", "是否有效", "有效票", "票面有效", "是否计票", "计入统计", "是否采用", "是否有效票", "有效否")
_VOID_CALLED = ("作废票", "是否作废票", "是否无效", "无效", "废票否", "是否为废票", "此票作废", "废")
_TICKS = ("√", "V", "v", "对", "✓", "是", "1", "Y", "☑", "✔")
_REMARKS = ("注：代填", "备注：补投", "说明：邮寄", "合计", "平均", "小计：1", "填表人：张三", "日期：补")
_VOIDED = ("此票作废", "作废", "废票", "本票无效", "该表作废，重填", "无效票")


def _with_column(name: str, cells: Sequence[Any], rows: Rows, at: int | None = None) -> list[list[Any]]:
    place = len(HEADER) if at is None else at
    table = [list(HEADER), *rows]
    return [[*row[:place], cell, *row[place:]] for row, cell in zip(table, [name, *cells], strict=True)]


def _without(place: int, rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [[*row[:place], *row[place + 1 :]] for row in rows]


def _valid(ballots: Counter[Ballot], rows: Rows) -> tuple[Rows, list[Ballot]]:
    """The rows with a blank in place of the mark of void ballots, and their ballots in order."""
    kept = [[*row[:3], "", *row[4:]] for row in rows]
    order = [next(b for b in ballots if b[0] == r[0] and b[2].isoformat() == r[2] and _same(b, r)) for r in rows]  # type: ignore[union-attr]
    return kept, order


def _same(ballot: Ballot, row: Sequence[str]) -> bool:
    words = [["", *words] for _, words in WORDS.values()]
    return ballot[3] == bool(row[3]) and (
        ballot[3] or tuple(each.index(cell) for each, cell in zip(words, row[4:7], strict=True)) == ballot[4]
    )


def _csv(cause: str, table: Sequence[Sequence[Any]], ballots: Counter[Ballot], choices: Choices = BEFORE) -> Case:
    return Case(cause, text_of(table).encode(), ballots, choices=choices)


def columns() -> Iterator[Case]:
    """Facts under other names."""
    for scale in ("own", "general", "letters"):
        for says in ("some", "none"):
            rows, ballots = base(scale, says)
            for name in _DAYS_CALLED:
                header = [*HEADER[:2], name, *HEADER[3:]]
                yield _csv("days under another name", [header, *rows], ballots)
                timed = [[*row[:2], f"{row[2]} 08:30:00", *row[3:]] for row in rows]
                yield _csv("days under another name", [header, *timed], ballots)
            for name in _COUNTS_CALLED:
                for counts in ((3, 1, 2, 1, 1, 4, 1, 1), (2,) * 8):
                    copies = Counter(dict.fromkeys(ballots, 0))
                    for row, count in zip(_order(rows, ballots, scale), counts, strict=True):
                        copies[row] += count
                    yield _csv("a row stands for several", _with_column(name, counts, rows), copies)


def remarks() -> Iterator[Case]:
    """What is written beside ballots and among their suggestions."""
    for scale in ("own", "general", "letters"):
        for says in ("some", "none"):
            rows, ballots = base(scale, says)
            for remark in _REMARKS:
                for at in range(8):
                    cells = [remark if at == place else "" for place in range(8)]
                    for place in (None, 0):
                        yield _csv("a remark beside a ballot", _with_column("附记", cells, rows, place), ballots)
            for text in _VOIDED:
                for at in (0, 1, 4, 7):
                    marked = [[*row[:7], text] if at == place else row for place, row in enumerate(rows)]
                    voided = _voided(rows, ballots, scale, {at})
                    yield _csv("void among suggestions", [list(HEADER), *marked], voided)


def _order(rows: Rows, ballots: Counter[Ballot], scale: str) -> list[Ballot]:
    own, _ = base("own")
    order = _valid(base("own")[1], own)[1]
    assert Counter(order) == ballots or scale
    return order


def _voided(rows: Rows, ballots: Counter[Ballot], scale: str, at: set[int]) -> Counter[Ballot]:
    order = _order(rows, ballots, scale)
    return Counter((*b[:3], True, ()) if place in at or b[3] else b for place, b in enumerate(order))


def marks() -> Iterator[Case]:
    """Marks of void and valid ballots in every way."""
    for scale in ("own", "general", "letters"):
        rows, ballots = base(scale)
        bare = _without(3, [list(HEADER), *rows])
        for tick in _TICKS:
            for name in _VALID_CALLED:
                for void in ("", "否", "×", "0"):
                    cells = [void if row[3] else tick for row in rows]
                    table = [[*row[:3], cell, *row[3:]] for row, cell in zip(bare, [name, *cells], strict=True)]
                    yield _csv("ticked as valid" if void else "valid or not", table, ballots)
            for name in (*_VOID_CALLED, "是否废票"):
                for valid in ("", "否", "×"):
                    cells = [tick if row[3] else valid for row in rows]
                    table = [[*row[:3], cell, *row[3:]] for row, cell in zip(bare, [name, *cells], strict=True)]
                    yield _csv("ticked as void", table, ballots)
        for name in ("是否有效", "有效", "是否计票"):
            cells = ["是" if at in (0, 1, 3) else "否" for at in range(8)]
            yield _csv("void against valid", _with_column(name, cells, rows, 4), Counter())


def answers() -> Iterator[Case]:
    """Answers that could be meant in two ways, and formulas without a result."""
    for scale in ("own", "general", "letters"):
        rows, ballots = base(scale)
        for extra in (2, 3, 12):
            for kept in ((0, 1, 2), (0,), (0, 2), (0, 1)):
                spare = [[rows[7][p] if p in kept else "" for p in range(8)] for _ in range(extra)]
                yield _csv("filled down", [list(HEADER), *rows, *spare], ballots)
                yield _csv("filled down", [list(HEADER), *rows[:4], *spare, *rows[4:]], ballots)
        for place in (4, 5, 6):
            blank = [[*row[:place], row[place] or "0", *row[place + 1 :]] for row in rows]
            yield _csv("0 for blank", [list(HEADER), *blank], ballots)
        zeros = [[*row[:4], *(cell or "0" for cell in row[4:7]), row[7]] for row in rows]
        yield _csv("0 for blank", [list(HEADER), *zeros], ballots)
        yield Case("0 for blank", xlsx({"表": [HEADER, *([*r[:4], *(c or 0 for c in r[4:7]), r[7]] for r in rows)]}),
                   ballots)  # fmt: skip


def cells() -> Iterator[Case]:
    """Cells of workbooks that hold no answer of their own: formulas without a result, merged ones."""
    for scale in ("own", "general", "letters"):
        rows, ballots = base(scale)
        for at in range(8):
            for place in range(8):
                for what in ("#N/A", "#REF!", ""):
                    yield Case("formulas without a result", _formula(rows, at, place, what),
                               ballots if place == 7 or (rows[at][3] and place > 3) else Counter())  # fmt: skip
            for place in (4, 5):
                table = [list(HEADER), *(list(row) for row in rows)]
                table[at + 1][place + 1] = ""
                cell = f"{'ABCDEFGH'[place]}{at + 2}:{'ABCDEFGH'[place + 1]}{at + 2}"
                if rows[at][place] and rows[at][place + 1]:
                    yield Case(
                        "merged across", xlsx({"表": table}, {"表": [cell]}), ballots if rows[at][3] else Counter()
                    )


def _formula(rows: Rows, at: int, place: int, value: str) -> bytes:
    held = BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet("表")
        for number, row in enumerate([list(HEADER), *rows]):
            for column, cell in enumerate(row):
                if (number, column) == (at + 1, place):
                    sheet.write_formula(number, column, "=VLOOKUP(A1,B1:C9,2,0)", None, value)
                elif cell:
                    sheet.write(number, column, cell)
    return held.getvalue()


def codes() -> Iterator[Case]:
    """Groups and ways in codes that differ in their numbering alone, as the clerk has said what they mean."""
    rows, ballots = base("own")
    people = ("家长", "党员", "教职工", "普通群众")
    for coded in (
        ("1.0", "2.0", "3.0", "4.0"),
        ("①", "②", "③", "④"),
        ("1. 代表", "2. 代表", "3. 代表", "4. 代表"),
        ("（一）代表", "（二）代表", "（三）代表", "（四）代表"),
        ("1、组", "2、组", "3、组", "4、组"),
    ):
        by_group = dict(zip(people, coded, strict=True))
        table = [list(HEADER), *([by_group[row[0]], *row[1:]] for row in rows)]
        for few in (4, 3, 2, 1):
            groups = {text: group for group, text in list(by_group.items())[:few]}
            groups = {normalize("NFKC", text): group for text, group in groups.items()}
            yield _csv("codes of groups", table, ballots, Choices(cast_on=BEFORE.cast_on, groups=groups))
        ways = dict(zip(("纸质", "网上"), coded, strict=False))
        by_way = [list(HEADER), *([row[0], ways[row[1]], *row[2:]] for row in rows)]
        for few in (2, 1):
            chosen = {normalize("NFKC", text): {"纸质": "paper", "网上": "online"}[way]
                      for way, text in list(ways.items())[:few]}  # fmt: skip
            yield _csv("codes of ways", by_way, ballots, Choices(cast_on=BEFORE.cast_on, ways=chosen))


def empty_blocks() -> Iterator[Case]:
    """Merged cells without anything in them, beside and below the data; digits of other scripts."""
    rows, ballots = base("own")
    for area in ("J2:K4", "J20:K24", "A20:H22", "I1:I9", "L1:L2", "H30:M31"):
        yield Case("an empty merged block", _merged_empty(rows, area), ballots)
    for digit in ("፩", "²", "੧", "１", "๑", "9" * 5000):
        for place in range(8):
            table = [list(HEADER), *(list(row) for row in rows)]
            if (digit, place) == ("１", 3):
                continue  # that marks a void ballot
            table[2][place] = digit
            yield _csv("odd digits", table, Counter({("", "", date(1, 1, 1), False, ()): 1}) if place < 7 else ballots)
        whole = ballots if digit == "１" else Counter()
        yield _csv("odd digits", _with_column("份数", [digit] * 8, rows), whole)
    yield Case("an old workbook", xls("表", [HEADER, *rows]), ballots)


def _merged_empty(rows: Rows, area: str) -> bytes:
    held = BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet("表")
        for number, row in enumerate([list(HEADER), *rows]):
            sheet.write_row(number, 0, row)
        sheet.merge_range(area, "")
    return held.getvalue()
