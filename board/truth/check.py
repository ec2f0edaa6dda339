"""报告求实 (the truth check): finds what in a version of the report contradicts the records. Pure.

Numbers whose subject can't be identified are ignored. Findings name the sentence and what the records say; the records
are gathered in `truth.records`.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from board.numbers import rate_text
from board.report.text import numbers, sentences
from board.truth.clause import Context
from board.truth.facts import Compared, Facts, Happening, Rate
from board.truth.figures import compared
from board.truth.ledgers import Fact, Link
from board.truth.units import Names, foreign_names
from board.truth.within.sums import sum_mistakes
from board.truth.words import THINGS

Row = Mapping[str, Any]

_SHOWN = 10
_LONGEST = 24
# A longer one is no sentence, and would take long to read: it is listed as not judged.
_LONGEST_SENTENCE = 1_000
# Nor is one with more figures, each of which is read against all its words.
_MOST_FIGURES = 60
# 座谈会最多,21 条;电话最少,5 条: read as written in Chinese, places unchanged.
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_HALF_WIDTH = re.compile(r"(?<![A-Za-z\d])[,;:!?]|(?<=\d)[,;:!?](?!\d)")
# A total may be of the figures of so many sentences before it.
_PARTS = 6


@dataclass(frozen=True)
class Records:
    """The data a version is checked against.

    names: the activity's own names. known: the facts on each day that counts, the newest last; `on`: returns the facts
    on a day that a sentence names (None: not known). wordings: day and text of each version: a sentence may agree with
    the records of a day on which it was in one. partitions: see `within.sums`. links, problems, loose_opinions: see
    `source_findings`; points, and contents of all versions: see `answer_findings`. None: that check is skipped.
    """

    names: Names
    known: Sequence[Facts] = ()
    on: Callable[[date], Facts | None] = lambda _day: None
    wordings: Sequence[tuple[date, str]] = ()
    partitions: Sequence[Collection[str]] = ()
    links: Sequence[Row] = ()
    problems: Sequence[Row] | None = None
    loose_opinions: Sequence[str] = ()
    points: Sequence[Row] = ()
    contents: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """Something in a section that is wrong or missing.

    kind: of words.TRUTH_KIND. sentence: as written in the section; "" where the finding is about no sentence. mark: the
    wrong words in it. message: what the records say. about: distinguishes findings of the same kind in the same
    sentence. link: subject and filters of the records.
    """

    section: str
    sentence: str
    kind: str
    message: str
    mark: str = ""
    about: str = ""
    link: Link | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """The key of its answer, which changes only if the sentence or the finding in it does."""
        source = "|".join((self.kind, re.sub(r"\s", "", self.sentence) or self.section, self.mark, self.about))
        return hashlib.sha256(source.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Checked:
    """Holds the outcome of a check. unjudged: sentences with figures of which none could be compared, each with its
    section."""

    findings: list[Finding]
    unjudged: list[tuple[str, str]]


def findings(sections: Mapping[str, str], records: Records) -> list[Finding]:
    """Returns the findings in a text (section → content, in order), section by section, each once."""
    return check(sections, records).findings


def check(sections: Mapping[str, str], records: Records) -> Checked:
    """Checks a text (section → content, in order): findings by section, each once, and what could not be judged."""
    found: list[Finding] = []
    unjudged: list[tuple[str, str]] = []
    for section, text in sections.items():
        for written, mine, is_judged in _in_text(section, text, records):
            found += mine
            if not is_judged:
                unjudged.append((section, written))
    if records.problems is not None:
        found += source_findings(sections, records.links, records.problems, records.loose_opinions)
    found += answer_findings(records.points, records.contents)
    places = {section: place for place, section in enumerate(sections)}
    unique: dict[str, Finding] = {}
    for each in found:
        unique.setdefault(each.key, each)
    return Checked(sorted(unique.values(), key=lambda each: places.get(each.section, len(places))), unjudged)


def _in_text(section: str, text: str, records: Records) -> Iterator[tuple[str, list[Finding], bool]]:
    """Yields each sentence as written, the findings in it, and whether its figures, if any, could be judged."""
    context, before, end = Context(), list[str](), 0
    for sentence in sentences(_HALF_WIDTH.sub(lambda match: _FULL_WIDTH[match[0]], text)):
        if "\n" in text[end : sentence.start]:
            context, before = Context(), []
        end = sentence.start + len(sentence.text)
        written = text[sentence.start : end]
        if len(sentence.text) > _LONGEST_SENTENCE or len(numbers(sentence.text)) > _MOST_FIGURES:
            context, before = Context(is_clear=False), []
            yield written, [], False
            continue
        stood = {day for day, wording in records.wordings if written in wording}
        known = [each for each in records.known if each is records.known[-1] or each.day in stood]
        compared_here, context = compared(sentence.text, known, records.on, context)
        mine: dict[str, Finding] = {}
        for kind, mark, message, link in _in_sentence(sentence.text, before, compared_here, records, _wholes(known)):
            place = sentence.text.find(mark)  # full-width digits are shown as written
            shown = written[place : place + len(mark)] if place >= 0 else mark
            mine.setdefault(mark, Finding(section, written, kind, message, shown, link=link))  # each wrong number once
        yield written, list(mine.values()), bool(compared_here or mine) or not _has_figures(sentence.text)
        before = [*before[-_PARTS:], sentence.text]


def _has_figures(sentence: str) -> bool:
    """Whether a sentence has a share, or a number that counts something, but for 一次 and the like."""
    return any(each.kind == "share" or (each.measure and each.value != 1) for each in numbers(sentence))


def _in_sentence(
    sentence: str,
    before: Sequence[str],
    compared_here: Sequence[Compared],
    records: Records,
    wholes: Mapping[str, Collection[int]],
) -> Iterator[tuple[str, str, str, Link | None]]:
    """Yields what is wrong in a sentence: kind, the wrong words, message, link. before: the sentences before it.

    wholes: see `sum_mistakes`.
    """
    wrong = [each for each in compared_here if not each.agrees]
    for each in wrong:
        texts: dict[str, str] = {}  # of the same on several days, the newest
        for record in each.records:
            texts.setdefault(record.label, _text(record))
        link = next((record.link for record in each.records if record.link), None)
        yield each.kind, each.mark, f"写的是 {each.mark}，记录里{'；或'.join(list(texts.values())[:2])}", link
    # If parts don't add up because one figure is wrong, that figure has been reported already.
    with_sums = not any(each.kind == "figure" for each in wrong)
    for kind, mark, message in sum_mistakes(
        sentence, records.partitions, with_sums=with_sums, before=before, wholes=wholes
    ):
        yield kind, mark, message, None
    for name in foreign_names(sentence, records.names):
        yield "unit", name, f"“{name}”不是本单位（{records.names.own}）的名字，是不是从别处抄来的？", None


def _wholes(known: Sequence[Facts]) -> Mapping[str, set[int]]:
    """How many there are of the things that a measure counts, on any of some days."""
    sizes: dict[str, set[int]] = {}
    for each in (ledger for facts in known for ledger in facts.ledgers):
        for measure in THINGS[each.thing].measures:
            sizes.setdefault(measure, set()).add(each.size)
    return sizes


def _text(each: Fact | Rate | Happening) -> str:
    if isinstance(each, Happening):
        day = f"{each.day.month}月{each.day.day}日" if each.day else ""
        place = f"（{each.place}）" if each.place else ""
        return f"，{each.label}是{day}{place}" if day else f"，{each.label}还没有日子"
    return f"{each.label} {each.value}" if isinstance(each, Fact) else f"{each.label} {rate_text(each.part, each.base)}"


def source_findings(
    texts: Mapping[str, str], links: Sequence[Row], problems: Sequence[Row], loose_opinions: Sequence[str]
) -> Iterator[Finding]:
    """Yields findings for problems without records and records without a place in the report.

    texts: section → content. links: section, problem_id. problems: problem_id, content, source_count,
    has_subjective_cause. loose_opinions: ids of opinions that led to no problem and no item and were not answered.
    """
    by_id = {problem["problem_id"]: problem for problem in problems}
    linked = [link for link in links if texts.get(link["section"])]
    for link in linked:
        yield from _unfounded(link["section"], link["problem_id"], by_id.get(link["problem_id"]))
    first = next((section for section in texts if "问题" in section), None)
    if first and texts[first] and not any(link["section"] == first for link in linked):
        message = "这一部分没有连到任何一个问题，写到的问题看不出从哪里来"
        yield Finding(first, "", "source", message, about="no_problem", link=("meeting", {}))
    reported = {link["problem_id"] for link in linked}
    for problem in problems:
        if problem["problem_id"] not in reported:
            message = f"{problem['problem_id']}（{_short(problem['content'])}）记录在案，报告里没有写到"
            yield _about(first or next(iter(texts), ""), "missing", message, problem["problem_id"])
    if loose_opinions:
        ids = "、".join(loose_opinions[:_SHOWN]) + (" 等" if len(loose_opinions) > _SHOWN else "")
        message = f"有 {len(loose_opinions)} 条意见没有成为问题或整改事项，也没有答复：{ids}"
        loose = ("opinions", {"opinions_view": "没有下文"})
        yield Finding(first or "", "", "missing", message, about="opinions", link=loose)


def answer_findings(points: Sequence[Row], contents: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    """Yields points answered by a change whose section is the same in both versions.

    points: point_id, version_id, section, handling, handled_in. contents: version → section → content.
    """
    for point in points:
        if point["handling"] != "changed" or not point["section"]:
            continue
        before, after = (contents.get(point[name], {}) for name in ("version_id", "handled_in"))
        section = point["section"]
        if section in before and before[section] == after.get(section):
            message = f"{point['point_id']} 写着已在 {point['handled_in']} 里修改，可是这一部分两版一字不差"
            yield Finding(section, "", "unchanged", message, about=point["point_id"])


def _unfounded(section: str, problem_id: str, problem: Row | None) -> Iterator[Finding]:
    if problem is None:
        yield _about(section, "source", f"{problem_id} 已经从问题清单里去掉了，报告还连着它", problem_id)
    elif not problem["source_count"]:
        message = f"{problem_id}（{_short(problem['content'])}）背后没有意见、谈心、提纲或会议的记录"
        yield _about(section, "source", message, problem_id)


def _about(section: str, kind: str, message: str, problem_id: str) -> Finding:
    return Finding(section, "", kind, message, about=problem_id, link=("meeting", {"meeting_problem": problem_id}))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
