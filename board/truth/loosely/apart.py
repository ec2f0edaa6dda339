"""Compares by how many points a sentence says that one rate is above another of its round, with the records. Pure.

原因分析比最高的认识深不深低 27.1 个百分点; 发展思路、查找问题三项超过九成: wrong only if it is so in no round.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from board.report.text import Number, clauses, shares_in
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.ledgers import Traits
from board.truth.loosely.points import STATED, is_so_much
from board.truth.loosely.series import rated_by_round
from board.truth.rates import RATE
from board.truth.vocabulary import named_in
from board.truth.words import RATES, is_elsewhere, is_of_others, rounds_in

_THAN = re.compile(
    rf"[比较](?P<other>[^，,。；\d轮]{{2,18}}?)(?:的)?(?:还|更|又|要|足足|整整)*(?P<way>高|低|多|少)(?:了|出|去)*{STATED}"
)
_BEYOND = re.compile(
    r"(?:[两二三四五2-5][项个者])?(?:优良率)?(?:均|都|全都|全部)?(?:超过|高于|突破|不到|不足|低于|在|达到)$"
)
_RATED = re.compile("优良率|分项|评议|征评|指标|评价|透不透|深不深|清不清")
_NEAR = 120


def apart(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields by how much rates of a round are said to differ, or what several are beyond, where they aren't in any.

    earlier: the sentences before it in its paragraph, which may say of what the rates are.
    """
    if not _RATED.search(f"{earlier[-_NEAR:]}{sentence}") or is_of_others(sentence) or is_elsewhere(sentence):
        return
    rate = RATE.search(sentence)
    name = RATES[rate[0]][0] if rate and RATES[rate[0]][1] == "ballot" else "优良率"
    match = _THAN.search(sentence)
    for side in facts.sides[:3] if match else ():
        two = list(dict.fromkeys(_named(match["other"], side, facts))) if match else []
        one = list(_named(sentence[: match.start()], side, facts)) if match else []
        if match and len(two) == 1 and one and one[-1] != two[0]:
            yield from _by_points(match, name, (one[-1], two[0]), (sentence, earlier[-_NEAR:]), facts)
    for share in shares_in(sentence):
        yield from _beyond(sentence, share, facts)


def _named(text: str, side: Sequence[str], facts: Facts) -> Iterator[str]:
    yield from named_in(text, side, facts.words.get("ballot", {}))


def _rounds(sentence: str, rated: Sequence[Mapping[str, Sequence[Rate]]]) -> Iterator[list[Rate]]:
    """The rates of some side by side, of each round that all have: of that which a sentence names, or of any."""
    named = rounds_in(sentence)
    for each in sorted({name for rates in rated for name in rates}):
        if all(each in rates for rates in rated) and (len(named) != 1 or each in named):
            yield from (list(row) for row in zip(*(rates[each] for rates in rated), strict=False))


def _by_points(
    match: re.Match[str], name: str, both: tuple[str, str], spoken: tuple[str, str], facts: Facts
) -> Iterator[Compared]:
    """Yields by how many points one is said to be above another, of all or of whatever else is named."""
    sentence, earlier = spoken
    words = [each for side in facts.sides[:3] for each in _named(f"{earlier}{sentence}", side, facts)]
    others: list[Traits] = [frozenset(), *(frozenset({each}) for each in dict.fromkeys(["总体评价", *words]))]
    pairs = [
        pair
        for more in others
        if not more & {*both}
        for pair in _rounds(sentence, [rated_by_round(name, more | {each}, facts) for each in both])
    ]
    is_up = match["way"] in "高多"
    changes = [float(mine.share - other.share) * 100 for mine, other in pairs]
    if pairs and not any((each > 0) == is_up and is_so_much(match, abs(each)) for each in changes):
        yield Compared("rate", match[0], [*pairs[0]], agrees=False)


def _beyond(sentence: str, share: Number, facts: Facts) -> Iterator[Compared]:
    """Yields what several criteria are said to be beyond, where one of them isn't in any round."""
    start, _ = next(span for span in clauses(sentence) if span[0] <= share.start < span[1])
    before = sentence[start : share.start]
    named = list(dict.fromkeys(_named(before, facts.sides[0] if facts.sides else (), facts)))
    is_bound = share.bound in {"least", "over", "most"} and _BEYOND.search(before)
    if not is_bound or len(named) < len("ab") or "、" not in before:
        return
    rows = list(_rounds(sentence, [rated_by_round("优良率", frozenset({each}), facts) for each in named]))
    if rows and not any(all(share_agrees(share, each.share) for each in row) for row in rows):
        wrong = next(each for each in rows[-1] if not share_agrees(share, each.share))
        yield Compared("rate", sentence[share.start : share.end], [wrong], agrees=False)
