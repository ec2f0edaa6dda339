"""Table → layout: the purpose of each column, by its header, or by its values if the header isn't enough."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from board.errors import BoardError
from board.importing.answers import read_answer, readings
from board.importing.checked import Dropped
from board.importing.choices import Choices
from board.importing.facts import CALLED_VALID, CALLED_VOID, read_day
from board.importing.form import BallotForm, FormCriterion
from board.importing.problems import Problem, Severity, column_name, letter
from board.importing.roles import (
    DAY,
    SUGGESTION,
    TICKED,
    UNTICKED,
    VALID,
    VOID,
    Found,
    fact_label,
    found_role,
    identifying,
)  # fmt: skip
from board.importing.rows import is_apart
from board.importing.table import Table, distinct, is_blank
from board.importing.text import clean, shortened

_DAY_ONLY = "只留日期，确切的时间不保存"
_HALF, _NEARLY = 0.5, 0.8
_LOOKED_AT = 200
_OTHER_DAYS = re.compile(
    "出生|生日|年龄|入党|入职|工作|入学|发放|发出|发表|打印|开始|通知|登记|录入|导出|注册|入校|修改|更新|" + "start",
    re.IGNORECASE,
)
_OWN_DAYS = re.compile("(?:收回|回收|收表|评议|填[表写答]|提交|投票|交表|测评|参评).{0,2}(?:日期|时间)$")
_LAST_STEP = re.compile("收|提交|交|投|结束|评议|完成|填|" + "completion|submit", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """`roles` maps a role (a criterion's id, or group, way, day, void, valid, suggestion) to its column; `suggestions`
    are all columns of suggestions; `likely` are the columns recognised only by likeness; `ignored` those that aren't
    used; `dropped` those that could identify someone; `notes` are assumptions in words; `skipped` is what a platform
    writes for no answer."""

    roles: Mapping[str, int]
    suggestions: tuple[int, ...]
    likely: frozenset[int]
    ignored: tuple[int, ...]
    dropped: tuple[Dropped, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]
    skipped: tuple[str, ...] = ()


def find_layout(table: Table, form: BallotForm, choices: Choices, taken: Mapping[int, str] | None = None) -> Layout:
    """Matches columns to the form's questions; `Choices.columns` comes first, then `taken` (column → role).

    A criterion without a column and a role with two become problems. Raises BoardError if no criterion is found.
    """
    found = found_columns(table, form, choices, taken or {})
    by_role: dict[str, list[int]] = {}
    for index, each in found.items():
        by_role.setdefault(each.role, []).append(index)
    if not any(criterion.criterion_id in by_role for criterion in form.criteria):
        raise _unrecognised(table.header, form)
    roles = {role: indexes[0] for role, indexes in by_role.items()}
    unused = [i for i in range(len(table.header)) if i not in found and not _is_empty(table, i)]
    return Layout(
        roles=roles,
        suggestions=tuple(by_role.get(SUGGESTION, ())),
        likely=frozenset(index for index, each in found.items() if not each.is_sure),
        ignored=tuple(unused),
        dropped=tuple(dropped_columns(table, unused, roles.get(DAY))),
        notes=tuple(_guess_note(i, table, each, form) for i, each in found.items() if not each.is_exact),
        problems=(*_twice(by_role, table), *_missing(roles, form, table)),
    )


def found_columns(table: Table, form: BallotForm, choices: Choices, taken: Mapping[int, str]) -> dict[int, Found]:
    """The role of each column that has one; an exact match excludes columns that only resemble the role."""
    found: dict[int, Found] = {}
    for index, name in enumerate(table.header):
        chosen = chosen_role(index, name, choices.columns)
        if chosen is not None:
            each = Found(chosen, is_sure=True) if chosen else None
        elif index in taken:
            each = Found(taken[index], is_sure=True) if taken[index] else None
        else:
            each = _fitting(index, table, found_role(name, form) if name else None, form)
        if each:
            found[index] = each
    exact = {each.role for each in found.values() if each.is_exact} - {SUGGESTION}
    found = {i: each for i, each in found.items() if each.is_sure or each.role not in exact}
    if not {VOID, VALID, TICKED, UNTICKED} & {each.role for each in found.values()}:
        found |= dict.fromkeys(_states(table, found, choices), Found(VOID, is_sure=False, is_exact=False))
    if DAY not in {each.role for each in found.values()}:
        found |= dict.fromkeys(_days(table, found, choices), Found(DAY, is_sure=False, is_exact=False))
    return found


def _days(table: Table, found: Mapping[int, Found], choices: Choices) -> list[int]:
    """The columns without a known name in which nearly all cells are days, unless their name is of another day.

    Where several are, that of the last step (收回, 提交) is meant, if there is only one. Where none is, one is that is
    called so: its cells are to be asked about.
    """
    unnamed = [
        index
        for index, name in enumerate(table.header)
        if index not in found and chosen_role(index, name, choices.columns) is None and not _OTHER_DAYS.search(name)
    ]
    held = [index for index in unnamed if _holds_days(table, index, choices)]
    if not held:
        called = (index for index in unnamed if _OWN_DAYS.search(table.header[index]))
        return [index for index in called if not is_blank(table.columns[index]).all()][:1]
    last = [index for index in held if _LAST_STEP.search(table.header[index])]
    return last if len(held) > 1 and last else held


def _states(table: Table, found: Mapping[int, Found], choices: Choices) -> list[int]:
    """The column that says of ballots in words that they are void, and nothing else but 有效; none if there are two."""
    held = []
    for index, name in enumerate(table.header):
        if index not in found and chosen_role(index, name, choices.columns) is None and not identifying(name):
            written = (clean(value) for value in distinct(table.columns[index]) or ())
            values = {value for value in written if value and value != clean(name) and not is_apart(value)}
            says_void = values & CALLED_VOID and values <= CALLED_VOID | CALLED_VALID
            held += (
                [index]
                if says_void or (values and values <= CALLED_VALID and not is_blank(table.columns[index]).any())
                else []
            )
    return held if len(held) == 1 else []


def _holds_days(table: Table, index: int, choices: Choices) -> bool:
    values = [text for text in table.columns[index].dictionary[:_LOOKED_AT].to_pylist() if clean(text)]
    return bool(values) and sum(read_day(value, choices.cast_on) is not None for value in values) >= _NEARLY * len(
        values
    )


def chosen_role(index: int, name: str, columns: Mapping[str, str]) -> str | None:
    """The role the clerk chose for a column, named by letters and header or by header; None if none was chosen."""
    return columns.get(column_name(index, name), columns.get(name))


def _fitting(index: int, table: Table, found: Found | None, form: BallotForm) -> Found | None:
    """The role found, except a criterion that isn't named outright and whose column doesn't hold its answers."""
    criterion = next((c for c in form.criteria if found and c.criterion_id == found.role), None)
    if found is None or found.is_exact or criterion is None:
        return found
    return found if _is_answered(table, index, criterion) else None


def _is_answered(table: Table, index: int, criterion: FormCriterion) -> bool:
    words = readings(criterion, Choices())
    values = [value for value in distinct(table.columns[index]) or () if clean(value)]
    return bool(values) and sum(read_answer(value, words) is not None for value in values) >= _HALF * len(values)


def _is_empty(table: Table, index: int) -> bool:
    return not table.header[index] and not any(clean(value) for value in distinct(table.columns[index]) or ["?"])


def dropped_columns(table: Table, unused: Iterable[int], day: int | None) -> Iterable[Dropped]:
    """Columns that could identify someone, and the day's column if it holds a time."""
    for index in unused:
        why = identifying(table.header[index])
        if why:
            yield Dropped(table.header[index], why)
    if day is not None and identifying(table.header[day]):
        yield Dropped(table.header[day], _DAY_ONLY)


def _guess_note(index: int, table: Table, found: Found, form: BallotForm) -> str:
    labels = {criterion.criterion_id: f"评议项目“{criterion.label}”" for criterion in form.criteria}
    used = labels.get(found.role) or f"“{fact_label(found.role)}”"
    return f"{letter(index)} 列“{shortened(table.header[index])}”当作{used}"


def _twice(by_role: Mapping[str, list[int]], table: Table) -> list[Problem]:
    return [
        Problem(
            sheet=table.sheet,
            row=table.header_row,
            column=column_name(index, table.header[index]),
            value=table.header[index],
            what=f"与 {column_name(indexes[0], table.header[indexes[0]])} 列重复，分不清该用哪一列",
            remedy="请只留一列，或改掉其中一列的列名",
        )
        for role, indexes in by_role.items()
        for index in indexes[1:]
        if role != SUGGESTION
    ]


def _missing(roles: Mapping[str, int], form: BallotForm, table: Table) -> list[Problem]:
    missing = (criterion for criterion in form.criteria if criterion.criterion_id not in roles)
    return [missing_criterion(criterion, table) for criterion in missing]


def missing_criterion(criterion: FormCriterion, table: Table) -> Problem:
    """The problem of a criterion that a file lacks: an error, or a warning for the overall grade."""
    if criterion.is_overall:
        what, remedy = f"没有“{criterion.label}”这一列，本次不计总体评价", "如表上有这一项，请补上这一列"
    else:
        what, remedy = f"缺少评议项目“{criterion.label}”这一列", "请补上这一列，列名照模板写；没有填的留空，按弃权计"
    severity: Severity = "warning" if criterion.is_overall else "error"
    return Problem(table.sheet, table.header_row, criterion.label, "", what, remedy, severity)


def _unrecognised(header: tuple[str, ...], form: BallotForm) -> BoardError:
    seen = "、".join(shortened(name, 12) for name in header[:8] if name) or "（空）"
    wanted = "、".join(criterion.label for criterion in form.criteria[:3])
    return BoardError(
        "没有认出评议项目",
        f"表头读作：{seen}。其中没有本次活动的评议项目（如 {wanted}）。",
        "请下载模板对照列名；如果上面的文字是乱码，请换一种编码再试。",
    )
