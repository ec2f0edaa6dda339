"""Answers as people write them → ranks of the scale. A word that could be read in two ways is not read at all."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from board.importing.choices import Choices, Numbers
from board.importing.form import BallotForm, FormAnswer, FormCriterion
from board.importing.text import clean, literal, unspaced, word

BLANK_RANK = 0
ZERO = "0"
How = Literal["empty", "mark", "letter", "place", "number", "points", "general", "unknown", "own", "chosen", "skipped",
              "nothing", "scale"]  # fmt: skip

_BLANK_MARKS = (
    *(
        "弃权",
        "弃权票",
        "弃权数",
        "弃权票数",
        "弃权人数",
        "不表态",
        "未填",
        "未选",
        "未答",
        "未表态",
        "空",
        "空白",
        "(空)",
        "(跳过)",
    ),
    *("-", "--", "—", "——", "–", "―", "/"),
)
# Words for no answer that say so in a column of answers alone.
_NO_ANSWER = ("无", "没填", "没有填", "未评", "不评", "放弃")
_GENERAL_WORDS = ("好", "较好", "一般", "差")
_UNKNOWN_WORDS = ("不了解", "说不清", "不清楚")
_NUMERALS = "一二三四五六七八九"
_PARTS = re.compile("[/、,，()（）|;]+")
_TICK = "☑✅■●√✓✔"
_BOX = rf"[{_TICK}□○◯]|[\[(]\s*[√✓✔x]?\s*[\])]"
_BEFORE = re.compile(rf"\s*({_BOX})\s*([^{_TICK}□○◯\[\]()]+)")
_AFTER = re.compile(rf"\s*([^{_TICK}□○◯\[\]()]+?)\s*({_BOX})")
_TICKED = re.compile("[☑✅■●√✓✔x]")
_WITH_TICK = re.compile(r"[√✓✔☑]\s*(.+)|(.+?)\s*[(]?[√✓✔☑][)]?")
_WITH_POINTS = re.compile(r"(.+?)\s*[(]?(\d{1,3}(?:\.\d+)?分)[)]?")
_AROUND = re.compile(r"^(?:[《“”\"'【\[(]|->|→|选(?=.))+|(?:[》“”\"'】\])。.;,!]|\(?已选\)?)+$")
_LETTER = re.compile("([a-h])[级等档]")
_IN_WORDS = ("own", "general", "letter", "unknown", "scale")
_NOTES: dict[How, str] = {
    "mark": "“弃权”“—”“未填”等字样按弃权计",
    "letter": "选项字母按从好到差读：A 是最好一档",
    "place": "“第一档、第二档……”按第一档最好读",
    "number": "数字 1、2、3……按您选定的顺序读",
    "points": "分值按本活动的计分标准读",
    "general": "“好、较好、一般、差”按从好到差对应本项目的评议词",
    "chosen": "按您指定的或表上写明的对应关系读",
    "scale": "别的四档词（优、良、中、差一类）按从好到差对应本项目的评议词",
    "nothing": "“无”“未评”等字样按弃权计",
    "skipped": "“-2”“-3”是问卷平台的未答、跳过，按弃权计",
}


@dataclass(frozen=True)
class Reading:
    """A word's rank (0: blank) and how it was found."""

    rank: int
    how: How


def readings(
    criterion: FormCriterion, choices: Choices, skipped: Iterable[str] = (), scale: Sequence[str] = ()
) -> dict[str, Reading]:
    """Every word that can be read as an answer to a criterion.

    Words the clerk assigned take precedence, with their numbering (1. 代表 is not 2. 代表), then the criterion's own.
    1, 2, 3… are included as if 1 were the best unless `numbers` says otherwise, with how `number`, so that the clerk
    can be asked. skipped: what a platform writes where nothing was answered. scale: other words, the best first.
    """
    scored = [answer for answer in criterion.answers if answer.points is not None]
    apart = [answer for answer in criterion.answers if answer.points is None]
    found = {"": Reading(BLANK_RANK, "empty")}
    found |= {mark: Reading(BLANK_RANK, "mark") for mark in _BLANK_MARKS}
    found |= {mark: Reading(BLANK_RANK, "nothing") for mark in _NO_ANSWER}
    found |= {mark: Reading(BLANK_RANK, "skipped") for mark in skipped}
    found |= {chr(ord("a") + i): Reading(answer.rank, "letter") for i, answer in enumerate(scored)}
    found |= _places(scored)
    found |= _numbers(criterion, choices.numbers)
    found |= {ZERO: Reading(BLANK_RANK, "mark")} if choices.zero == "blank" else {}
    if len(scored) == len(_GENERAL_WORDS):
        pairs = zip(_GENERAL_WORDS, scored, strict=True)
        found |= {general: Reading(answer.rank, "general") for general, answer in pairs}
    if len(scored) == len(scale):
        found |= {each: Reading(answer.rank, "scale") for each, answer in zip(scale, scored, strict=True)}
    if apart:
        found |= {unknown: Reading(apart[0].rank, "unknown") for unknown in _unknown_words(criterion)}
    found |= {word(answer.label): Reading(answer.rank, "own") for answer in criterion.answers}
    chosen = _chosen_for(criterion, choices.answers)
    return found | {literal(text): Reading(rank, "chosen") for text, rank in chosen}


def _chosen_for(criterion: FormCriterion, chosen: Mapping[str, int]) -> list[tuple[str, int]]:
    """The words chosen for all criteria, followed by those chosen for this one."""
    prefix = f"{criterion.criterion_id}:"
    own = [(text.removeprefix(prefix), rank) for text, rank in chosen.items() if text.startswith(prefix)]
    return [*((text, rank) for text, rank in chosen.items() if not text.startswith(prefix)), *own]


def _places(scored: Sequence[FormAnswer]) -> dict[str, Reading]:
    """第一档, 第1档, 一档 → ranks, as a tally of criteria with words of their own is headed; the first is best."""
    numbered = enumerate(scored[: len(_NUMERALS)], start=1)
    return {
        f"{begins}{number}档": Reading(answer.rank, "place")
        for place, answer in numbered
        for number in (str(place), _NUMERALS[place - 1])
        for begins in ("第", "")
    }


def _numbers(criterion: FormCriterion, numbers: Numbers | None) -> dict[str, Reading]:
    """Numbers → ranks, read as places and as points.

    A number that means one rank as a place and another as points is left out, so that the clerk is asked, unless
    `numbers` was chosen.
    """
    scored = [answer for answer in criterion.answers if answer.points is not None]
    ordered = scored[::-1] if numbers == "worst_first" else scored
    places = {str(place): answer.rank for place, answer in enumerate(ordered, start=1)}
    texts = [f"{answer.points:g}" for answer in scored]
    points = {text: answer.rank for text, answer in zip(texts, scored, strict=True) if texts.count(text) == 1}
    unclear = {number for number in places if points.get(number, places[number]) != places[number]}
    read = {number: Reading(rank, "points") for number, rank in points.items() if number not in unclear}
    if numbers is None:
        read |= {number: Reading(rank, "number") for number, rank in places.items() if number not in read}
        read = {number: reading for number, reading in read.items() if number not in unclear}
    else:
        read |= {number: Reading(rank, "number") for number, rank in places.items()}
    return read | {f"{number}分": Reading(rank, "points") for number, rank in points.items()}


def _unknown_words(criterion: FormCriterion) -> list[str]:
    """The words for 不了解, without those that begin with an answer's own word (不清楚 where 不清 is an answer)."""
    own = [answer.label for answer in criterion.answers if answer.points is not None]
    return [unknown for unknown in _UNKNOWN_WORDS if not any(unknown.startswith(label) for label in own)]


@lru_cache(maxsize=8)
def _words_of_all(form: BallotForm) -> frozenset[str]:
    """Every word that answers some criterion, except numbers."""
    each = (readings(criterion, Choices()).items() for criterion in form.criteria)
    spoken = ("own", "general", "place", "unknown", "mark", "letter")
    return frozenset(text for words in each for text, reading in words if reading.how in spoken)


@lru_cache(maxsize=8)
def words_of_all(form: BallotForm) -> frozenset[str]:
    """The words for answers that are scored: the criteria's own and the general ones."""
    own = (answer.label for criterion in form.criteria for answer in criterion.answers if answer.points is not None)
    return frozenset((*own, *_GENERAL_WORDS))


def general_word(value: str, form: BallotForm) -> str | None:
    """Returns the text if it answers some criterion, or is several answers side by side (深/广/准); else None."""
    parts = [word(part) for part in _PARTS.split(clean(value)) if part.strip()]
    return value if parts and all(part in _words_of_all(form) for part in parts) else None


def is_spoken(value: str, form: BallotForm) -> bool:
    """Whether a text answers some criterion in words; 弃权 and the like don't count."""
    return word(value) in _words_of_all(form) and word(value) not in _BLANK_MARKS


def read_heading(value: str, words: Mapping[str, Reading]) -> Reading | None:
    """The answer that a tally's heading names for one criterion: alone, or among others (深/广/准)."""
    whole = read_answer(value, words)
    if whole is not None:
        return whole
    found = [reading for part in _PARTS.split(clean(value)) if part.strip() and (reading := read_answer(part, words))]
    return found[0] if len({reading.rank for reading in found}) == 1 else None


def read_answer(value: str, words: Mapping[str, Reading]) -> Reading | None:
    """The answer in a cell, or None: the word alone, ticked, with its points, or ticked among the others."""
    plain = clean(value).casefold()
    for text in (literal(value), plain):
        if text in words:
            return words[text]
    whole = plain.removesuffix(".0")
    alone = words.get(whole) or words.get(unspaced(plain)) or words.get(word(value))
    return alone or _decorated(plain, words) or _boxed(plain, words) or _wrapped(plain, words)


def unticked(value: str) -> str:
    """An answer without the tick before or after it."""
    found = _WITH_TICK.fullmatch(clean(value))
    return (found[1] or found[2]) if found else value


def _decorated(plain: str, words: Mapping[str, Reading]) -> Reading | None:
    """深√, √深, 深（100分): points beside a word have to be its own."""
    if (bare := unticked(plain)) != plain:
        return words.get(word(bare))
    found = _WITH_POINTS.fullmatch(plain)
    reading, points = (words.get(word(found[1])), words.get(found[2])) if found else (None, None)
    return reading if reading and points and reading.rank == points.rank else None


def _wrapped(plain: str, words: Mapping[str, Reading]) -> Reading | None:
    """《深》, “深”, 深。, A级: an answer in words between marks that mean nothing."""
    bare = _AROUND.sub("", plain)
    letter = _LETTER.fullmatch(bare)
    reading = words.get(letter[1] if letter else word(bare)) if bare != plain or letter else None
    return reading if reading and reading.how in _IN_WORDS else None


def _boxed(plain: str, words: Mapping[str, Reading]) -> Reading | None:
    """☑深 □较深 □一般 □不深, or 深☑ 较深□: the one that is ticked; blank where none is."""
    for pattern, mark, text in ((_BEFORE, 1, 2), (_AFTER, 2, 1)):
        found = list(pattern.finditer(plain))
        if len(found) > 1 and "".join(each[0] for each in found) == plain:
            read = {words.get(word(each[text])) for each in found}
            ticked = [each[text] for each in found if _TICKED.search(each[mark])]
            if None in read or len(read) != len(found) or len(ticked) > 1:
                return None
            return words.get(word(ticked[0])) if ticked else words[""]
    return None


def notes(used: Mapping[How, Iterable[str]]) -> list[str]:
    """A note for each way of reading other than the criterion's own words, naming the columns it was used in."""
    return [f"{_NOTES[how]}（{_listed(list(labels))}）" for how, labels in sorted(used.items()) if how in _NOTES]


def _listed(labels: list[str], most: int = 3) -> str:
    listed = "、".join(labels[:most])
    return listed if len(labels) <= most else f"{listed} 等 {len(labels)} 列"


def accepted(criterion: FormCriterion) -> str:
    """A criterion's own words, as a remedy or a template lists them."""
    return "/".join(answer.label for answer in criterion.answers)
