"""The figures of an evaluation round on the public page. Pure, on the frames that 群众评议 shows."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

import pandas as pd

from board.evaluation.smallest import SMALLEST_GROUP
from board.numbers import count_text, is_missing, mean_text, rate_text, share_text
from board.papers.blocks import Day
from board.public.drawing import Piece, bar, legend
from board.public.published import Result
from board.store.frames import each_row

_SCORED_LOOKS = 4
_MEANINGS = {
    "公开的材料": "签发时的原件，以后不再改。有错就另发更正，原件还在。",
    "优良率": "最好的两档答案 ÷ 有效答案，后面括号里是张数。弃权和“不了解”不算有效答案。",
    "平均分": "各档答案的分值平均，满分 100。它不是满意率。",
    "回收率、有效率": "收回 ÷ 发出，有效 ÷ 收回。作废的评议表算收回，不算有效。",
    "不单列的组": f"一组不到 {SMALLEST_GROUP} 张评议表，或者单列会让人算出别人怎么填的，只合在总数里。",
    "整改事项": "整改中、待验收（做完了，等验收）、已销号（验收通过，群众看过结果）。逾期是过了时限还没有销号。",
    "编号": "R-009 这样的编号是整改台账里的，各份材料里一样。",
}


def meanings() -> str:
    """How the figures are made."""
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{words}</dd>" for name, words in _MEANINGS.items()) + "</dl>"


def section(result: Result) -> str:
    """A round: its forms, each criterion's answers as a bar, and the groups that may be shown."""
    row = result.row
    closed = Day(row["closed_on"]).text
    lead = f"评的是“{escape(str(row['evaluated']))}”，{closed}结束。数字截至{Day(result.as_of).text}。"
    bars = "".join(_criterion(figures, result.answers) for figures in each_row(result.criteria))
    return f'<h3>{escape(str(row["name"]))}</h3><p class="quiet">{lead}</p>{_forms(row)}{bars}{_groups(result.groups)}'


def _forms(row: Any) -> str:
    facts = {
        "发出": count_text(row["given_out"]),
        "收回": count_text(row["returned_count"]),
        "回收率": share_text(row["return_rate"]),
        "有效": count_text(row["valid_count"]),
        "有效率": share_text(row["valid_rate"]),
    }
    return '<ul class="facts">' + "".join(f"<li>{name} <b>{value}</b></li>" for name, value in facts.items()) + "</ul>"


def _criterion(figures: Any, answers: pd.DataFrame) -> str:
    if is_missing(figures.base):
        return ""
    mine = answers[answers["criterion_id"] == figures.criterion_id].sort_values("rank")
    valid = mine[mine["points"].notna()]
    pieces = list(_pieces(valid, [f"a{min(rank, _SCORED_LOOKS)}" for rank in valid["rank"]]))
    apart = mine[mine["points"].isna() & (mine["answer_count"] > 0)]
    beside = _pieces(apart, ["apart"] * len(apart))
    rate = rate_text(figures.good_count, figures.base)
    mean = mean_text(figures.points_total, figures.base)
    alt = f"{figures.criterion_label}：" + "，".join(f"{each.label} {each.count} 张" for each in pieces)
    return (
        f'<figure><figcaption><b>{escape(figures.criterion_label)}</b> <span class="rate">优良率 {rate}</span> '
        f'<span class="rate">平均分 {mean}</span></figcaption>{bar(pieces, alt)}{legend([*pieces, *beside])}</figure>'
    )


def _pieces(rows: pd.DataFrame, looks: Iterable[str]) -> Iterator[Piece]:
    for row, look in zip(each_row(rows), looks, strict=True):
        yield Piece(row.answer_label, int(row.answer_count), look, share_text(row.share))


def _groups(groups: pd.DataFrame) -> str:
    """The groups that may be shown, over all criteria; the others by name only."""
    is_withheld = groups["is_withheld"].astype(bool)
    shown, withheld = groups[~is_withheld], groups[is_withheld]
    if shown.empty:
        return ""
    lines = [f"<tr><td>{escape(row.group_label)}</td><td>{row.good_text}</td></tr>" for row in each_row(shown)]
    names = escape("、".join(withheld["group_label"]))
    note = f'<p class="quiet">不单列：{names}。</p>' if names else ""
    return f"<table><tr><th>参评人员</th><th>各项目合计的优良率</th></tr>{''.join(lines)}</table>{note}"
