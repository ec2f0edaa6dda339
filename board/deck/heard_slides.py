"""The slides on opinions and the answers to them, on evaluation by criterion, and on rules not kept. Pure."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from board.answer import text_of
from board.deck.audiences import Sees
from board.deck.slide import Figure, Line, Slide, paged
from board.evaluation.answer import evaluation_answer
from board.evaluation.weakest import Weakest
from board.numbers import rate_text
from board.opinions.disclosure import SMALL
from board.procedure.answer import procedure_answer
from board.store.frames import each_row
from board.words import OPINION_STAGE

_FEW = "不单列"


def opinion_slides(opinions: pd.DataFrame, by_aspect: pd.DataFrame) -> list[Slide]:
    """Takes the opinions that readers may know of, with flags, and their counts by aspect (`opinions.figures`)."""
    if opinions.empty:
        return []
    fed_back, answered = int(opinions["is_fed_back"].sum()), int(opinions["is_answered"].sum())
    title = f"听到 {len(opinions)} 条意见，{fed_back} 条已反馈"
    named = by_aspect[(by_aspect["aspect"] != "") & (by_aspect["opinion_count"] > 0)]
    named = named.sort_values("opinion_count", ascending=False, kind="stable")
    most = max(int(named["opinion_count"].max()) if len(named) else 0, 1)
    lines = [_aspect(row, most) for row in each_row(named)]
    if not lines:
        figures = (
            Figure("听到", str(len(opinions))),
            Figure("已反馈", str(fed_back)),
            Figure(OPINION_STAGE["answered"], str(answered)),
        )
        return [Slide("意见", title, figures=figures)]
    note = f"不到 {SMALL} 条的方面不写条数"
    return paged(Slide("意见", title, columns=("说的是哪方面", "条数"), note=note), lines, "见“征求意见”")


def _aspect(row: Any, most: int) -> Line:
    if row.opinion_count < SMALL:
        return Line((row.aspect, _FEW))
    return Line((row.aspect, f"{row.opinion_count} 条"), share=row.opinion_count / most)


def counting_slide(name: str, round_id: str, received: int, given_out: int) -> Slide:
    """Takes a round in which people fill in ballots online now; the page keeps the number up to date."""
    note = f"发出 {given_out} 张" if given_out else "张"
    figure = Figure("已收到", f"{received}", note)
    return Slide(f"网上填写　{name}", "正在网上填写", figures=(figure,), counts=round_id)


def evaluation_slides(
    chosen: Mapping[str, Any],
    criteria: pd.DataFrame,
    weakest: Weakest | None,
    earlier: Mapping[str, Any] | None,
    tests: pd.DataFrame | None,
) -> list[Slide]:
    """Takes what `evaluation.answer.evaluation_answer` takes."""
    shown = criteria[~criteria["is_overall"] & (criteria["base"] > 0)]
    if shown.empty:
        return []
    answer = evaluation_answer(chosen, criteria, weakest, earlier, tests)
    shares = shown["good_count"] / shown["base"]
    rows = shown.assign(share=shares).sort_values("share", kind="stable")
    lines = [
        Line((row.criterion_label, rate_text(row.good_count, row.base)), share=row.share) for row in each_row(rows)
    ]
    name, title = f"评议　{chosen['name']}", text_of(answer.words)
    slide = Slide(name, title, columns=("评议项目（低的在前）", "优良率"), note=text_of(answer.more))
    return paged(slide, lines, "见“群众评议”")


def procedure_slides(rules: pd.DataFrame, sees: Sees) -> list[Slide]:
    """Takes the rules with words (`procedure.views.shown`): those that are not kept, for whoever runs the campaign."""
    failed = rules[rules["verdict"] == "failed"]
    if failed.empty or not sees.workings:
        return []
    title = text_of(procedure_answer(rules, None, None).words)
    lines = [Line((row.number, row.title, row.summary)) for row in each_row(failed)]
    return paged(Slide("程序", title, columns=("编号", "要求", "差在哪里"), main=2), lines, "见“程序检查”")
