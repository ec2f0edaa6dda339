"""群众评议 in one sentence: the overall grade, the weakest criterion, the change since before. Pure, on figures."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from board.answer import Answer, Words, answer, joined, part, text_of
from board.evaluation.differences import NO_CHANCE, NOT_CHANCE, NOT_COMPARABLE
from board.evaluation.weakest import Weakest
from board.numbers import count_text, is_missing, rate_text, share_text

# As many of the weakest criteria are named; the rest are counted.
_NAMED = 3


def evaluation_answer(
    chosen: Mapping[str, Any],
    figures: pd.DataFrame,
    weakest: Weakest | None,
    earlier: Mapping[str, Any] | None,
    tests: pd.DataFrame | None,
    why_not: str = "",
) -> Answer:
    """Takes the chosen round, its `evaluation.criteria_figures`, its weakest criterion, and the round before.

    tests: `evaluation.differences.rounds_tested` of the two rounds. why_not: why the rules of procedure look at another
    round (`of_phase.not_looked_at`).
    """
    if not chosen["valid_count"]:
        has_given_out = not is_missing(chosen["given_out"]) and chosen["given_out"]
        given_out = f"发出 {count_text(chosen['given_out'])} 张，" if has_given_out else ""
        return answer([f"“{chosen['name']}”：{given_out}还没有收回的评议表"])
    words: list[Words] = [f"{count_text(chosen['valid_count'])} 张有效票，"]
    shown = figures[figures["good_rate"].notna()]
    if shown.empty:
        return answer([*words, "还没有计入结果"])
    words += [*joined([*_overall(shown), *_range(shown)]), *_weak(weakest)]
    elsewhere = [f"程序检查不看这一轮：{why_not}"] if why_not else []
    return answer(words, joined([text_of(_since(chosen, earlier, tests)), *elsewhere], "。"))


def _overall(shown: pd.DataFrame) -> list[Words]:
    rows = shown[shown["is_overall"]].to_dict("records")
    return [f"{row['criterion_label']}优良率 {rate_text(row['good_count'], row['base'])}" for row in rows]


def _range(shown: pd.DataFrame) -> list[Words]:
    rates = shown[~shown["is_overall"]]["good_rate"]
    return [f"各项目 {share_text(rates.min())}～{share_text(rates.max())}"] if len(rates) else []


def _weak(weakest: Weakest | None) -> list[Words]:
    if weakest is None:
        return ["，各项目说不上哪一项最弱"]
    named = part(f"“{weakest.criterion_label}”", "thread", record=weakest.criterion_id)
    if not weakest.rivals:
        return ["；最弱的是", named]
    others = "".join(f"“{label}”" for label in weakest.rivals[: _NAMED - 1])
    more = f"等 {len(weakest.rivals) + 1} 项" if len(weakest.rivals) >= _NAMED else ""
    return ["；最弱的几项是", named, f"{others}{more}"]


def _since(chosen: Mapping[str, Any], earlier: Mapping[str, Any] | None, tests: pd.DataFrame | None) -> list[Words]:
    """The change since the round before, as far as it was tested; first whether both rounds were about the same."""
    tested = pd.DataFrame() if tests is None else tests[tests["verdict"] != NOT_COMPARABLE]
    if earlier is None or tested.empty:
        return []
    words: list[Words] = []
    if earlier["evaluated"] != chosen["evaluated"]:
        words.append(f"上一轮评的是另一样（{earlier['evaluated']}），高低不说明改没改好；")
    words.append(f"与“{earlier['name']}”相比{standardised_text(tested)}，")
    overall = [
        f"{row['criterion_label']}{_more(row['difference_text'])}，{row['verdict']}；"
        for row in tested[tested["is_overall"]].to_dict("records")
    ]
    asked = tested[~tested["is_overall"]]
    words_of = {NOT_CHANCE: "不是偶然的差异", NO_CHANCE: NO_CHANCE}
    counts = {word: _counted(asked[asked["verdict"] == verdict]) for verdict, word in words_of.items()}
    named = [f"各项目中 {count}，{word}" for word, count in counts.items() if count]
    return [*words, *overall, *joined(named or ["各项目的差异都在抽样误差之内"], "；")]


def _counted(tests: pd.DataFrame) -> str:
    better = int((tests["difference"] > 0).sum())
    counts = {"高": better, "低": len(tests) - better}
    return "、".join(f"{count} 项{word}" for word, count in counts.items() if count)


def standardised_text(tests: pd.DataFrame) -> str:
    """Says that an earlier round is shown as if it had asked the same people in kind; "" if that isn't so."""
    return "（按本轮的人员构成折算）" if any(count > 1 for count in tests["part_count"].tolist()) else ""


def _more(difference: str) -> str:
    points = difference.lstrip("+-")
    if points == "0.0 个百分点":
        return "一样"
    return f"{'高' if difference.startswith('+') else '低'} {points}"
