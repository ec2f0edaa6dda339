"""群众评议 in one sentence: the good answers, the weakest criterion, the change since before. Pure, on figures."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from board.answer import Answer, Words, answer, part
from board.evaluation.differences import NOT_CHANCE
from board.evaluation.statistics import Weakest
from board.numbers import count_text, difference_text, is_missing, percent_text, rate_text

Counts = tuple[int, int]


def evaluation_answer(
    chosen: Mapping[str, Any],
    rate: Counts,
    weakest: Weakest | None,
    earlier: tuple[str, Counts] | None,
    tests: pd.DataFrame | None,
) -> Answer:
    """Takes the chosen round, its two counts, its weakest criterion, and the round before.

    rate: good answers and all valid ones, over the plan's criteria. earlier: the round before, with its own two counts.
    tests: `evaluation.differences.rounds_tested` of the two rounds.
    """
    if not chosen["valid_count"]:
        has_given_out = not is_missing(chosen["given_out"]) and chosen["given_out"]
        given_out = f"发出 {count_text(chosen['given_out'])} 张，" if has_given_out else ""
        return answer([f"“{chosen['name']}”：{given_out}还没有收回的评议表"])
    words: list[Words] = [f"{count_text(chosen['valid_count'])} 张有效票，"]
    if not rate[1]:
        return answer([*words, "还没有计入结果"])
    words += [f"优良率 {percent_text(*rate)}", *_weak(weakest)]
    return answer(words, _since(rate, earlier, tests))


def _weak(weakest: Weakest | None) -> list[Words]:
    if weakest is None:
        return ["，各项目说不上哪一项最弱"]
    word = "最低" if weakest.rivals else "最弱"
    named = part(f"“{weakest.criterion_label}”", "thread", record=weakest.criterion_id)
    return [f"；{word}的是", named, f"，{rate_text(weakest.good_count, weakest.base)}"]


def _since(rate: Counts, earlier: tuple[str, Counts] | None, tests: pd.DataFrame | None) -> list[Words]:
    if earlier is None or not earlier[1][1]:
        return []
    name, then = earlier
    points = difference_text(rate[0] / rate[1], then[0] / then[1])
    comparison = f"比“{name}”的 {percent_text(*then)} {'高' if points.startswith('+') else '低'} {points.lstrip('+-')}"
    if percent_text(*rate) == percent_text(*then):
        comparison = f"与“{name}”一样"
    real = pd.DataFrame() if tests is None else tests[(tests["verdict"] == NOT_CHANCE) & ~tests["is_overall"]]
    if real.empty:
        return [comparison, "；各项的差异都在抽样误差之内"]
    better = int((real["difference"] > 0).sum())
    counts = {"提高": better, "下降": len(real) - better}
    return [comparison, "；" + "，".join(f"{count} 项{word}" for word, count in counts.items() if count) + "不是偶然的"]
