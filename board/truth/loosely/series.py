"""The lists that a text may speak of, among any words: of a thing, or of a rate, by the words of one side. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence

from board.truth.facts import Facts, Rate
from board.truth.ledgers import Fact, Traits
from board.truth.loosely.cues import ABOUT, AT_WHOM, sides_named, stages_named
from board.truth.words import THINGS

# A side's words without which nothing is compared by it.
_ANY = {*ABOUT, "talk"} - {"task"}
_PAIRS = re.compile("[应该]当?谈")
_SHEETS = re.compile("反馈单|签收单|反馈通知单")
_TALKS = "(?<!座)谈"
# 从提出者看: of all again, whatever the sentences before were of.
_ANEW = re.compile("(?:^|[，,。；])[再又]?(?:从|论|按|就|以|照)[^，,。；]{1,12}[，,]")
# 谈心 8 条，网络 6 条: entries of a list, of which what follows isn't.
_COUNTED = re.compile(
    r"[^，,。；、：:]{1,12}?(?:\d+|[一二两三四五六七八九十]+)[条项个件次][^，,。；、：:]{0,6}(?=[，,。；、：:])"
)
Series = Mapping[str, Fact]


def things_in(sentence: str, text: str) -> list[str]:
    """The things that a text may be about; if it names none, any. sentence: its last."""
    abouts = {thing: _TALKS if thing == "talk" else ABOUT[thing][1] for thing in sorted(_ANY)}
    things = [thing for thing, about in abouts.items() if re.search(about, text)] or [*abouts]
    things += ["task"] if "任务" in text else []
    things += ["pair"] if _PAIRS.search(text) else []
    things += ["sheet"] if _SHEETS.search(text) else []
    return [each for each in things if each != "opinion" or "批评" not in sentence]


def things_counted(sentence: str, text: str, measure: str) -> list[str]:
    """The same, but any that a measure may count where those named aren't counted by it: 14 条里，来自谈心的."""
    things = things_in(sentence, text)
    if not measure or any(is_counted_by(each, measure) for each in things):
        return things
    return [each for each in sorted(_ANY) if is_counted_by(each, measure)]


def is_anew(sentence: str) -> bool:
    """Whether a sentence says by what it looks at all: 再按人来分, 从提出者看."""
    return _ANEW.search(sentence) is not None


def is_counted_by(thing: str, measure: str) -> bool:
    """Whether a measure may count a thing."""
    return measure in (ABOUT[thing][0] if thing in ABOUT else THINGS[thing].measures)


def series(thing: str, side: Sequence[str], rests: Iterator[Traits], facts: Facts) -> Iterator[Series]:
    """The counts of a thing by the words of a side, narrowed down in each of some ways, by each ledger."""
    for rest in rests:
        counts = [(each, facts.counted(thing, [rest | {each}])) for each in side]
        for ledgers in zip(*(of for _, of in counts), strict=False):
            yield {word: fact for (word, _), fact in zip(counts, ledgers, strict=True)}


def ways(thing: str, side: object, sentence: str, facts: Facts) -> Iterator[Traits]:
    """What may narrow a list down: nothing, or any one word of another side that a sentence names."""
    yield frozenset()
    others = sorted({word for other, word in sides_named(sentence, thing, facts) if other != side})
    yield from (frozenset({word}) for word in others)
    if thing == "criticism":
        yield from (frozenset({each}) for each in ("相互批评", "自我批评"))
        if not AT_WHOM.search(sentence):
            yield from (frozenset({"提出"}), frozenset({"相互批评", "提出"}))


def ways_and_stages(thing: str, side: object, sentence: str, earlier: str, facts: Facts) -> Iterator[Traits]:
    """The same, and any stage that is named, alone and with each of these; also in the sentences before (earlier).

    But not in these where the sentence says anew by what it looks at all.
    """
    text = sentence if is_anew(sentence) else f"{_COUNTED.sub('', earlier)}{sentence}"
    known = [way for way in ways(thing, side, text, facts) if "自我批评" not in way or "自" in text]
    stages = dict.fromkeys(stage for stage, _ in stages_named(text, thing))
    yield from known
    yield from (way | {stage} for stage in stages for way in known)


def rated_by_round(name: str, traits: Traits, facts: Facts) -> Mapping[str, list[Rate]]:
    """The rates of a name with exactly these traits besides the round, by round."""
    of_rounds: dict[str, list[Rate]] = {}
    for rate in facts.rates:
        rounds = {each for each in rate.traits if each.startswith("第")}
        if rate.name == name and rate.base and rate.traits - rounds == traits and len(rounds) == 1:
            of_rounds.setdefault(rounds.pop(), []).append(rate)
    return of_rounds
