"""The meanings of known words for the truth check: a thing, a trait of one, or nothing that narrows it down. Pure."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from board.truth.words import FILLERS, NOT_NOUNS, THINGS, Thing

Words = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Traits that only one thing has, so that its noun may be left out.
_IMPLIED = dict.fromkeys(("立行立改", "限期整改", "创造条件整改", "已销号", "销号", "待验收"), "item")


@dataclass
class Meaning:
    """The meanings of a word. `nouns`: the things it names; `traits`, `soft`: thing → trait (see Thing)."""

    nouns: set[str] = field(default_factory=set)
    traits: dict[str, str] = field(default_factory=dict)
    soft: dict[str, str] = field(default_factory=dict)
    is_filler: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """All known words, as a pattern that matches the longest first, and their meanings."""

    pattern: re.Pattern[str]
    meanings: Mapping[str, Meaning]
    noun_after: re.Pattern[str]

    def understand(self, text: str) -> list[Meaning] | None:
        """Returns the meanings of a text's words, in order; None if one is unknown."""
        if _CHINESE.search(self.pattern.sub(" ", text)):
            return None
        return [self.meanings[match[0]] for match in self.pattern.finditer(text)]

    def noun_end(self, text: str) -> int:
        """The end of the noun that a text begins with (｜意见｜和 12 个问题); 0 if it doesn't begin with one."""
        match = self.noun_after.match(text)
        return match.end() if match else 0


def vocabulary(words: Mapping[str, Mapping[str, str]]) -> Vocabulary:
    """The vocabulary of an activity: `words` maps a thing to the activity's words for its traits."""
    return _vocabulary(tuple((thing, tuple(named.items())) for thing, named in words.items()))


@cache
def _vocabulary(words: Words) -> Vocabulary:
    meanings: dict[str, Meaning] = defaultdict(Meaning)
    for filler in (*FILLERS, *NOT_NOUNS):
        meanings[filler].is_filler = True
    for thing in THINGS:
        _learn(meanings, thing)
    for word, name in _IMPLIED.items():
        meanings[word].nouns.add(name)
    for name, named in words:
        for word, trait in named:
            meanings[word].traits[name] = trait
            if name == "meeting":
                meanings[word].nouns.add(name)
    nouns = [word for word, meaning in meanings.items() if meaning.nouns and not meaning.is_filler]
    return Vocabulary(_pattern(meanings), meanings, re.compile(f"的?(?:{_pattern(nouns).pattern})"))


def _learn(meanings: dict[str, Meaning], thing: Thing) -> None:
    for noun in thing.nouns:
        meanings[noun].nouns.add(thing.name)
    for word, trait in thing.traits.items():
        meanings[word].traits[thing.name] = trait
    for word, trait in thing.soft.items():
        meanings[word].soft[thing.name] = trait


def _pattern(words: Mapping[str, Meaning] | list[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
