"""The clerk's corrections: cells rewritten, rows left out or made to fit. The file itself is not touched."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from board.importing.choices import Choices
from board.importing.table import Table, is_blank, kept, with_rows
from board.importing.text import BLANKS

_LISTED = 5
Cells = Mapping[int, Mapping[int, str]]


def mended(table: Table, choices: Choices) -> tuple[Table, list[str]]:
    """The table with `cells` written, `skipped_rows` left out and `fitted_rows` in, and notes on it.

    A row of another width than the header is also taken in if one of its cells is written or it is a void ballot.
    """
    cells = _of_sheet(table, choices)
    wanted = (choices.fitted_rows | choices.voided_rows | cells.keys()) - choices.skipped_rows
    fitted = {row: texts for row, texts in table.ragged.items() if row in wanted}
    mended_table, count = _with_cells(with_rows(table, fitted), cells)
    skipped = np.isin(mended_table.row_numbers, sorted(choices.skipped_rows))
    left = tuple(p for p in mended_table.problems if p.row not in choices.skipped_rows)
    skip_count = int(skipped.sum()) + len(mended_table.problems) - len(left)
    notes = [f"有 {count} 格按您改的读"] if count else []
    notes += [f"有 {len(fitted)} 行格数和表头对不上，按您的意思缺的当空白、多的不要"] if fitted else []
    notes += [f"有 {skip_count} 行按您的意思略过"] if skip_count else []
    return replace(kept(mended_table, ~skipped), problems=left), notes


def with_short(table: Table, choices: Choices) -> tuple[Table, list[str]]:
    """The table with rows whose blanks at the end were dropped, and notes; one question for all if that isn't sure.

    It is where several rows end in a filled cell and no row of the full width ends in a blank one: as programs write
    that drop blanks.
    """
    short = {row: cells for row, cells in table.ragged.items() if 1 < len(cells) < len(table.header)}
    if not short or (len(short) == 1 and choices.short is None):
        return table, []
    is_sure = (
        len(table.row_numbers) > 0
        and all(cells[-1].strip(BLANKS) for cells in short.values())
        and not is_blank(table.columns[-1]).any()
    )
    if is_sure or choices.short == "fill":
        return with_rows(table, short), [f"有 {len(short)} 行比表头短，行尾缺的当空白"]
    rows = list(short)
    listed = "、".join(map(str, rows[:_LISTED])) + ("……" if len(rows) > _LISTED else "")
    what = f"有 {len(rows)} 行比表头少几格（第 {listed} 行），说不清是行尾的空白没有写，还是中间少了分隔符"
    remedy = "是行尾的空白没有写的，在“比表头短的行”里选定；是少了分隔符的，请改好文件再导入"
    first = next(problem for problem in table.problems if problem.row == rows[0])
    left = tuple(problem for problem in table.problems if problem.row not in short)
    return replace(table, problems=(replace(first, what=what, remedy=remedy), *left)), []


def _of_sheet(table: Table, choices: Choices) -> Cells:
    """row → column → text."""
    rows: dict[int, dict[int, str]] = {}
    for (sheet, row, column), text in choices.cells.items():
        if sheet in (None, table.sheet):
            rows.setdefault(row, {})[column] = text
    return rows


def _with_cells(table: Table, cells: Cells) -> tuple[Table, int]:
    if not cells:
        return table, 0
    header = list(table.header)
    count = 0
    by_column: dict[int, dict[int, str]] = {}
    for row, texts in cells.items():
        place = int(np.searchsorted(table.row_numbers, row))
        is_there = place < len(table.row_numbers) and table.row_numbers[place] == row
        for column, text in texts.items():
            if column >= len(header) or (row != table.header_row and not is_there):
                continue
            count += 1
            if row == table.header_row:
                header[column] = text
            else:
                by_column.setdefault(column, {})[place] = text
    columns = tuple(_written(column, by_column.get(index)) for index, column in enumerate(table.columns))
    return replace(table, header=tuple(header), columns=columns), count


def _written(column: pa.DictionaryArray, texts: Mapping[int, str] | None) -> pa.DictionaryArray:
    if not texts:
        return column
    values = column.to_pylist()
    for place, text in texts.items():
        values[place] = text
    return pa.array(values, pa.string()).dictionary_encode()
