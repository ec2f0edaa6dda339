"""A workbook with a sheet for each group, way, day or class → one file, if each is read without a question.

Where a sheet beside them holds the same once more (汇总), it is left out; where it holds anything else, it is asked
which sheet is meant.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from board.errors import BoardError
from board.importing.checked import NO_ROWS, Checked
from board.importing.choices import Choices
from board.importing.facts import PAPER, WAYS, read_day, read_way
from board.importing.form import BallotForm
from board.importing.layouts.blocks import group_of_block
from board.importing.text import clean

Read = Callable[[Choices], Checked]
_A_FEW = 2
# Two classes or days hardly have as many ballots that are all alike.
_ALIKE = 3
_NUMBER = r"[一二三四五六七八九十\d]{1,3}"
_OF_CLASSES = re.compile(
    rf"(?:{_NUMBER}(?:年级)?|[初高][一二三])?[(（]?(?:{_NUMBER})?[)）]?(?:班|组|年级|处室|支部)|[初高][一二三]"
)
_OF_SUMS = re.compile("汇总|合计|总计|总表|统计|全部|总$|全校")


def together(sheets: Sequence[str], read: Read, choices: Choices, form: BallotForm) -> Checked | None:
    """All sheets of a workbook as one file, each as it is read alone; None where that isn't clear.

    sheets: those that look like ballots. read: what is read with other choices. Corrections of rows name no sheet, so
    there is none with them.
    """
    rows = (*choices.skipped_rows, *choices.voided_rows, *choices.fitted_rows)
    parts = {name: part for name in sheets if (part := _part(name, form, choices.cast_on))}
    others = [name for name in sheets if name not in parts]
    if len(parts) < _A_FEW or choices.sheet or rows or len({*parts.values()}) < len(parts):
        return None
    checked = [found for name in parts if (found := _alone(read, replace(choices, sheet=name)))]
    if len(checked) < len(parts) or not _are_parts(checked, parts, form):
        return None
    sums = sum((_counts(each) for each in checked), Counter[tuple[str, int]]())
    if not all(_OF_SUMS.search(name) and _holds(name, sums, read, choices, form) for name in others):
        return None
    return _one(checked, others)


def _part(name: str, form: BallotForm, until: date | None) -> str:
    """Subject of a tab's ballots: a group, a way, a day, a class; "" for anything else."""
    plain = clean(name)
    of_way = next((way for each in re.split(r"[()\s_-]", plain) if (way := read_way(each))), "")
    group = group_of_block(name, form) or next((g for g in form.groups if clean(g) in plain), "")
    day = read_day(name, until)
    rest = "" if group or of_way or day else plain if _OF_CLASSES.fullmatch(plain) else ""
    return " ".join(filter(None, (group, of_way, str(day or ""), rest)))


def _alone(read: Read, choices: Choices) -> Checked | None:
    """A sheet by itself, if nothing has to be asked about it or looked at."""
    try:
        found = read(choices)
    except BoardError:
        return None
    return found if not found.problem_count else None


def _are_parts(checked: Sequence[Checked], parts: Mapping[str, str], form: BallotForm) -> bool:
    """Whether sheets are of one layout and header, hold what their tabs say, and none is another one again.

    Sheets that a platform numbered are not: each would begin with the same numbers.
    """
    if len({(each.layout, tuple(_filled(each).column_names)) for each in checked}) > 1 or any(c.keys for c in checked):
        return False
    for each in checked:
        words = parts[each.sheet or ""].split()
        for name, known in (("group_label", form.groups), ("way", WAYS)):
            named = {word for word in words if word in known}
            if named and {*_filled(each)[name].to_pylist()} - named:
                return False
    marks = [each.content_sha256 for each in checked if _filled(each).num_rows >= _ALIKE]
    return len(set(marks)) == len(marks)


def _filled(checked: Checked) -> pa.Table:
    return checked.tally if checked.layout == "tally" else checked.ballots


def _holds(name: str, sums: Counter[tuple[str, int]], read: Read, choices: Choices, form: BallotForm) -> bool:
    """Whether a sheet holds the sums of all others, or all their ballots again."""
    whole = replace(choices, sheet=name)
    of_one = replace(whole, group=choices.group or form.groups[0], way=choices.way or PAPER)
    return any((found := _alone(read, each)) and _counts(found) == sums for each in (whole, of_one))


def _counts(checked: Checked) -> Counter[tuple[str, int]]:
    """How often each answer to each criterion was given, without blanks."""
    found: Counter[tuple[str, int]] = Counter()
    for row in checked.tally.to_pylist():
        found[row["criterion_id"], row["rank"]] += row["answer_count"]
    for name in checked.ballots.column_names[4:]:
        for rank, count in Counter(checked.ballots[name].to_pylist()).items():
            found[name, rank or 0] += count
    return Counter({key: count for key, count in found.items() if key[1]})


def _one(checked: Sequence[Checked], left_out: Iterable[str]) -> Checked:
    names = [each.sheet or "" for each in checked]
    note = f"{len(names)} 张工作表合起来读：{'、'.join(names)}"
    left = "、".join(f"“{name}”" for name in left_out)
    notes = [note, *([f"{left}是它们的合计，没有读"] if left else [])]
    of_all = [text for text in checked[0].assumptions if all(text in each.assumptions for each in checked)]
    own = [f"“{each.sheet}”：{text}" for each in checked for text in each.assumptions if not _is_of(text, of_all)]
    return replace(
        checked[0],
        row_count=sum(each.row_count for each in checked),
        assumptions=(*notes, *of_all, *own),
        sheet="、".join(names),
        words=_summed([each.words for each in checked]),
        fact_words=_summed([each.fact_words for each in checked]),
        ragged_rows=frozenset[int](),
        dropped=tuple(dict.fromkeys(dropped for each in checked for dropped in each.dropped)),
        ballots=_below([each.ballots for each in checked]),
        suggestions=_sorted(_below([each.suggestions for each in checked if each.suggestions.num_rows])),
        tally=_below([each.tally for each in checked]),
        tally_ballots=_below([each.tally_ballots for each in checked]),
    )


def _is_of(text: str, of_all: Sequence[str]) -> bool:
    return text in of_all or text.startswith("只读工作表")


def _below(tables: Sequence[pa.Table]) -> pa.Table:
    filled = [table for table in tables if table.num_rows]
    return pa.concat_tables(filled).unify_dictionaries().combine_chunks() if filled else NO_ROWS


def _sorted(suggestions: pa.Table) -> pa.Table:
    """Suggestions in no order of their sheets."""
    by = [("content", "ascending"), ("given_on", "ascending")]
    return suggestions.sort_by(by) if suggestions.num_rows else suggestions


def _summed(words: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The words of all sheets, each with how often it comes in all."""
    filled = [frame for frame in words if len(frame)]
    if not filled:
        return words[0]
    whole = pd.concat(filled, ignore_index=True)
    columns = [name for name in whole.columns if name != "row_count"]
    whole["row_count"] = np.asarray(whole.groupby(columns, dropna=False)["row_count"].transform("sum"))
    return whole.drop_duplicates(columns, ignore_index=True)
