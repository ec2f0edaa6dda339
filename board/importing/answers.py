"""Answers as people write them → ranks of the scale. What could be read in two ways is not read at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from board.importing.form import FormCriterion
from board.importing.text import clean, word

BLANK_RANK = 0
How = Literal["empty", "mark", "letter", "number", "points", "general", "unknown", "own", "chosen"]

_BLANK_MARKS = ("弃权", "未填", "未选", "未答", "空", "空白", "(空)", "(跳过)", "-", "--", "—", "——", "–", "―", "/")
_GENERAL_WORDS = ("好", "较好", "一般", "差")
_UNKNOWN_WORDS = ("不了解", "说不清", "不清楚")
_NOTES: dict[How, str] = {
    "mark": "“弃权”“—”“未填”等字样按弃权计",
    "letter": "选项字母按从好到差读：A 是最好一档",
    "number": "数字 1、2、3……按从好到差读：1 是最好一档。如果原表 1 是最差，请先改好再导入",
    "points": "分值按本活动的计分标准读",
    "general": "“好、较好、一般、差”按从好到差对应本项目的评议词",
    "chosen": "按您指定的对应关系读",
}


@dataclass(frozen=True)
class Reading:
    """A word's rank (0: blank) and how it came to it."""

    rank: int
    how: How


def readings(criterion: FormCriterion, chosen: Mapping[str, int]) -> dict[str, Reading]:
    """Every word that can stand for an answer to a criterion. Its own words go before all but what the clerk chose."""
    scored = [answer for answer in criterion.answers if answer.points is not None]
    apart = [answer for answer in criterion.answers if answer.points is None]
    found = {"": Reading(BLANK_RANK, "empty")}
    found |= {mark: Reading(BLANK_RANK, "mark") for mark in _BLANK_MARKS}
    found |= {chr(ord("a") + i): Reading(answer.rank, "letter") for i, answer in enumerate(scored)}
    found |= _numbers(criterion)
    if len(scored) == len(_GENERAL_WORDS):
        pairs = zip(_GENERAL_WORDS, scored, strict=True)
        found |= {general: Reading(answer.rank, "general") for general, answer in pairs}
    if apart:
        found |= {unknown: Reading(apart[0].rank, "unknown") for unknown in _unknown_words(criterion)}
    found |= {word(answer.label): Reading(answer.rank, "own") for answer in criterion.answers}
    return found | {word(text): Reading(rank, "chosen") for text, rank in chosen.items()}


def _numbers(criterion: FormCriterion) -> dict[str, Reading]:
    """Places (1 is the best) and points; a number that is both, and differs, is left out and so asked about."""
    scored = [answer for answer in criterion.answers if answer.points is not None]
    places = {str(place): answer.rank for place, answer in enumerate(scored, start=1)}
    texts = [f"{answer.points:g}" for answer in scored]
    points = {text: answer.rank for text, answer in zip(texts, scored, strict=True) if texts.count(text) == 1}
    unclear = {number for number in places if points.get(number, places[number]) != places[number]}
    read = {number: Reading(rank, "number") for number, rank in places.items() if number not in unclear}
    read |= {number: Reading(rank, "points") for number, rank in points.items() if number not in unclear}
    return read | {f"{number}分": Reading(rank, "points") for number, rank in points.items()}


def _unknown_words(criterion: FormCriterion) -> list[str]:
    """不清楚 can mean 不清 where that is an answer, so there it means nothing."""
    own = [answer.label for answer in criterion.answers if answer.points is not None]
    return [unknown for unknown in _UNKNOWN_WORDS if not any(unknown.startswith(label) for label in own)]


def read_answer(value: str, words: Mapping[str, Reading]) -> Reading | None:
    """What a cell says, or None."""
    plain = clean(value).casefold()
    if plain in words:
        return words[plain]
    whole = plain.removesuffix(".0")
    return words.get(whole) or words.get(word(value))


def notes(used: Mapping[How, Iterable[str]]) -> list[str]:
    """An assumption for each way of reading that isn't the criterion's own words, with the columns it was used in."""
    return [f"{_NOTES[how]}（{_listed(list(labels))}）" for how, labels in sorted(used.items()) if how in _NOTES]


def _listed(labels: list[str], most: int = 3) -> str:
    listed = "、".join(labels[:most])
    return listed if len(labels) <= most else f"{listed} 等 {len(labels)} 列"


def accepted(criterion: FormCriterion) -> str:
    """A criterion's own words, as a remedy or a template lists them."""
    return "/".join(answer.label for answer in criterion.answers)
