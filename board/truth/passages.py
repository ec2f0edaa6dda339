"""Compares quantities in a sentence with the same quantities in the records' own words. Pure.

门前通行时间由二十五分钟缩到五分钟, where an item's progress says 十分钟. A quantity is compared only with a passage
that shares enough of its words and counts in the same unit.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import pandas as pd

from board.report.text import chinese_number, clauses, read
from board.store.frames import each_row
from board.truth.facts import Fact, Passage

_UNITS = "分钟|小时|人|名|位|条|件|份|张|次|场|项|个|户|天|周|台|间|节|所|本|盏|套|块|把|辆|家|盒|桶"
_QUANTITY = re.compile(rf"(?<![\d第百零一二两三四五六七八九十])(\d+|[一二两三四五六七八九十百]+)(多|余)?({_UNITS})")
_PEOPLE = "名位人"
_HAN = re.compile(r"[\u4e00-\u9fff]+")
# So many pairs of signs must be shared by a quantity's clauses, and by the whole sentence with the whole passage.
_NEAR, _ALIKE = 2, 4
_EVERYWHERE = re.compile(r"意见|整改|事项|学校|老师|教师|家长|学生|班子|已经|全部|目前|我们|问题")


def passages(
    items: pd.DataFrame, problems: pd.DataFrame, studies: pd.DataFrame, meetings: pd.DataFrame
) -> Iterator[Passage]:
    """The words of records that a report retells: items, problems, what the first stage found out, minutes."""
    kinds: tuple[tuple[pd.DataFrame, str, str, str], ...] = (
        (items, "item_id", "problem measure target progress proof remark conditions explanation", "rectification"),
        (problems, "problem_id", "content objective_cause subjective_cause", "meeting"),
        (studies, "study_id", "topic content", "meeting"),
        (meetings, "kind", "topic minutes", "meeting"),
    )
    for frame, name, columns, subject in kinds:
        for row in each_row(frame):
            words = [word for column in columns.split() if isinstance(word := getattr(row, column), str) and word]
            yield Passage(f"{getattr(row, name)} 写的", "。".join(words), (subject, {}))


def misquoted(sentence: str, passages: Sequence[Passage]) -> Iterator[tuple[str, Fact]]:
    """Yields quantities that the passage about the same thing gives otherwise: how written, and what it says."""
    signs = _pairs(sentence)
    alike = sorted(passages, key=lambda each: -len(signs & _pairs(each.text)))[:3]
    for passage in alike:
        if len(signs & _pairs(passage.text)) < _ALIKE:
            return
        known = [(unit, value, clause) for clause, value, unit, _ in _quantities(read(passage.text))]
        for clause, value, unit, mark in _quantities(sentence):
            same = [(amount, words) for other, amount, words in known if _unit(other) == _unit(unit)]
            near = [(len(_pairs(clause) & _pairs(words)), amount, words) for amount, words in same]
            best = max(near, default=(0, 0, ""))
            if best[0] >= _NEAR and not any(_agrees(value, mark, amount) for amount, _ in same):
                label = f"{passage.label}“{best[2].strip('。；')}”，是"
                yield mark, Fact("passage", frozenset(), best[1], label, passage.link)


@lru_cache(maxsize=4_096)
def _pairs(text: str) -> frozenset[str]:
    plain = _EVERYWHERE.sub("，", _QUANTITY.sub("，", text))
    return frozenset(run[at : at + 2] for run in _HAN.findall(plain) for at in range(len(run) - 1))


def _quantities(text: str) -> Iterator[tuple[str, int, str, str]]:
    """The quantities of a text: their clause, value, unit, and how they are written; without 一次 and the like."""
    for start, end in clauses(text):
        for match in _QUANTITY.finditer(text[start:end]):
            value = int(match[1]) if match[1].isdigit() else chinese_number(match[1])
            if value is not None and value > 1:
                yield text[start:end], value, match[3], match[0]


def _unit(unit: str) -> str:
    return "人" if unit in _PEOPLE else unit


def _agrees(value: int, mark: str, amount: int) -> bool:
    return value < amount < value * 1.5 if re.search(r"[多余]", mark) else value == amount
