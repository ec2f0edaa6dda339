"""各单位对比 in one sentence: who differs by more than chance, and how many can't be told apart. Pure."""

import pandas as pd

from board.answer import Answer, Part, Words, answer, joined
from board.comparison.compared import ALIKE, HIGHER, LOWER, Comparison
from board.comparison.figures import POINTS, Figure
from board.numbers import count_text, rate_text, share_text

# As many are named; more are counted.
_NAMED = 3


def value_text(code: str, rate: float, base: float) -> str:
    """A unit's or all units' figure with its base: 92.3%(169/183), 84.7(183)."""
    if code == POINTS:
        return f"{rate * 100:.1f}({count_text(base)})"
    return rate_text(round(rate * base), base)


NOTHING_TO_COMPARE = answer(["还没有要比的单位"])


def units_answer(code: str, figure: Figure, found: Comparison, forms: str = "") -> Answer:
    """Takes the comparison of a figure (`comparison.figures.comparison`), and `figures.forms`."""
    rows = found.rows
    absent, small, other = apart(rows.iloc[found.shown :])
    aside = [f"{absent} 个还没有上报这个数" if absent else "", f"{small} 个底数太小，不列" if small else ""]
    aside.append(f"{other} 个的评议项目或答案和多数单位不同，不比" if other else "")
    aside.append(forms if other else "")
    if not found.shown:
        return answer([f"还没有能比的{figure.label}"], joined([each for each in aside if each]))
    shown = rows[["unit_id", "name", "base", "verdict"]].iloc[: found.shown]
    whole = value_text(code, found.whole, shown["base"].sum())
    words: list[Words] = [f"{found.shown} 个单位合在一起，{figure.label} {whole}"]
    named = [_named(shown[shown["verdict"] == verdict], verdict) for verdict in (LOWER, HIGHER)]
    words += [word for each in named for word in ("；", *each) if each]
    alike = int((shown["verdict"] == ALIKE).sum())
    within = "都在平常的起伏之内" if found.between else "之间的差别在偶然范围之内"
    if alike:
        words.append(f"；{'各单位' if alike == found.shown else f'其余 {alike} 个'}{within}")
    return answer(words, joined([_spread(found), *(each for each in aside if each)], "。"))


def apart(withheld: pd.DataFrame) -> tuple[int, int, int]:
    """How many submitted nothing of it, how many have too small a base, and how many were asked something else."""
    is_other = withheld["is_other"].eq(True)
    is_absent = withheld["numerator"].isna() if "numerator" in withheld else withheld["points_total"].isna()
    return int(is_absent.sum()), int((~is_absent & ~is_other).sum()), int(is_other.sum())


def _named(rows: pd.DataFrame, verdict: str) -> list[Words]:
    if rows.empty:
        return []
    ordered = rows if verdict == LOWER else rows.iloc[::-1]
    names: list[Words] = [
        Part(row["name"], ("units", {"units_open": row["unit_id"]}))
        for row in ordered.head(_NAMED)[["name", "unit_id"]].to_dict("records")
    ]
    more = f"等 {len(rows)} 个" if len(rows) > _NAMED else ""
    word = "低于" if verdict == LOWER else "高于"
    return [*joined(names, "、"), f"{more}{word}其余的，不是偶然的"]


def _spread(found: Comparison) -> str:
    if not found.between:
        return ""
    return (
        f"各单位之间的起伏是偶然的 {found.spread:.1f} 倍（标准差 {share_text(found.between)}），"
        "界限已按这样的起伏放宽，在外面的才点名"
    )
