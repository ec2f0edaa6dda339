"""The meanings of the words of a text: the things that they name, and the traits that narrow these down. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType

from board.truth.ledgers import NOT, Traits, opposite, settled
from board.truth.rewrites import REWRITES
from board.truth.words import (
    ALSO,
    FILLERS,
    IMPLIED,
    NARROWING,
    NARROWING_VERB,
    NEGATIONS,
    NOT_NOUNS,
    RATES,
    REPORT,
    ROUND,
    TELLING,
    THINGS,
    TIME,
    Thing,
)

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Tags of words that narrow nothing down: adverbs, conjunctions, particles, prepositions, idioms; and of verbs.
_HARMLESS = re.compile(r"^(?:d|df|dg|ad|c|u\w*|p|y|e|o|i|l|h|zg|z)$")
_VERB = re.compile(r"^v[dgiq]?$")
_NOUN = re.compile(r"^(?:n\w*|j|r)$")


@dataclass
class Meaning:
    """The meanings of a word.

    nouns: the things it names; implied: the thing that it is a trait of, and of no other; traits, soft: thing → trait
    (see `Thing`).
    """

    nouns: set[str] = field(default_factory=set)
    implied: set[str] = field(default_factory=set)
    traits: dict[str, str] = field(default_factory=dict)
    soft: dict[str, str] = field(default_factory=dict)
    is_filler: bool = False
    is_negation: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """All known words, as a pattern that matches the longest first, and their meanings. names: the activity's own."""

    pattern: re.Pattern[str]
    meanings: Mapping[str, Meaning]
    noun_after: re.Pattern[str]
    names: frozenset[str] = frozenset()
    rewrites: tuple[tuple[re.Pattern[str], str], ...] = ()
    leaders: re.Pattern[str] = re.compile("(?!)")
    members: re.Pattern[str] = re.compile("(?!)")

    def understand(self, text: str) -> list[Meaning] | None:
        """Returns the meanings of a text's words but those for a round or the report; None if one is unknown."""
        text = self.rewritten(REPORT.sub(" ", ROUND.sub(" ", TIME.sub(" ", text))))
        rest = self.pattern.sub(lambda match: " " * len(match[0]), text)
        if _CHINESE.search(rest) and any(_CHINESE.search(rest[start:end]) for start, end in _telling(text)):
            return None
        return self.met(text)

    def met(self, text: str) -> list[Meaning]:
        """The meanings of the known words of a text, in order."""
        return [self.meanings[match[0]] for match in self.pattern.finditer(self.rewritten(text))]

    def rewritten(self, text: str) -> str:
        """A text with one way to say each thing that is said in many: 指名给校长的 and 冲着校长的 are 对校长."""
        for pattern, way in self.rewrites:
            text = pattern.sub(way, text)
        return text

    def whose(self, words: str, measure: str) -> str:
        """The words before the number of a list's entry: 总务处 9 项 is what it leads, 校长 5 条 what is of him."""
        words = self.leaders.sub(r"\1牵头", words) if measure in {"项", "件"} else words
        return self.members.sub(r"对\1 ", words) if measure == "条" else words

    def begins_with_stranger(self, text: str) -> bool:
        """Whether a text is about somebody who isn't known: 家长委员会开会 2 次."""
        rest = text
        for name in sorted(self.names, key=len, reverse=True):
            rest = rest.replace(name, " " * len(name))
        rest = self.pattern.sub(lambda match: " " * len(match[0]), rest)
        for tag, start, end in _tagged(text):
            if not _NOUN.match(tag):
                return False
            if _CHINESE.search(rest[start:end]):
                return True
        return False

    def names_stranger(self, text: str) -> bool:
        """Whether a text has a noun of two signs or more that isn't known: 教学常规 12 项."""
        rest = self.pattern.sub(lambda match: " " * len(match[0]), text)
        nouns = ((start, end) for tag, start, end in _tagged(text) if tag.startswith("n") and end - start > 1)
        return any(rest[start:end] == text[start:end] for start, end in nouns)

    def first_noun_end(self, text: str) -> int:
        """The end of the first noun of a text; 0 if it has none."""
        match = self.noun_after.search(text)
        return match.end() if match else 0

    def noun_end(self, text: str) -> int:
        """The end of the noun that a text begins with (｜意见｜和 12 个问题); 0 if it doesn't begin with one."""
        match = self.noun_after.match(text)
        return match.end() if match else 0


@dataclass(frozen=True)
class Topic:
    """A thing with traits, which words speak of. is_named: whether they name it by its noun."""

    thing: str
    traits: Traits
    is_named: bool = False


@lru_cache(maxsize=4_096)
def _tagged(text: str) -> list[tuple[str, int, int]]:
    """The words of a text: tag, start and end."""
    import rjieba  # noqa: PLC0415 - slow to load

    found, start = list[tuple[str, int, int]](), 0
    for word, tag in rjieba.tag(text):
        found.append((tag, start, start + len(word)))
        start += len(word)
    return found


def _telling(text: str) -> list[tuple[int, int]]:
    """The places of a text's words that may narrow something down."""
    return [
        (start, end)
        for tag, start, end in _tagged(text)
        if NARROWING.search(text[start:end]) or not (_HARMLESS.match(tag) or _only_tells(tag, text[start:end]))
    ]


def _only_tells(tag: str, word: str) -> bool:
    """Whether a word says only that something came, was counted or was told: 汇拢, 捧回, 记下."""
    return TELLING.fullmatch(word) is not None or bool(_VERB.match(tag) and not NARROWING_VERB.search(word))


def vocabulary(words: Mapping[str, Mapping[str, str]]) -> Vocabulary:
    """The vocabulary of an activity: `words` maps a thing to the activity's words for its traits."""
    return _vocabulary(tuple((thing, tuple(named.items())) for thing, named in words.items()))


@cache
def _vocabulary(words: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> Vocabulary:
    meanings = _meanings()
    for name, traits in words:
        for word, trait in traits:
            for each in (word, *ALSO.get(word, ())):
                meanings[each].traits[name] = trait
                if name == "meeting":
                    meanings[each].nouns.add(name)
                if name == "finding" and word.startswith("对照"):
                    meanings[each].implied.add(name)
    nouns = [word for word, meaning in meanings.items() if meaning.nouns and not meaning.is_filler]
    narrowing = [word for word, meaning in meanings.items() if meaning.traits and not meaning.nouns]
    names = frozenset(trait for _, traits in words for _, trait in traits)
    noun_after = re.compile(f"(?:{_pattern(narrowing).pattern})?的?(?:{_pattern(nouns).pattern})")
    members, leaders = _people(dict(words))
    ends = r"(?:名下|手[里上])?(?:[收听得]到|挨)?了?(?:各?有|共有?|为|占|计)?了?\s*$"
    alone = [
        re.compile(rf"(?<![对给向由及于])({_pattern(each).pattern or '(?!)'}){ends}") for each in (leaders, members)
    ]
    rewrites = (*_rewrites(members, leaders), *_meetings([word for word, _ in dict(words).get("meeting", ())]))
    return Vocabulary(_pattern(meanings), meanings, noun_after, names, rewrites, *alone)


def _people(words: Mapping[str, tuple[tuple[str, str], ...]]) -> tuple[list[str], list[str]]:
    """The activity's members, and all names of those who lead something."""
    members = [trait for _, trait in words.get("talk", ())]
    return members, [trait for word, trait in words.get("item", ()) if word != trait]


def _rewrites(members: Sequence[str], leaders: Sequence[str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns of `REWRITES` for the activity's names: of members, and of all who lead something."""
    names = {
        "成员": _pattern(members).pattern or "(?!)",
        "牵头人": _pattern({*members, *leaders}).pattern or "(?!)",
    }
    return tuple((re.compile(pattern.format(**names)), way) for pattern, way in REWRITES)


def _meetings(kinds: Sequence[str]) -> Iterator[tuple[re.Pattern[str], str]]:
    """The pattern by which 领导小组召开三次会议 is read as 领导小组会议."""
    for kind in kinds:
        if kind.endswith("会议"):
            stem = re.escape(kind.removesuffix("会议"))
            yield re.compile(rf"{stem}(?!会)([^，,。|]{{0,10}})\|会议?"), rf"{kind}\1|"
            yield re.compile(rf"{stem}(?!会)([^，,。|]{{0,10}})(?:碰头|开会)"), rf"{kind}\1"


def _meanings() -> dict[str, Meaning]:
    """The meanings of the words that mean the same in every activity."""
    meanings: dict[str, Meaning] = defaultdict(Meaning)
    for filler in [*FILLERS, *NOT_NOUNS, *RATES]:
        meanings[filler].is_filler = True
    for negation in NEGATIONS:
        meanings[negation].is_negation = True
    for name, thing in THINGS.items():
        _add(meanings, name, thing)
    for word, name in IMPLIED.items():
        for each in {word, f"已{word}", f"已经{word}"} & meanings.keys():
            meanings[each].implied.add(name)
    return meanings


def _add(meanings: dict[str, Meaning], name: str, thing: Thing) -> None:
    for noun in thing.nouns.split():
        meanings[noun].nouns.add(name)
    for word, trait in _traits(thing):
        meanings[word].traits[name] = trait
    for word, trait in _by_word(thing.soft):
        meanings[word].soft[name] = trait


def _traits(thing: Thing) -> Iterator[tuple[str, str]]:
    """The words for the traits of a thing; what has 已 before it is a stage that it has come to."""
    for word, trait in _by_word(thing.traits):
        yield word, trait
        if trait in thing.stages:
            yield from ((f"已{word}", trait), (f"已经{word}", trait))
    for word, trait in _by_word(thing.soft):
        if trait in thing.stages and word != trait.removeprefix("转"):
            yield from ((f"已{word}", trait), (f"已经{word}", trait))


def _by_word(traits: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((word, trait) for trait, words in traits.items() for word in words.split())


def named_in(text: str, side: Iterable[str], called: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """The words of a side that a text names, the longest first: 教学副校长 isn't 校长. called: name → word."""
    names, pattern = _names(tuple(side), tuple(called.items()))
    if names:
        yield from (names[match[0]] for match in pattern.finditer(text))


@lru_cache(maxsize=1_024)
def _names(side: tuple[str, ...], called: tuple[tuple[str, str], ...]) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """The names of the words of a side, each with its word, and what matches the longest of them."""
    names = {name: word for word in side for name in (word, *ALSO.get(word, ())) if name}
    names |= {name: word for name, word in called if word in names}
    return names, re.compile(f"(?<!副)(?:{_pattern(names).pattern})")  # 三位副校长: not 校长


def _pattern(words: Collection[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def topic_of(meanings: Sequence[Meaning] | None, base: Topic | None) -> Topic | None:
    """The one thing that words speak of, with its traits: named, or the base's if they only name traits of it."""
    if not meanings:
        return None
    named = {noun for meaning in meanings for noun in meaning.nouns | meaning.implied}
    fitting = [thing for thing in named if traits_of(meanings, thing) is not None]
    fitting = [thing for thing in fitting if thing != "heard" or len(fitting) == 1]  # 听了家长的意见: of the opinions
    thing = fitting[0] if len(fitting) == 1 else base.thing if base and not fitting else None
    others = [meaning for meaning in meanings if meaning.nouns and base and base.thing not in meaning.nouns]
    if base and all(base.thing in each.traits for each in others) and (traits_of(meanings, base.thing) or ({},))[0]:
        thing = base.thing  # 18 项工作任务…，没有一项逾期: of what was spoken of
    traits = traits_of(meanings, thing) if thing else None
    if thing is None or traits is None or not (fitting or traits[0]):
        return None
    return Topic(thing, settled(traits[0]), any(thing in meaning.nouns for meaning in meanings))


def traits_of(meanings: Iterable[Meaning], thing: str) -> tuple[Traits, Traits] | None:
    """The traits of a thing that words name, and those they may name; None if a word belongs to something else."""
    named, soft = set(), set()
    is_negated = False
    for meaning in meanings:
        if meaning.is_negation:
            is_negated = True
        elif thing in meaning.traits or (is_negated and thing in meaning.soft):
            trait = meaning.traits.get(thing) or meaning.soft.get(thing, "")
            named |= {opposite(trait) if is_negated and trait else trait} - {""}
            is_negated = is_negated and not trait
        elif thing in meaning.soft:
            soft.add(meaning.soft[thing])
        elif thing not in meaning.nouns and not meaning.is_filler:
            return None
    denied = {trait.removeprefix(NOT) for trait in named if trait.startswith(NOT)}
    if is_negated or denied & named:  # 对尚待梳理的 3 条逐条归类
        return None
    return frozenset(named), frozenset(soft) - {""} - denied
