"""A text with figures in it, and what each is called.

A group whose name is Chinese is the figure of that name; one that ends in 变 is a change. Names with a part that stands
in the text are given by `names`: group → name with {other group}; {round} and {part} are what the page shows.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pattern:
    """A text with figures. is_compared: a change of which nothing is said is none; is_whole: so is any figure."""

    regex: re.Pattern[str]
    names: dict[str, str] = field(default_factory=dict)
    is_compared: bool = False
    is_whole: bool = False

    def named(self, hit: re.Match[str], about: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
        """The figures in a place that fits, by name; a change of which nothing is said is None."""
        groups = hit.groupdict()
        for group, value in groups.items():
            name = self.names.get(group, group).format(**{**about, **groups})
            is_none = self.is_whole or (self.is_compared and name.endswith("_变"))
            if not name.isascii() and (value is not None or is_none):
                yield name, value


def plain(regex: str, **names: str) -> Pattern:
    return Pattern(re.compile(regex), names)


def compared(regex: str, **names: str) -> Pattern:
    return Pattern(re.compile(regex), names, is_compared=True)


def whole(regex: str, **names: str) -> Pattern:
    return Pattern(re.compile(regex), names, is_whole=True)


RATE = r"[\d.]+%\([\d,]+/[\d,]+\)"
READY = ("听取各方意见", "意见梳理完", "意见反馈到班子和个人", "谈心都谈到", "发言提纲写齐", "书面材料提前一周备齐")
CHANGE = r"[↑↓]\d+"
THEN = rf"(?: (?P<change>{CHANGE}))?"


def option(word: str, name: str) -> Pattern:
    """A tab with its count and, where they are compared, the change."""
    return compared(rf"^{word} (?P<{name}>\d+)(?: (?P<{name}_变>{CHANGE}))?$")


def options(prefix: str, *words: str, **others: str) -> list[Pattern]:
    return [*(option(word, prefix + word) for word in words), *(option(word, name) for word, name in others.items())]


def plain_options(prefix: str, *words: str, **others: str) -> list[Pattern]:
    """Tabs that aren't compared."""
    return [
        *(plain(rf"^{word} (?P<{prefix}{word}>\d+)$") for word in words),
        *(plain(rf"^{word} (?P<{name}>\d+)$") for word, name in others.items()),
    ]


def counted(name: str, unit: str) -> Pattern:
    """How many of how many rows a table shows: all of them here."""
    return plain(rf"^\*\*(?P<a>\d+)\*\*(?: (?P<{name}_变>{CHANGE}))? / (?P<b>\d+) {unit}$", a=name, b=name)
