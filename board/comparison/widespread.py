"""共性问题: the same theme, aspect, criterion or rule of procedure in many units.

Units write themes in words of their own: those nearly alike (`opinions.likeness`) count as one, under the word of most
units, and the others are named beside it. A criterion counts for a unit where its 95% interval lies below those of all
others of that unit: where it is the weakest, and more than by chance.
"""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd

from board.answer import Answer, Words, answer, joined, part
from board.comparison.figures import reporting
from board.comparison.growing import kept_by_unit, standing
from board.evaluation.smallest import SMALLEST_GROUP
from board.evaluation.statistics import with_intervals
from board.numbers import percent_text
from board.opinions.likeness import pairs
from board.rules.verdicts import RULES
from board.store.frames import kept
from board.store.store import Store
from board.units.tree import seen

THEME, ASPECT, CRITERION, RULE = "意见主题", "问题方面", "评议项目", "没通过的程序"
KINDS = (THEME, ASPECT, CRITERION, RULE)
MANY = 3  # units: fewer have nothing in common
_SUMS = ["kind", "label", "unit_count", "other_words"]
_MOST_WORDS = 400  # themes compared with one another for likeness, those of most units first


@kept
def cases(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per unit and what it has: unit_id, name, kind (KINDS), label, other_words, and the numbers that `amounts`
    puts into words."""
    of = (store, activity_id, as_of)
    parts = [_worded(*each) for each in _parts(*of)]
    rows = pd.concat(parts, ignore_index=True)
    names = reporting(store, as_of).set_index("unit_id")["name"]
    rows = rows[rows["unit_id"].isin(names.index)]
    return rows.assign(name=rows["unit_id"].map(names))


def _worded(kind: str, rows: pd.DataFrame, joins: Mapping[str, str]) -> pd.DataFrame:
    own = rows["label"].tolist()
    labels = [joins.get(each, each) for each in own]
    return rows.assign(kind=kind, label=labels, other_words=[each if each in joins else "" for each in own])


def _parts(store: Store, activity_id: str, as_of: date) -> Iterator[tuple[str, pd.DataFrame, Mapping[str, str]]]:
    """Yields of each kind the rows of units with their own labels, and the labels that stand for another."""
    themes = seen(store, _themes(store, activity_id, as_of), as_of)
    is_theme = themes["kind"].eq("theme").to_numpy()
    rows = themes.take(np.flatnonzero(is_theme))
    yield THEME, rows, _joins(store, rows["label"])
    yield ASPECT, themes.take(np.flatnonzero(~is_theme)), {}
    yield CRITERION, _weakest(store, activity_id, as_of), {}
    failed, titles = _failed(store, activity_id, as_of), {rule.rule_id: rule.title for rule in RULES}
    yield RULE, failed.assign(label=[titles[each] for each in failed["rule_id"].tolist()]), {}


def _joins(store: Store, labels: "pd.Series[str]") -> Mapping[str, str]:
    """Themes that are nearly alike: each → the one of more units that it counts as."""
    words = tuple(labels.value_counts().index[:_MOST_WORDS])
    made: Mapping[str, str] = store.made_of(
        ("comparison.joins", words),
        lambda: {words[other]: words[one] for one, other, _ in pairs(words, [0] * len(words))},
    )
    return made


@kept_by_unit
def _themes(store: Store, activity_id: str, as_of: date, *, after_no: int) -> pd.DataFrame:
    return store.frame("comparison/themes", activity_id=activity_id, as_of=as_of, after_no=after_no)


@kept_by_unit
def _weakest(store: Store, activity_id: str, as_of: date, *, after_no: int) -> pd.DataFrame:
    """The weakest criterion of each unit, where it is that by more than chance."""
    rows = store.frame("comparison/criteria", activity_id=activity_id, as_of=as_of, after_no=after_no)
    rows = rows[rows["base"] >= SMALLEST_GROUP].rename(columns={"criterion_label": "label"})
    columns = ["unit_id", "label", "numerator", "base"]
    if rows.empty:
        return rows[columns]
    rate = rows["numerator"] / rows["base"]
    bounded = with_intervals(rows.assign(good_count=rows["numerator"], population=float("nan")))
    ordered = bounded.assign(rate=rate).sort_values(["unit_id", "rate"])
    by_unit = ordered.groupby("unit_id")
    is_lowest = by_unit.cumcount() == 0
    others_low = ordered["good_low"].where(~is_lowest).groupby(ordered["unit_id"]).transform("min")
    return ordered[is_lowest & (ordered["good_high"] < others_low)][columns]


@kept_by_unit
def _failed(store: Store, activity_id: str, as_of: date, *, after_no: int) -> pd.DataFrame:
    return store.frame("comparison/rules_failed", activity_id=activity_id, as_of=as_of, after_no=after_no)


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
    units = pd.Index(reporting(store, as_of)["unit_id"])
    submitted = int((units.get_indexer(pd.Index(standing(store, activity_id, as_of)["unit_id"])) >= 0).sum())
    parts = _parts(store, activity_id, as_of)
    sums = pd.DataFrame(
        [each for kind, rows, joins in parts for each in _counted(kind, rows, joins, units)], columns=_SUMS
    )
    sums = sums[sums["unit_count"] >= MANY].sort_values(["unit_count", "kind", "label"], ascending=[False, True, True])
    shares = sums["unit_count"] * 100 / max(submitted, 1)
    texts = [f"{count} / {submitted}" for count in sums["unit_count"]]
    keys = [f"{kind}:{label}" for kind, label in zip(sums["kind"], sums["label"], strict=True)]
    return sums.assign(key=keys, share=shares, share_text=texts).reset_index(drop=True)


def _counted(
    kind: str, rows: pd.DataFrame, joins: Mapping[str, str], units: "pd.Index[str]"
) -> Iterator[tuple[str, str, int, str]]:
    """Yields each label that any of the units has: kind, label, how many of them have it, the words that stand for it.

    Counted by numbers in the place of words: ten thousand units have them a hundred thousand times."""
    unit_codes = units.get_indexer(pd.Index(rows["unit_id"]))
    is_there = unit_codes >= 0
    codes, words = pd.factorize(rows["label"])
    unit_codes, codes = unit_codes[is_there], codes[is_there]
    counted_as = [joins.get(each, each) for each in words.tolist()]
    labels = {label: place for place, label in enumerate(dict.fromkeys(counted_as))}
    places, most = np.array([labels[each] for each in counted_as], dtype=np.int64), max(len(labels), 1)
    counts = np.bincount(np.unique(unit_codes * most + places[codes]) % most, minlength=len(labels)).tolist()
    others: dict[str, list[str]] = {}
    for code in np.unique(codes).tolist():
        if words[code] != counted_as[code]:
            others.setdefault(counted_as[code], []).append(words[code])
    for label, place in labels.items():
        yield kind, label, counts[place], "、".join(sorted(others.get(label, [])))


def widespread_answer(rows: pd.DataFrame) -> Answer:
    """共性问题 in one sentence: what most units have, of each kind. rows: as `widespread` returns them."""
    if rows.empty:
        return answer([f"没有 {MANY} 个以上单位都有的问题"])
    words: list[Words] = [part(f"{len(rows)} 个问题", "widespread"), f"有 {MANY} 个以上单位都有；最多的是"]
    first = rows.drop_duplicates("kind")
    named = [f"{row['kind']}“{row['label']}”（{row['unit_count']} 个单位）" for row in first.to_dict("records")]
    return answer([*words, *joined(named, "、")])
