"""The activity's own words for what the truth check counts: its terms, members, offices, phases and criteria. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from board.rules.judging import FAILURES
from board.truth.words import ALSO, THINGS
from board.words import DECISION, WAY

_OF_MIRROR = "{0} 对照{0} 对照{0}写 对照{0}写出 对照{0}查 对照{0}来查 对照{0}查找"
_PAIR = re.compile(r"^(.+?)(.{1,2})不\2$")


def _in_words(names: Iterable[str], ways: str, whole: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """The ways in which a text says that something is somebody's (in them, {} is the name) → the whole name."""
    return {way.format(name): whole.get(name, name) for name in names for way in ways.split()}


def _also_called(names: Iterable[str]) -> dict[str, str]:
    """The names, and what each is called besides, → the name."""
    return {word: name for name in names for word in (name, *ALSO.get(name, ()))}


def _by_place(phases: Sequence[str]) -> dict[str, str]:
    """The phases by their places: 第一环节, 第二个环节."""
    return {f"第{'一二三四五六'[at]}{ways}": name for at, name in enumerate(phases[:6]) for ways in ("环节", "个环节")}


def _shortened_names(names: Sequence[str]) -> dict[str, str]:
    """Returns the short names of people, where no other name ends so: 副书记 → 党支部副书记."""
    ends = [(name[place:], name) for name in names for place in range(1, len(name) - len("书记"))]
    return {end: name for end, name in ends if sum(other.endswith(end) for other in names) == 1}


def own_words(
    labels: Mapping[str, list[str]], criteria: pd.DataFrame, held: pd.DataFrame, phases: Sequence[str]
) -> Mapping[str, Mapping[str, str]]:
    """Thing → word → trait, from labels by kind, criteria (label), meetings (kind) and the names of the phases."""
    of_opinions = (*labels["giver"], *labels["channel"], *labels["aspect"], *labels["theme"])
    about = _in_words(labels["member"], "{}个人 {}本人 对{} 针对{} 关于{} 涉及{} 对{}个人 针对{}个人 涉及{}个人 {}身上")
    leads = _in_words(
        (*labels["member"], *labels["department"], *labels["owner"]),
        "{}牵头 {}负责 {}领办 {}主抓 {}承办 {}主办 {}名下 由{}牵头",
    )
    about |= _in_words(short := _shortened_names(labels["member"]), "{}个人 {}本人 对{} 针对{} 涉及{}", short)
    aspects = _in_words((*labels["aspect"], *labels["theme"]), "涉及{} 关于{} 属于{} 针对{} 反映{}")
    from_source = _in_words(
        labels["source"],
        "来自{} 来源于{} 来源是{} 来源为{} 由{}环节转来 来自{}环节 源于{} 源自{} 出自{}"
        " {}来的 {}得来 {}得来的 从{}中来 从{}来 {}中来 由{}而来 由{}来 由{}转来 从{}而来 因{}而来",
    )
    return {
        "opinion": {word: word for word in of_opinions} | about | aspects,
        "problem": {word: word for word in labels["aspect"]} | about | aspects,
        "item": {word: word for word in labels["aspect"]} | leads | from_source,
        "talk": {word: word for word in labels["member"]},
        "outline": {word: word for word in labels["member"]},
        "finding": {word: word for word in (*labels["member"], *labels["aspect"])}
        | _in_words(mirrors := {each.replace("的", ""): each for each in labels["mirror"]}, _OF_MIRROR, mirrors)
        | _in_words(labels["mirror"], _OF_MIRROR)
        | _in_words(stems := {each.split("的")[0]: each for each in labels["mirror"]}, "对照{0} 对照{0}的", stems),
        "pair": {word: word for word in (*labels["member"], *labels["partner"]) if word not in THINGS["pair"].traits},
        "task": leads | _in_words(also := _also_called(phases), "{}环节 {}阶段", also) | _by_place(phases),
        "criticism": {word: word for word in labels["aspect"]} | about,
        "ballot": {word: word for word in (*labels["group"], *WAY.values())}
        | _criterion_words(criteria)
        | {"总体评价": "总体评价", "总评": "总体评价"},
        "sheet": about,
        "published": {word: word for word in labels["giver"]},
        "heard": {word: word for word in labels["group"]},
        "came": {word: word for word in (*labels["group"], *sorted(set(held["kind"])))},
        "meeting": {word: word for word in sorted(set(held["kind"]))},
        "rule": {word: word for word in FAILURES},
        "decision": {word: word for word in (*sorted(set(held["kind"])), *DECISION.values())},
    }


def _criterion_words(criteria: pd.DataFrame) -> dict[str, str]:
    """The words by which a report may name a criterion: in full, and without its pair (原因分析透不透 → 原因分析)."""
    words: dict[str, str] = {}
    for label in criteria["label"]:
        match = _PAIR.match(label)
        words |= {label: label, **({match[1]: label} if match else {})}
    return words
