"""共性问题: the same theme, aspect, criterion or rule of procedure in many units.

Units write themes in words of their own: those nearly alike (`opinions.likeness`) count as one, under the word of most
units, and the others are named beside it. A criterion counts for a unit where its 95% interval lies below those of all
others of that unit: where it is the weakest, and more than by chance.
"""

from datetime import date

import pandas as pd

from board.answer import Answer, Words, answer, joined, part
from board.comparison.figures import reporting
from board.evaluation.smallest import SMALLEST_GROUP
from board.evaluation.statistics import with_intervals
from board.numbers import percent_text
from board.opinions.likeness import pairs
from board.rules.verdicts import RULES
from board.store.frames import kept
from board.store.store import Store
from board.units.tree import seen

THEME, ASPECT, CRITERION, RULE = "意见主题", "问题方面", "评议项目", "程序"
KINDS = (THEME, ASPECT, CRITERION, RULE)
MANY = 3  # units: fewer have nothing in common
_MOST_WORDS = 400  # themes compared with one another for likeness, those of most units first


@kept
def cases(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per unit and what it has: unit_id, name, kind (KINDS), label, other_words, and the numbers that `amounts`
    puts into words."""
    of = (store, activity_id, as_of)
    rows = pd.concat([_themes(*of), _criteria(*of), _rules(*of)], ignore_index=True)
    names = reporting(store, as_of).set_index("unit_id")["name"]
    rows = rows[rows["unit_id"].isin(names.index)]
    return rows.assign(name=rows["unit_id"].map(names))


def _themes(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    rows = seen(store, store.read("comparison/themes", activity_id=activity_id, as_of=as_of), as_of)
    is_theme = rows["kind"] == "theme"
    counts = rows.loc[is_theme, "label"].value_counts()
    words = counts.index[:_MOST_WORDS].tolist()
    # Each joins the word of more units.
    joins = {words[other]: words[one] for one, other, _ in pairs(words, [0] * len(words))}
    label = rows["label"].where(~is_theme, rows["label"].replace(joins)) if joins else rows["label"]
    kind = is_theme.map({True: THEME, False: ASPECT})
    other = rows["label"].where(rows["label"] != label, "")
    return rows.assign(kind=kind, label=label, other_words=other)


def _criteria(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    rows = store.read("comparison/criteria", activity_id=activity_id, as_of=as_of)
    rows = rows[rows["base"] >= SMALLEST_GROUP].rename(columns={"criterion_label": "label"})
    if rows.empty:
        return rows.assign(kind=CRITERION, other_words="")
    rate = rows["numerator"] / rows["base"]
    bounded = with_intervals(rows.assign(good_count=rows["numerator"], population=float("nan")))
    ordered = bounded.assign(rate=rate).sort_values(["unit_id", "rate"])
    by_unit = ordered.groupby("unit_id")
    is_lowest = by_unit.cumcount() == 0
    others_low = ordered["good_low"].where(~is_lowest).groupby(ordered["unit_id"]).transform("min")
    weakest = ordered[is_lowest & (ordered["good_high"] < others_low)]
    return weakest.assign(kind=CRITERION, other_words="")[
        ["unit_id", "kind", "label", "other_words", "numerator", "base"]
    ]


def _rules(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    rows = store.read("comparison/rules_failed", activity_id=activity_id, as_of=as_of)
    titles = {rule.rule_id: rule.title for rule in RULES}
    return rows.assign(kind=RULE, label=rows["rule_id"].map(titles), other_words="")


def amounts(rows: pd.DataFrame) -> list[str]:
    """How much of it each unit has, in words. rows: of `cases`."""
    counted = {"opinion_count": "意见 {:.0f} 条", "problem_count": "问题 {:.0f} 个", "item_count": "整改事项 {:.0f} 项"}
    counted |= {"gap_count": "还差 {:.0f}"}
    known = [(rows[name].fillna(0), form) for name, form in counted.items() if name in rows]
    rates = [
        "" if pd.isna(base) else f"优良率 {percent_text(numerator, base)}"
        for numerator, base in zip(rows["numerator"], rows["base"], strict=True)
    ]
    return [
        "，".join(
            filter(None, [rates[at], *(form.format(values.iloc[at]) for values, form in known if values.iloc[at])])
        )
        for at in range(len(rows))
    ]


@kept
def widespread(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per kind and label that at least MANY units have, those of most units first.

    key, kind, label, unit_count, share (0 to 100, of the units that submitted), share_text, other_words.
    """
    rows = cases(store, activity_id, as_of)
    taken = store.read("submissions/standing", activity_id=activity_id, as_of=as_of)
    submitted = int(taken["unit_id"].isin(reporting(store, as_of)["unit_id"]).sum())
    sums = rows.groupby(["kind", "label"], sort=False).agg(
        unit_count=("unit_id", "nunique"),
        other_words=("other_words", lambda words: "、".join(sorted({word for word in words if word}))),
    )
    sums = sums[sums["unit_count"] >= MANY].reset_index()
    sums = sums.sort_values(["unit_count", "kind", "label"], ascending=[False, True, True])
    shares = sums["unit_count"] * 100 / max(submitted, 1)
    texts = [f"{count} / {submitted}" for count in sums["unit_count"]]
    keys = [f"{kind}:{label}" for kind, label in zip(sums["kind"], sums["label"], strict=True)]
    return sums.assign(key=keys, share=shares, share_text=texts).reset_index(drop=True)


def widespread_answer(rows: pd.DataFrame) -> Answer:
    """共性问题 in one sentence: what most units have, of each kind. rows: as `widespread` returns them."""
    if rows.empty:
        return answer([f"没有 {MANY} 个以上单位都有的问题"])
    words: list[Words] = [part(f"{len(rows)} 个问题", "widespread"), f"有 {MANY} 个以上单位都有；最多的是"]
    first = rows.drop_duplicates("kind")
    named = [f"{row['kind']}“{row['label']}”（{row['unit_count']} 个单位）" for row in first.to_dict("records")]
    return answer([*words, *joined(named, "、")])
