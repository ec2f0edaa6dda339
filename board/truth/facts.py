"""Facts from the records for the truth check: counts and rates, each of a thing with certain traits. Pure.

A trait is the word shown on the screen: 家长, 座谈会, 已反馈, 第二轮. The functions take the frames of a day.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from board.store.frames import each_row
from board.words import ITEM_KIND, ITEM_STATUS, WAY

Link = tuple[str, Mapping[str, Any]]

# Traits that a text may leave out and still mean the same records.
_FREE_BEGINS = ("第", "报告")
# The stages of handling an opinion.
_STAGES = ("已梳理", "已反馈", "已答复", "转整改", "采纳", "不采纳")
# Figures over fewer ballots than this are never shown, nor used here.
_FEWEST = 5
_PAIR = re.compile(r"^(.+?)(.{1,2})不\2$")
_NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True)
class Fact:
    """The count of a thing with exactly these traits. `label`: what is counted, in words; `link`: subject and
    filters."""

    thing: str
    traits: frozenset[str]
    value: int
    label: str
    link: Link | None = None


@dataclass(frozen=True)
class Rate:
    """A named rate (回收率) for certain traits: `part` of `base`."""

    name: str
    traits: frozenset[str]
    part: int
    base: int
    label: str
    link: Link | None = None

    @property
    def share(self) -> Fraction:
        """The rate, from 0 to 1."""
        return Fraction(self.part, self.base)


@dataclass(frozen=True)
class Facts:
    """All facts of a day. `words`: a word of the activity → the trait it means, by thing ("" for all)."""

    day: date
    counts: tuple[Fact, ...] = ()
    rates: tuple[Rate, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def counted(self, thing: str, traits: Iterable[frozenset[str]]) -> list[Fact]:
        """The counts that a text naming one of these sets of traits may mean."""
        asked = list(traits)
        return [fact for fact in self.counts if fact.thing == thing and any(_fits(fact.traits, each) for each in asked)]

    def rated(self, name: str, traits: frozenset[str]) -> list[Rate]:
        """The rates of a name that a text naming these traits may mean, except those without a base."""
        return [rate for rate in self.rates if rate.name == name and rate.base and _fits(rate.traits, traits)]


def _fits(known: frozenset[str], named: frozenset[str]) -> bool:
    return named <= known and all(trait.startswith(_FREE_BEGINS) for trait in known - named)


def _fact(thing: str, traits: Iterable[str], value: Any, label: str, link: Link) -> Fact:
    return Fact(thing, frozenset(traits), int(value), label, link)


def opinion_facts(opinions: pd.DataFrame, labels: Mapping[str, Sequence[str]]) -> Iterator[Fact]:
    """Counts of opinions (with flags): all, by giver, channel, aspect and about whom, and by stage.

    Each count is given with and without merged opinions, as reports use either.
    """
    everyone, main = Counter[frozenset[str]](), Counter[frozenset[str]]()
    for row in each_row(opinions):
        met = [frozenset(each) for each in _kinds_of(row)]
        met += [kinds | {stage} for kinds in met for stage in _stages_of(row)]
        everyone.update(met)
        main.update([] if row.is_merged else met)
    singles = [*labels["giver"], *labels["channel"], *labels["aspect"], "领导班子", "领导个人", *_STAGES]
    pairs = [(giver, channel) for giver in labels["giver"] for channel in labels["channel"]]
    asked = dict.fromkeys(map(frozenset, [(), *((each,) for each in singles), *pairs, *everyone]))
    for traits in asked:
        label, link = _label_of_opinions(traits, labels), _link_of_opinions(traits, labels)
        yield Fact("opinion", traits, everyone[traits], label, link)
        if main[traits] != everyone[traits]:
            yield Fact("opinion", traits, main[traits], f"合并以后{label}", link)
    # Written answers are counted separately: an item that an opinion led to answers it too, but not in words.
    in_words = int(opinions["is_replied"].sum())
    yield _fact("opinion", ("已答复",), in_words, "书面答复的意见", ("opinions", {"opinions_view": "已答复"}))


def _kinds_of(row: Any) -> list[tuple[str, ...]]:
    about = "领导班子" if row.about == "group" else "领导个人"
    aspect = [(row.aspect,)] if isinstance(row.aspect, str) else []
    return [(), (row.giver,), (row.channel,), (row.giver, row.channel), (about,), *aspect]


def _stages_of(row: Any) -> list[str]:
    came = (row.is_sorted, row.is_fed_back, row.is_answered, row.item_ids != "")
    stages = [stage for stage, holds in zip(_STAGES, (*came, row.response == "adopted"), strict=False) if holds]
    return [*stages, "不采纳"] if row.response == "declined" else stages


def _label_of_opinions(traits: frozenset[str], labels: Mapping[str, Sequence[str]]) -> str:
    order = [*labels["channel"], *labels["giver"], *labels["aspect"], "领导班子", "领导个人", *_STAGES]
    named = [word for word in order if word in traits]
    return f"{''.join(f'{word}的' for word in named)}意见" if named else "收到的意见"


def _link_of_opinions(traits: frozenset[str], labels: Mapping[str, Sequence[str]]) -> Link:
    columns = ("giver", "channel", "aspect")
    named = {column: [word for word in labels[column] if word in traits] for column in columns}
    return "opinions", {f"opinions_{column}": words for column, words in named.items() if words}


def talk_facts(talks: pd.DataFrame) -> Iterator[Fact]:
    """Counts of talks: all, among members, with grade groups and with teachers."""
    link: Link = ("talks", {})
    with_partner = talks["with_id"].where(talks["with_kind"] == "partner", "").fillna("")
    yield _fact("talk", (), len(talks), "谈心", link)
    yield _fact("talk", ("成员之间",), (talks["with_kind"] == "member").sum(), "班子成员之间的谈心", link)
    for trait, word in (("年级", "年级"), ("普通教师", "教师")):
        yield _fact("talk", (trait,), with_partner.str.contains(word, regex=False).sum(), f"与{trait}的谈心", link)


def meeting_facts(meetings: pd.DataFrame, hearings: pd.DataFrame) -> Iterator[Fact]:
    """Counts of meetings held by the day, by kind, with and without hearings on the report, which may be among them."""
    link: Link = ("rectification", {})
    for kind, count in meetings["kind"].value_counts().items():
        yield _fact("meeting", (str(kind),), count, f"登记的{kind}", link)
        more = int((hearings["way"] == kind).sum())
        if more:
            yield _fact("meeting", (str(kind),), int(count) + more, f"登记的{kind}连同就报告开的", link)


def item_facts(items: pd.DataFrame) -> Iterator[Fact]:
    """Counts of rectification items: all, by kind and by progress."""
    link: Link = ("rectification", {})
    stages = {
        "销号": items["is_closed"],
        "完成": items["is_done"],
        **{ITEM_STATUS[code]: items["status"] == code for code in ("submitted", "in_progress", "not_started")},
        "逾期": items["is_late"],
    }
    yield _fact("item", (), len(items), "整改事项", link)
    for stage, holds in stages.items():
        yield _fact("item", (stage,), holds.sum(), f"{stage}的整改事项", link)
    yield _fact("item", ("完成",), items["is_closed"].sum(), "销号的整改事项", link)
    for code, word in ITEM_KIND.items():
        mine: Link = ("rectification", {"rectification_kind": [word]})
        yield _fact("item", (word,), (items["kind"] == code).sum(), f"{word}事项", mine)
        for stage in ("销号", "完成"):
            count = (stages[stage] & (items["kind"] == code)).sum()
            yield _fact("item", (word, stage), count, f"{stage}的{word}事项", mine)


def problem_facts(problems: pd.DataFrame, labels: Mapping[str, Sequence[str]]) -> Iterator[Fact]:
    """Counts of problems: all, by whom they are about, by aspect, and those that can be solved now."""
    link: Link = ("meeting", {})
    yield _fact("problem", (), len(problems), "登记的问题", link)
    for about, word in (("group", "领导班子"), ("member", "领导个人")):
        yield _fact("problem", (word,), (problems["about"] == about).sum(), f"{word}的问题", link)
    for aspect in labels["aspect"]:
        yield _fact("problem", (aspect,), (problems["aspect"] == aspect).sum(), f"{aspect}方面的问题", link)
    yield _fact("problem", ("当前能解决",), problems["solve_now"].sum(), "当前能解决的问题", link)


def criticism_facts(criticisms: pd.DataFrame) -> Iterator[Fact]:
    """Counts of criticisms at the democratic life meeting: all, of oneself, of others."""
    link: Link = ("meeting", {})
    is_self = criticisms["is_self"].astype(bool)
    yield _fact("criticism", (), len(criticisms), "会上的批评意见", link)
    yield _fact("criticism", ("自我批评",), is_self.sum(), "自我批评", link)
    for traits in ((), ("相互批评",)):
        yield _fact("criticism", traits, (~is_self).sum(), "相互批评", link)


def member_facts(people: pd.DataFrame, outlines: pd.DataFrame) -> Iterator[Fact]:
    """Counts of members of the leading group, and of those whose paper is in."""
    yield _fact("outline", (), outlines["member_id"].nunique(), "写了发言提纲的班子成员", ("meeting", {}))
    yield _fact("member", (), people["is_member"].sum(), "班子成员", ("tasks", {}))


def report_facts(hearings: pd.DataFrame, points: pd.DataFrame, labels: Mapping[str, Sequence[str]]) -> Iterator[Fact]:
    """Counts of hearings on the report, and of points by how they were handled."""
    link: Link = ("report", {})
    yield _fact("heard", ("报告",), hearings["heard_count"].sum(), "就报告听取意见的人", link)
    for group in labels["group"]:
        mine = hearings[hearings["group_label"] == group]
        yield _fact("heard", ("报告", group), mine["heard_count"].sum(), f"就报告听取意见的{group}", link)
        for each in each_row(mine):
            yield _fact("heard", ("报告", group), each.heard_count, f"{each.hearing_id} 听取的{group}", link)
    yield _fact("opinion", ("报告",), len(points), "就报告提的意见", link)
    for code, trait in (("changed", "采纳"), ("declined", "不采纳")):
        count = (points["handling"] == code).sum()
        yield _fact("opinion", ("报告", trait), count, f"就报告提的、{trait}的意见", link)
    answered = (points["handling"] != "open").sum()
    yield _fact("opinion", ("报告", "已答复"), answered, "就报告提的、已经答复的意见", link)


def round_name(place: int) -> str:
    """The name of the round at a place (from 0) in a report."""
    return f"第{_NUMERALS[place]}轮" if place < len(_NUMERALS) else f"第{place + 1}轮"


def ballot_facts(name: str, link: Link, round_row: Any, forms: pd.DataFrame) -> Iterator[Fact]:
    """A round's forms: given out, returned, valid and void, by group and way; nothing where they are too few."""
    yield from _forms(name, (), round_row, link)
    for column, words in (("group_label", {}), ("way", WAY)):
        sums = forms.groupby(column, as_index=False)[["given_out", "returned_count", "valid_count", "void_count"]].sum()
        for row in each_row(sums):
            if row.returned_count >= _FEWEST:
                label = getattr(row, column)
                yield from _forms(name, (words.get(label, label),), row, link)


def _forms(name: str, traits: tuple[str, ...], row: Any, link: Link) -> Iterator[Fact]:
    counts = {"发出": row.given_out, "收回": row.returned_count, "有效": row.valid_count, "废票": row.void_count}
    for trait, count in counts.items():
        if not pd.isna(count):
            yield _fact("ballot", (name, *traits, trait), count, f"{name}{''.join(traits)}{trait}的评议表", link)


def ballot_rates(name: str, link: Link, round_row: Any, forms: pd.DataFrame, criteria: pd.DataFrame) -> Iterator[Rate]:
    """A round's rates: 回收率 of all and by group, 有效率, 优良率 of all criteria and of each that is shown."""
    groups = forms.groupby("group_label", as_index=False)[["given_out", "returned_count"]].sum()
    parts: list[tuple[str, tuple[str, ...], Any, Any]] = [("回收率", (), round_row.returned_count, round_row.given_out)]
    parts += [("有效率", (), round_row.valid_count, round_row.returned_count)]
    parts += [
        ("回收率", (row.group_label,), row.returned_count, row.given_out)
        for row in each_row(groups)
        if row.returned_count >= _FEWEST
    ]
    shown = criteria[criteria["base"].notna()]
    asked = shown[~shown["is_overall"]]
    parts += [("优良率", (), asked["good_count"].sum(), asked["base"].sum())]
    parts += [("优良率", (row.criterion_label,), row.good_count, row.base) for row in each_row(shown)]
    for rate, traits, part, base in parts:
        if not pd.isna(base) and int(base):
            label = f"{name}{''.join(traits)}{rate}"
            yield Rate(rate, frozenset((name, *traits)), int(part), int(base), label, link)


def rates_of(facts: Sequence[Fact]) -> Iterator[Rate]:
    """The rates that are quotients of counts: the stages of opinions and items."""
    stages = {"梳理率": "已梳理", "反馈率": "已反馈", "答复率": "已答复", "销号率": "销号", "整改完成率": "完成"}
    for name, stage in stages.items():
        thing = "item" if stage in {"销号", "完成"} else "opinion"
        mine = [fact for fact in facts if fact.thing == thing]
        for part in mine:
            if stage in part.traits:
                wholes = [fact for fact in mine if fact.traits == part.traits - {stage} and fact.value]
                yield from (Rate(name, fact.traits, part.value, fact.value, name, part.link) for fact in wholes)


def criterion_words(criteria: pd.DataFrame) -> dict[str, str]:
    """The words by which a report may name a criterion: in full, and without its pair (原因分析透不透 → 原因分析)."""
    words: dict[str, str] = {}
    for label in criteria["label"]:
        match = _PAIR.match(label)
        words |= {label: label, **({match[1]: label} if match else {})}
    return words
