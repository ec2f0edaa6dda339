"""A file's bytes → `Checked`: ballots or a tally, ready to store, or problems by sheet, row and column."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from board.importing.answers import How, notes
from board.importing.cells import Problems
from board.importing.checked import NO_ROWS, NO_WORDS, Checked, Dropped, shape
from board.importing.choices import Choices
from board.importing.content import content
from board.importing.facts import FactWord, fact_words_frame
from board.importing.form import BallotForm
from board.importing.layouts.beneath import with_spare_numbers, with_void_below, without_facts_below
from board.importing.layouts.beside import stacked
from board.importing.layouts.blocks import with_groups_of_blocks
from board.importing.layouts.forms import with_numbers_of_forms
from board.importing.layouts.kinds import Shape, find_kind
from board.importing.layouts.layout import dropped_columns
from board.importing.layouts.legends import explained
from board.importing.layouts.sheets import together
from board.importing.layouts.taking import Taken, taken
from board.importing.mended import mended, with_short
from board.importing.problems import MOST_PROBLEMS, Problem, letter
from board.importing.read import Reading, Word
from board.importing.reading import read_columns
from board.importing.roles import VOID, fact_label
from board.importing.rows import with_headings, without_footers
from board.importing.source import Source, read_source
from board.importing.table import Table
from board.importing.tally.blocks import by_criterion
from board.importing.tally.reading import read_tally
from board.importing.tally.titles import facts_above, facts_below
from board.importing.text import clean, shortened

_SEQUENCE = {"序号", "编号"}


@dataclass(frozen=True)
class _Outcome:
    """A table as it was read.

    uses: column → role. likely, ignored: columns, as in `Layout`. content: makes the fields of `Checked` that hold what
    the file says; called only if there is no error.
    """

    kind: str
    row_count: int
    uses: Mapping[int, str]
    likely: frozenset[int]
    ignored: tuple[int, ...]
    dropped: tuple[Dropped, ...]
    problems: tuple[Problems, ...]
    notes: tuple[str, ...]
    words: tuple[Word, ...]
    facts: tuple[FactWord, ...]
    content: Any


def check_ballots(file_name: str, data: bytes, form: BallotForm, choices: Choices | None = None) -> Checked:
    """Reads a file of any kind and layout and checks every cell against the form.

    Raises BoardError if the file as a whole can't be read; problems of rows and cells are in `problems`.
    """
    chosen = choices or Choices()
    checked, alike = _check(file_name, data, form, chosen)
    whole = together(alike, lambda each: _check(file_name, data, form, each)[0], chosen, form) if alike else None
    return whole or checked


def _check(file_name: str, data: bytes, form: BallotForm, choices: Choices) -> tuple[Checked, tuple[str, ...]]:
    """A file, or one sheet of it, as `check_ballots` reads it; and all sheets of ballots, where it has several."""
    source = read_source(data, form, choices)
    shaped = _shaped(source, form, choices)
    table, choices = shaped.table, shaped.choices
    is_tally = shaped.found.kind == "tally"
    tally = _tallied(table, source, shaped.found, form, choices) if is_tally else None
    outcome = tally or _read(taken(table, shaped.found, form, choices), form)
    lists = [
        *outcome.problems,
        *(Problems(problems, len(problems)) for problems in (source.problems, table.problems)),
    ]
    problems = sorted((p for each in lists for p in each.first[:MOST_PROBLEMS]), key=lambda problem: problem.row)
    problem_count = sum(each.count for each in lists)
    error_count = problem_count - sum(problem.severity == "warning" for problem in problems)
    checked = Checked(
        file_name=file_name,
        sha256=hashlib.sha256(data).hexdigest(),
        byte_count=len(data),
        encoding=source.encoding,
        separator=table.separator,
        row_count=outcome.row_count,
        columns=_column_uses(table, outcome, form),
        ignored=tuple(table.header[index] or "（无列名）" for index in outcome.ignored),
        assumptions=(*source.notes, *shaped.notes, *outcome.notes),
        problems=tuple(problems[:MOST_PROBLEMS]),
        problem_count=problem_count,
        error_count=error_count,
        layout=outcome.kind,
        sheet=table.sheet,
        sheets=source.sheets,
        header_row=table.header_row,
        shape=shape(table.header),
        words=_word_rows(outcome.words),
        fact_words=fact_words_frame(outcome.facts),
        ragged_rows=frozenset(table.ragged),
        dropped=outcome.dropped,
        **({"ballots": NO_ROWS, "suggestions": NO_ROWS} | (outcome.content() if error_count == 0 else {})),
    )
    return checked, source.alike


@dataclass(frozen=True)
class _Shaped:
    """A file's table with what stands around it put into it and into the choices; and notes."""

    table: Table
    found: Shape
    choices: Choices
    notes: tuple[str, ...]


def _shaped(source: Source, form: BallotForm, choices: Choices) -> _Shaped:
    table, mended_notes = mended(source.table, choices)
    table, facts, texts = without_facts_below(with_spare_numbers(table), form)
    table, footers = without_footers(table, form, source.titles)
    table, short = with_short(table, choices)
    table, halves = stacked(table, form)
    table, parts = by_criterion(table, source.titles, form)
    found = find_kind(table, form, choices.layout or ("tally" if parts else None))
    table, forms = with_numbers_of_forms(table, found, source.titles, form)
    is_tally = found.kind == "tally"
    table, blocks = (with_headings(table), []) if is_tally else with_groups_of_blocks(table, source.titles, form)
    table, void = (table, []) if is_tally else with_void_below(table, form)
    with_group = not (is_tally or blocks or forms)
    named, above = facts_above(source.titles, source.table.sheet, form, choices, with_group=with_group)
    placed, below = facts_below(facts, form, choices, named)
    answers, codes = explained((*source.titles, *texts), table.header, form, choices)
    notes = (*mended_notes, *footers, *short, *halves, *parts, *forms, *blocks, *void, *above, *below, *codes)
    return _Shaped(table, found, replace(placed, answers=answers), notes)


def _read(ballots: Taken, form: BallotForm) -> _Outcome:
    read = read_columns(ballots.table, ballots.layout, form, ballots.choices)
    problems = (*(reading.problems for reading in read.values()), *ballots.problems, *_table_problems(ballots))
    ignored = tuple(index for index in ballots.layout.ignored if index not in ballots.uses)
    return _Outcome(
        kind=ballots.kind,
        row_count=len(ballots.table.row_numbers),
        uses=ballots.uses,
        likely=ballots.layout.likely,
        ignored=ignored,
        dropped=ballots.layout.dropped,
        problems=problems,
        notes=(
            *ballots.notes,
            *ballots.layout.notes,
            *_assumptions(read, form),
            *_unknown(ballots.raw, ignored, ballots.layout.dropped),
        ),
        words=tuple(word for reading in read.values() for word in reading.words),
        facts=tuple(word for reading in read.values() for word in reading.facts),
        content=lambda: content(ballots, read, form),
    )


def _tallied(table: Table, source: Source, found: Shape, form: BallotForm, choices: Choices) -> _Outcome:
    tally = read_tally(table, source.titles, found, form, choices)
    ignored = tuple(index for index in range(len(table.header)) if index not in tally.uses)
    dropped = tuple(dropped_columns(table, ignored, None))
    return _Outcome(
        kind="tally",
        row_count=len(table.row_numbers),
        uses=tally.uses,
        likely=frozenset(),
        ignored=ignored,
        dropped=dropped,
        problems=(tally.problems,),
        notes=(*tally.notes, *_unknown(table, ignored, dropped)),
        words=(),
        facts=tally.facts,
        content=lambda: {"tally": tally.tally, "tally_ballots": tally.tally_ballots},
    )


def _table_problems(ballots: Taken) -> list[Problems]:
    table = ballots.table
    found = [Problems(ballots.layout.problems[:MOST_PROBLEMS], len(ballots.layout.problems))]
    if not len(table.row_numbers) and not ballots.raw.problems:
        row = table.header_row + 1
        empty = Problem(table.sheet, row, "", "", "没有一张评议表", "表头下面请每行填一张评议表")
        found.append(Problems((empty,), 1))
    return found


def _column_uses(table: Table, outcome: _Outcome, form: BallotForm) -> pd.DataFrame:
    labels = {criterion.criterion_id: f"评议项目：{criterion.label}" for criterion in form.criteria}
    rows = []
    for index, name in enumerate(table.header):
        role = outcome.uses.get(index, "")
        used = labels.get(role) or (fact_label(role) if role else "不用（不保存）")
        rows.append((letter(index), name, used, role, index not in outcome.likely))
    return pd.DataFrame(rows, columns=["列", "列名", "用作", "role", "sure"])


def _word_rows(words: Iterable[Word]) -> pd.DataFrame:
    rows = [vars(word) for word in words]
    return pd.DataFrame(rows).astype({"rank": "Int64"}) if rows else NO_WORDS


def _assumptions(read: Mapping[str, Reading], form: BallotForm) -> list[str]:
    used: dict[How, list[str]] = {}
    for criterion in form.criteria:
        for how in read[criterion.criterion_id].hows if criterion.criterion_id in read else ():
            used.setdefault(how, []).append(criterion.label)
    return [*(note for reading in read.values() for note in reading.notes), *notes(used), *_unanswered(read, form)]


def _unanswered(read: Mapping[str, Reading], form: BallotForm) -> list[str]:
    asked = [read[c.criterion_id].codes != 0 for c in form.criteria if c.criterion_id in read]
    blank = int((~np.logical_or.reduce([read[VOID].codes == 1, *asked])).sum())
    return [f"有 {blank} 张评议表一项也没有答，各项都按弃权计"] if blank else []


def _unknown(raw: Table, ignored: Iterable[int], dropped: Iterable[Dropped]) -> list[str]:
    explained = {each.column for each in dropped} | {""}
    names = [raw.header[index] for index in ignored]
    unknown = [shortened(name, 12) for name in names if name not in explained and clean(name) not in _SEQUENCE]
    return [f"下列各列不认识，不用也不保存：{'、'.join(unknown)}"] if unknown else []
