"""评议结果报告: who was asked, what they answered, what was judged worst and what follows from it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from board.errors import BoardError
from board.evaluation import results
from board.evaluation.differences import NOT_COMPARABLE, rounds_tested
from board.evaluation.smallest import SMALLEST_GROUP
from board.evaluation.suggestions import OTHERS, themed
from board.evaluation.views import criteria_shown, groups_shown
from board.evaluation.weakest import Weakest, weakest
from board.numbers import mean_text, percent_text
from board.papers.asked import Asked, count, day, fuller, listed, named, quoted, rate
from board.papers.blocks import Block, Column, Figure, Heading, Paper, Paragraph, Part, Parts, Quoted, Table
from board.rectification.actions import items
from board.report.reading import criterion_changes
from board.store.frames import as_options, each_row
from board.store.store import Store

TEXTS = {
    "opening": "开头的话",
    "follows": "结果怎么用",
    "suggestions": "意见建议的归纳和答复",
    "contact": "反映问题的渠道",
}
_FORMS = ("给谁", "发出", "收回", "有效", "回收率", "有效率")
_CRITERIA = ("评议项目", "优良率", "平均分", "弃权", "不了解")
_FEW = "其他类别（合计）"
_UNTOLD = "有意见建议，还没有写归纳和答复。"


def rounds_of(store: Store, activity_id: str, as_of: date) -> Mapping[str, str]:
    """The rounds that a result can be written of, the newest first, those ended before those going on."""
    rounds = results.rounds(store, activity_id, as_of)
    rounds = rounds[rounds["valid_count"] > 0].iloc[::-1]
    ended = rounds["closed_on"].notna()
    in_order = pd.concat([rounds[ended], rounds[~ended]])
    return as_options(in_order, "round_id", "name")


def report(asked: Asked) -> Paper:
    """评议结果报告 of a round (option `round`)."""
    found = results.rounds(asked.store, asked.activity_id, asked.as_of)
    chosen = found[found["round_id"] == asked.options.get("round")]
    if chosen.empty:
        raise BoardError("还没有可以报告的评议", "没有选评议轮次，或者那一轮没有有效票。", "请先登记、导入评议表。")
    row = {str(name): value for name, value in chosen.iloc[0].items()}
    ids = (asked.store, asked.activity_id, str(row["round_id"]))
    worst = weakest(*ids, asked.as_of)
    blocks: list[Block] = [
        *asked.written("opening"),
        Heading(1, ("评议的组织",)),
        Paragraph(_organised(row)),
        _forms_table(results.forms(*ids, asked.as_of), row),
        Heading(1, ("评议的结果",)),
        Paragraph(_overall(asked, row)),
        _criteria_table(asked, row),
        *_groups(asked, row),
        *_compared(asked, found, row),
        Heading(1, ("最弱的项目和整改",)),
        Paragraph(_worst(worst, row)),
        *_follows(asked, worst),
        *asked.written("follows"),
        *_suggested(asked, row),
        *asked.headed("反映问题的渠道", "contact"),
    ]
    return asked.paper("evaluation", "关于群众评议结果的报告", blocks, _missing(asked, row))


def _ref(row: Mapping[str, Any]) -> str:
    return f"evaluation?round={row['round_id']}"


def _organised(row: Mapping[str, Any]) -> Parts:
    ref = _ref(row)
    until: list[Part] = ["至", day(row["closed_on"])] if not pd.isna(row["closed_on"]) else ["开始（还没有结束）"]
    given_out = 0 if pd.isna(row["given_out"]) else row["given_out"]
    parts: list[Part] = [day(row["opened_on"]), *until, "，就“", quoted(row["evaluated"]), "”开展群众评议（"]
    parts += [quoted(row["name"], str(row["round_id"])), "），不记名填写。发出评议表"]
    parts += [count(given_out, ref, "发出", "张"), "，收回", count(row["returned_count"], ref, "收回", "张")]
    parts += ["，其中有效票", count(row["valid_count"], ref, "有效票", "张"), "、废票"]
    parts += [count(row["void_count"], ref, "废票", "张"), "。"]
    for name, part, base in (("回收率", "returned_count", given_out), ("有效率", "valid_count", row["returned_count"])):
        parts += [name, rate(row[part], base, ref, name), "，" if name == "回收率" else "。"]
    return tuple(parts)


def _forms_table(forms: pd.DataFrame, row: Mapping[str, Any]) -> Table:
    """The forms by group; groups of fewer valid ballots than may be shown alone are taken together, with the smallest
    of the others if there is just one."""
    counts = ["given_out", "returned_count", "valid_count"]
    sums = forms.groupby("group_label", sort=False, as_index=False)[counts].sum(min_count=1)
    few = sums["valid_count"] < SMALLEST_GROUP
    if few.sum() == 1 and len(sums) > 1:
        few |= sums["valid_count"] == sums[~few]["valid_count"].min()
    if few.any():
        rest = sums[few][counts].sum().to_frame().T.assign(group_label=_FEW)
        sums = pd.concat([sums[~few], rest], ignore_index=True)
    ref = _ref(row)
    rows: list[tuple[Parts, ...]] = []
    for each in each_row(sums):
        given, back, valid = (0 if pd.isna(getattr(each, name)) else int(getattr(each, name)) for name in counts)
        numbers = [
            count(number, ref, f"{each.group_label}{word}")
            for number, word in zip((given, back, valid), _FORMS[1:4], strict=True)
        ]
        shares = [
            Figure(percent_text(part, base), "rate", ref, f"{each.group_label}{word}", base=str(base))
            for part, base, word in ((back, given, "回收率"), (valid, back, "有效率"))
        ]
        rows.append(((Quoted(str(each.group_label)),), *((figure,) for figure in (*numbers, *shares))))
    columns = [Column(word, 2 if place == 0 else 1, is_number=place > 0) for place, word in enumerate(_FORMS)]
    return Table(tuple(columns), tuple(rows))


def _overall(asked: Asked, row: Mapping[str, Any]) -> Parts:
    head = results.headline(asked.store, asked.activity_id, str(row["round_id"]), asked.as_of)
    mean = Figure(mean_text(head.points_total, head.base), "mean", _ref(row), "平均分", base=str(head.base))
    return (
        quoted(head.label), "优良率", rate(head.good_count, head.base, _ref(row), "总体优良率"), "，平均分", mean,
        "（平均分不是满意率）。优良率是答前两档的除以有效回答，弃权和“不了解”不算有效回答。各项目的结果如下。",
    )  # fmt: skip


def _criteria_table(asked: Asked, row: Mapping[str, Any]) -> Table:
    shown = criteria_shown(asked.store, asked.activity_id, str(row["round_id"]), asked.as_of)
    rows: list[tuple[Parts, ...]] = []
    for each in each_row(shown):
        ref, name = f"evaluation?round={row['round_id']}&criterion={each.criterion_id}", str(each.criterion_label)
        figures = (
            Figure(fuller(each.good_text), "rate", ref, f"{name}优良率", base=f"{each.base}"),
            Figure(each.mean_text, "mean", ref, f"{name}平均分", base=f"{each.base}"),
            *(
                count(number, ref, f"{name}{word}") if not pd.isna(number) else "—"
                for number, word in ((each.blank_count, "弃权"), (each.unknown_count, "不了解"))
            ),
        )
        rows.append(((Quoted(name, str(each.criterion_id)),), *((figure,) for figure in figures)))
    widths = (3.0, 2.2, 1.0, 0.8, 0.9)
    columns = zip(_CRITERIA, widths, strict=True)
    return Table(tuple(Column(word, width, is_number=word != _CRITERIA[0]) for word, width in columns), tuple(rows))


def _groups(asked: Asked, row: Mapping[str, Any]) -> list[Block]:
    groups = groups_shown(asked.store, asked.activity_id, str(row["round_id"]), asked.as_of)
    shown = groups[~groups["is_withheld"].astype(bool)]
    if shown.empty:
        return []
    each: list[Parts] = [
        (
            Quoted(str(group.group_label)),
            "优良率",
            Figure(fuller(group.good_text), "rate", _ref(row), f"{group.group_label}优良率"),
        )
        for group in each_row(shown)
    ]
    hidden = "其余的类别人数少，不单列。" if len(shown) < len(groups) else ""
    return [Paragraph(("按参评人员分，各项目的回答合计：", *listed(each, "；"), "。", hidden))]


def _compared(asked: Asked, found: pd.DataFrame, row: Mapping[str, Any]) -> list[Block]:
    before = results.round_before(found, str(row["round_id"]))
    if before is None:
        return []
    ids = (asked.store, asked.activity_id, str(row["round_id"]), str(before["round_id"]))
    tests = rounds_tested(*ids, asked.as_of)
    tests = tests[tests["verdict"] != NOT_COMPARABLE]
    if tests.empty:
        return []
    each: list[Parts] = [
        (
            Quoted(str(test.criterion_label)),
            Figure(test.difference_text, "difference", _ref(row), f"{test.criterion_label}的变化"),
            f"（{test.verdict}）",
        )
        for test in each_row(tests)
    ]
    other = "（上一轮评的是另一样，高低不说明改没改好）" if before["evaluated"] != row["evaluated"] else ""
    return [Paragraph(("与“", quoted(before["name"]), f"”相比{other}，优良率的变化：", *listed(each, "；"), "。"))]


def _worst(worst: Weakest | None, row: Mapping[str, Any]) -> Parts:
    if worst is None:
        return ("各项目之间的差异在抽样误差之内，说不上哪一项最弱。",)
    figure = rate(worst.good_count, worst.base, _ref(row), "最弱项目的优良率")
    parts: list[Part] = ["优良率最低的是“", Quoted(worst.criterion_label, worst.criterion_id), "”，", figure, "。"]
    if worst.rivals:
        rivals: list[Parts] = [("“", Quoted(label), "”") for label in worst.rivals]
        parts += [*listed(rivals), "与它的差异在抽样误差之内。"]
    return tuple(parts)


def _follows(asked: Asked, worst: Weakest | None) -> list[Block]:
    """What the weakest criterion led to: items of the ledger, and changes of the report."""
    if worst is None:
        return []
    ledger = items(asked.store, asked.activity_id, asked.as_of)
    mine = ledger[ledger["criterion_id"] == worst.criterion_id]
    changes = criterion_changes(asked.store, asked.activity_id, asked.as_of)
    changes = changes[changes["criterion_id"] == worst.criterion_id]
    found: list[Block] = []
    if len(mine):
        each: list[Parts] = [
            (quoted(item.problem, item.item_id), "（", named(item.item_id), "）") for item in each_row(mine)
        ]
        found.append(Paragraph(("针对这一项，列入整改台账的有：", *listed(each, "；"), "。")))
    if len(changes):
        parts: list[Parts] = [(Quoted(section),) for section in dict.fromkeys(changes["section"])]
        found.append(Paragraph(("分析检查报告据此修改了：", *listed(parts), "。")))
    return found


def _suggested(asked: Asked, row: Mapping[str, Any]) -> list[Block]:
    """The suggestions by theme. Their own words are for those who handle them: the clerk writes what they come to."""
    received = themed(asked.store, asked.activity_id, str(row["round_id"]), asked.as_of)
    if received.empty:
        return []
    ref = _ref(row)
    counts = received["theme_words"].value_counts()
    big = counts[(counts >= SMALLEST_GROUP) & (counts.index != OTHERS)]
    each: list[Parts] = [
        ("“", Quoted(str(words)), "”", count(number, ref, f"意见建议：{words}", "条")) for words, number in big.items()
    ]
    made = int(received["opinion_id"].notna().sum())
    parts: list[Part] = [
        "参评人员写了意见建议",
        count(len(received), ref, "意见建议", "条"),
        "，其中已经转为意见办理的",
    ]
    parts += [count(made, ref, "转为意见", "条"), "。", *(["说得多的有：", *listed(each), "。"] if each else [])]
    return [Heading(1, ("意见和建议",)), Paragraph(tuple(parts)), *asked.written("suggestions")]


def _missing(asked: Asked, row: Mapping[str, Any]) -> list[str]:
    found = ["这一轮还没有结束，结果还会变。"] if pd.isna(row["closed_on"]) else []
    if pd.isna(row["given_out"]):
        found.append("没有登记发出多少张，算不出回收率。")
    elif not row["reconciles"]:
        found.append("收回的比发出的多，这一轮的结果不能用。")
    received = results.suggestions(asked.store, asked.activity_id, str(row["round_id"]), asked.as_of)
    return (
        found
        + asked.unwritten("follows", "还没有写结果怎么用。")
        + (asked.unwritten("suggestions", _UNTOLD) if len(received) else [])
    )
