"""The activity's own words for what the truth check counts: its terms, members, offices, phases and criteria. Pure."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from board.truth.words import THINGS, also_called, by_place, in_words, shortened_names
from board.words import DECISION, WAY

_PAIR = re.compile(r"^(.+?)(.{1,2})不\2$")


def own_words(
    labels: Mapping[str, list[str]], criteria: pd.DataFrame, held: pd.DataFrame, phases: Sequence[str]
) -> Mapping[str, Mapping[str, str]]:
    """Thing → word → trait, from labels by kind, criteria (label), meetings (kind) and the names of the phases."""
    of_opinions = (*labels["giver"], *labels["channel"], *labels["aspect"], *labels["theme"])
    about = in_words(labels["member"], "{}个人 {}本人 对{} 针对{} 关于{} 涉及{} 对{}个人 针对{}个人 涉及{}个人 {}身上")
    leads = in_words(
        (*labels["member"], *labels["department"], *labels["owner"]),
        "{}牵头 {}负责 {}领办 {}主抓 {}承办 {}主办 {}名下 由{}牵头",
    )
    about |= in_words(short := shortened_names(labels["member"]), "{}个人 {}本人 对{} 针对{} 涉及{}", short)
    aspects = in_words((*labels["aspect"], *labels["theme"]), "涉及{} 关于{} 属于{} 针对{} 反映{}")
    from_source = in_words(
        labels["source"],
        "来自{} 来源于{} 来源是{} 源于{} 源自{} 出自{}"
        " 从{}中来 从{}来 {}中来 由{}而来 由{}来 由{}转来 从{}而来 因{}而来",
    )
    return {
        "opinion": {word: word for word in of_opinions} | about | aspects,
        "problem": {word: word for word in labels["aspect"]} | about | aspects,
        "item": {word: word for word in labels["aspect"]} | leads | from_source,
        "talk": {word: word for word in labels["member"]},
        "outline": {word: word for word in labels["member"]},
        "finding": {word: word for word in labels["member"]}
        | in_words(labels["mirror"], "{0} 对照{0} 对照{0}写 对照{0}写出"),
        "pair": {word: word for word in (*labels["member"], *labels["partner"]) if word not in THINGS["pair"].traits},
        "task": leads | in_words(also := also_called(phases), "{}环节 {}阶段", also) | by_place(phases),
        "criticism": {word: word for word in labels["aspect"]} | about,
        "ballot": {word: word for word in (*labels["group"], *WAY.values())}
        | _criterion_words(criteria)
        | {"总体评价": "总体评价", "总评": "总体评价"},
        "sheet": about,
        "published": {word: word for word in labels["giver"]},
        "heard": {word: word for word in labels["group"]},
        "came": {word: word for word in (*labels["group"], *sorted(set(held["kind"])))},
        "meeting": {word: word for word in sorted(set(held["kind"]))},
        "decision": {word: word for word in (*sorted(set(held["kind"])), *DECISION.values())},
    }


def _criterion_words(criteria: pd.DataFrame) -> dict[str, str]:
    """The words by which a report may name a criterion: in full, and without its pair (原因分析透不透 → 原因分析)."""
    words: dict[str, str] = {}
    for label in criteria["label"]:
        match = _PAIR.match(label)
        words |= {label: label, **({match[1]: label} if match else {})}
    return words
