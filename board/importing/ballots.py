"""One ballot a row → checked ballots, ready to store, or problems by row and column."""

import hashlib

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from board.importing.answers import How, notes
from board.importing.cells import Codes, Told, coded
from board.importing.checked import NO_ROWS, Checked, shape
from board.importing.choices import Choices
from board.importing.decode import decode
from board.importing.facts import WAYS
from board.importing.form import BallotForm
from board.importing.layout import DAY, GROUP, SUGGESTION, VOID, WAY, Layout, fact_label, find_layout
from board.importing.problems import MOST_TOLD, Problem, letter
from board.importing.reading import Reading, read_columns
from board.importing.table import Table, is_blank, kept, read_table
from board.importing.text import BLANKS, clean, shortened

EXAMPLE_MARK = "示例"
_NO_SUGGESTION = {"", "无", "没有", "无意见", "没有意见", "暂无", "无建议", "-", "—", "/", "无。"}
_SEQUENCE = {"序号", "编号"}


def check_ballots(file_name: str, data: bytes, form: BallotForm, choices: Choices | None = None) -> Checked:
    """Read a file of one ballot a row and check every cell against the form.

    Raises BoardError where the file as a whole can't be read; what is wrong with rows and cells is in `problems`.
    """
    choices = choices or Choices()
    decoded = decode(data, choices.encoding)
    raw = read_table(decoded.utf8, choices.separator)
    layout = find_layout(raw.header, form, choices.columns)
    table, skipped = _without_idle_rows(raw, layout)
    read = read_columns(table, layout, form, choices)
    told = [*(reading.told for reading in read.values()), *_table_problems(table, layout)]
    problems = sorted((p for t in told for p in t.problems), key=lambda problem: problem.row)[:MOST_TOLD]
    problem_count = sum(t.count for t in told)
    error_count = problem_count - sum(problem.severity == "warning" for t in told for problem in t.problems)
    is_clean = error_count == 0
    return Checked(
        file_name=file_name,
        sha256=hashlib.sha256(data).hexdigest(),
        byte_count=len(data),
        encoding=decoded.encoding,
        separator=raw.separator,
        row_count=len(table.row_numbers),
        columns=_column_uses(raw, layout, form),
        ignored=tuple(raw.header[index] or "（无列名）" for index in layout.ignored),
        assumptions=(*skipped, *layout.notes, *_assumptions(read, form, raw, layout)),
        problems=tuple(problems),
        problem_count=problem_count,
        error_count=error_count,
        ballots=_ballots(read, form, layout) if is_clean else NO_ROWS,
        suggestions=_suggestions(table, layout, read) if is_clean else NO_ROWS,
        shape=shape(raw.header),
    )


def _without_idle_rows(table: Table, layout: Layout) -> tuple[Table, list[str]]:
    """Without the template's example, and without rows that say nothing in any column that is used (as where numbers
    were printed beforehand)."""
    first = table.columns[0]
    example = coded(first, lambda value: int(clean(value).startswith(EXAMPLE_MARK))) == 1
    idle = ~example
    for index in layout.roles.values():
        if idle.any():
            idle &= is_blank(table.columns[index])
    said = [f"第 {table.row_numbers[row]} 行是模板的示例，已略过" for row in np.flatnonzero(example)[:1]]
    if idle.any():
        said.append(f"有 {int(idle.sum())} 行除序号等未用的列外没有内容，按空行略过")
    return kept(table, ~(example | idle)), said


def _table_problems(table: Table, layout: Layout) -> list[Told]:
    found = [Told(problems[:MOST_TOLD], len(problems)) for problems in (table.problems, layout.problems)]
    if not len(table.row_numbers) and not table.problems:
        empty = Problem(None, 2, "", "", "没有一张评议表", "表头下面请每行填一张评议表")
        found.append(Told((empty,), 1))
    return found


def _column_uses(table: Table, layout: Layout, form: BallotForm) -> pd.DataFrame:
    labels = {criterion.criterion_id: f"评议项目：{criterion.label}" for criterion in form.criteria}
    uses = {index: labels.get(role) or fact_label(role) for role, index in layout.roles.items()}
    rows = [(letter(i), name, uses.get(i, "不用（不保存）")) for i, name in enumerate(table.header)]
    return pd.DataFrame(rows, columns=["列", "列名", "用作"])


def _assumptions(read: dict[str, Reading], form: BallotForm, table: Table, layout: Layout) -> list[str]:
    used: dict[How, list[str]] = {}
    for criterion in form.criteria:
        for how in read[criterion.criterion_id].hows if criterion.criterion_id in read else ():
            used.setdefault(how, []).append(criterion.label)
    said = [*(note for reading in read.values() for note in reading.notes), *notes(used)]
    unknown = [shortened(table.header[i], 12) for i in layout.ignored if clean(table.header[i]) not in _SEQUENCE]
    if unknown:
        said.append(f"下列各列不认识，不用也不保存：{'、'.join(unknown)}")
    return said


def _ballots(read: dict[str, Reading], form: BallotForm, layout: Layout) -> pa.Table:
    void = read[VOID].codes == 1
    columns: dict[str, pa.Array] = {
        "group_label": _labelled(read[GROUP].codes, form.groups),
        "way": _labelled(read[WAY].codes, WAYS),
        "cast_on": _days(read[DAY].codes),
        "is_void": pa.array(void),
    }
    mask = void if void.any() else None
    for criterion in form.criteria:
        if criterion.criterion_id in layout.roles:
            ranks = read[criterion.criterion_id].codes.astype(np.int8)
            columns[criterion.criterion_id] = pa.array(ranks, mask=mask)
    return pa.table(columns)


def _labelled(codes: Codes, labels: tuple[str, ...]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int16)), pa.array(labels, pa.string()))


def _days(codes: Codes) -> pa.Array:
    return pa.array(codes.astype("datetime64[D]"))


def _suggestions(table: Table, layout: Layout, read: dict[str, Reading]) -> pa.Table:
    """What was written, in the order of its own text: the order of the file would tie it to its ballot."""
    if SUGGESTION not in layout.roles:
        return NO_ROWS
    column = table.columns[layout.roles[SUGGESTION]]
    says = coded(column, lambda value: int(clean(value) not in _NO_SUGGESTION)) == 1
    written = column.filter(pa.array(says)).cast(pa.string())
    found = pa.table({"content": pc.utf8_trim(written, BLANKS), "given_on": _days(read[DAY].codes[says])})
    return found.sort_by([("content", "ascending"), ("given_on", "ascending")])
