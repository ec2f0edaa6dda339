"""Table → layout: which column is what, told by its header.

One layout so far: one ballot a row, criteria as columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from board.errors import BoardError
from board.importing.form import BallotForm, FormCriterion
from board.importing.problems import Problem, column_name, letter
from board.importing.text import key, shortened

GROUP, WAY, DAY, VOID, SUGGESTION = "group", "way", "day", "void", "suggestion"

# A template and an export carry the first word of each; the others are what forms in use write.
FACT_HEADERS: dict[str, tuple[str, ...]] = {
    GROUP: (
        "参评人员类别",
        "参评群体",
        "群体",
        "身份",
        "您的身份",
        "组别",
        "人员类别",
        "参评人类别",
        "参评人员",
        "类别",
    ),
    WAY: ("参评方式", "方式", "评议方式", "填写方式", "填表方式"),
    DAY: ("填表日期", "日期", "评议日期", "填写日期", "参评日期", "提交日期", "填表时间", "提交时间", "提交答卷时间"),
    VOID: ("是否废票", "废票"),
    SUGGESTION: ("意见和建议", "意见与建议", "意见建议", "您的意见和建议", "意见", "建议"),
}
_OVERALL_HEADERS = ("总体评价", "总评", "总体", "综合评价", "整体评价")
_FACT_LABELS = {role: headers[0] for role, headers in FACT_HEADERS.items()}
_ROLE_BY_KEY = {key(header): role for role, headers in FACT_HEADERS.items() for header in headers}


@dataclass(frozen=True)
class Layout:
    """`roles` maps a role (a criterion's id, or group, way, day, void, suggestion) to its column; `ignored` are the
    columns that nothing is taken from; `notes` are assumptions in words."""

    roles: Mapping[str, int]
    ignored: tuple[int, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]


def find_layout(header: tuple[str, ...], form: BallotForm, columns: Mapping[str, str]) -> Layout:
    """Match headers to what the form asks; `columns` (header → role) goes first.

    A criterion without a column and a role with two become problems. Raises BoardError where no criterion is found.
    """
    exact = [columns[name] if name in columns else _exact_role(name, form) for name in header]
    matched = [_contained_role(name, form) if role is None else role for name, role in zip(header, exact, strict=True)]
    by_role: dict[str, list[int]] = {}
    for index, role in enumerate(matched):
        if role:
            by_role.setdefault(role, []).append(index)
    if not any(criterion.criterion_id in by_role for criterion in form.criteria):
        raise _unrecognised(header, form)
    roles = {role: indexes[0] for role, indexes in by_role.items()}
    guessed = [i for i, role in enumerate(matched) if role and exact[i] is None]
    return Layout(
        roles=roles,
        ignored=tuple(index for index, role in enumerate(matched) if not role),
        notes=tuple(_guess_note(index, header, matched[index] or "", form) for index in guessed),
        problems=(*_twice(by_role, header), *_missing(roles, form)),
    )


def _exact_role(name: str, form: BallotForm) -> str | None:
    found = key(name)
    for criterion in form.criteria:
        if found == key(criterion.label):
            return criterion.criterion_id
    if found in {key(header) for header in _OVERALL_HEADERS}:
        return next((criterion.criterion_id for criterion in form.criteria if criterion.is_overall), None)
    return _ROLE_BY_KEY.get(found)


def _contained_role(name: str, form: BallotForm) -> str | None:
    """The one criterion whose whole label stands inside a longer header (您认为…认识深不深)."""
    found = key(name)
    inside = [criterion.criterion_id for criterion in form.criteria if key(criterion.label) in found]
    return inside[0] if len(inside) == 1 else None


def _guess_note(index: int, header: tuple[str, ...], role: str, form: BallotForm) -> str:
    label = next(criterion.label for criterion in form.criteria if criterion.criterion_id == role)
    return f"{letter(index)} 列“{shortened(header[index])}”当作评议项目“{label}”"


def _twice(by_role: Mapping[str, list[int]], header: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(
            sheet=None,
            row=1,
            column=column_name(index, header[index]),
            value=header[index],
            what=f"与 {column_name(indexes[0], header[indexes[0]])} 列重复，分不清该用哪一列",
            remedy="请只留一列，或改掉其中一列的列名",
        )
        for indexes in by_role.values()
        for index in indexes[1:]
    ]


def _missing(roles: Mapping[str, int], form: BallotForm) -> list[Problem]:
    return [_missing_problem(criterion) for criterion in form.criteria if criterion.criterion_id not in roles]


def _missing_problem(criterion: FormCriterion) -> Problem:
    if criterion.is_overall:
        what, remedy = f"没有“{criterion.label}”这一列，本次不计总体评价", "如表上有这一项，请补上这一列"
    else:
        what, remedy = f"缺少评议项目“{criterion.label}”这一列", "请补上这一列，列名照模板写；没有填的留空，按弃权计"
    return Problem(None, 1, criterion.label, "", what, remedy, "warning" if criterion.is_overall else "error")


def _unrecognised(header: tuple[str, ...], form: BallotForm) -> BoardError:
    seen = "、".join(shortened(name, 12) for name in header[:8] if name) or "（空）"
    wanted = "、".join(criterion.label for criterion in form.criteria[:3])
    return BoardError(
        "没有认出评议项目",
        f"表头读作：{seen}。其中没有本次活动的评议项目（如 {wanted}）。",
        "请下载模板对照列名；如果上面的文字是乱码，请换一种编码再试。",
    )


def fact_label(role: str) -> str:
    """The header of a fact as templates write it."""
    return _FACT_LABELS[role]
