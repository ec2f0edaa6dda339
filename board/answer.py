"""The one sentence with which a page answers its question: its words, and the links of its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Part:
    """Some words of a sentence. opens: the page and filters that show exactly what is counted, or the one record that
    is named (None: no link). is_bad: something is late, failed, or missing."""

    text: str
    opens: tuple[str, Mapping[str, Any]] | None = None
    is_bad: bool = False


Words = str | Part


@dataclass(frozen=True)
class Answer:
    """The sentence, and additions in smaller type, such as the change since another day."""

    words: tuple[Words, ...]
    more: tuple[Words, ...] = ()


def answer(words: Sequence[Words], more: Sequence[Words] = ()) -> Answer:
    """Makes an answer; empty words are dropped."""
    return Answer(tuple(filter(None, words)), tuple(filter(None, more)))


def part(text: str, subject: str, *, is_bad: bool = False, **filters: Any) -> Part:
    """Words that open a subject's page; filters are named without the subject: `view` is `<subject>_view`."""
    return Part(text, (subject, {f"{subject}_{name}": value for name, value in filters.items()}), is_bad)


def text_of(words: Sequence[Words]) -> str:
    """The words as plain text."""
    return "".join(each if isinstance(each, str) else each.text for each in words)


def joined(parts: Sequence[Words], between: str = "，") -> list[Words]:
    """The parts with a separator between each two."""
    mixed = [word for each in parts if each for word in (between, each)]
    return mixed[1:]


def change(now: int, then: int | None, day: date | None, unit: str) -> str:
    """A count's change since the compared day, in words: 比 11-22 多 2 项, 与 11-22 相同; "" without a compared day."""
    if then is None or day is None:
        return ""
    if now == then:
        return f"与 {day:%m-%d} 相同"
    return f"比 {day:%m-%d} {'多' if now > then else '少'} {abs(now - then)} {unit}"
