"""Reads a part of a sentence afresh that the words before it keep from being understood. Pure.

我们按“收到、反馈”两步走，眼下已反馈 52 条，占收到的 83.9%: what begins with a count that is so needs nothing before it.
"""

from collections.abc import Sequence

from board.report.text import clauses, counts_in, numbers
from board.truth.claims import read
from board.truth.clause import Clause, Context, Settle
from board.truth.vocabulary import Vocabulary
from board.truth.words import ROUND, THINGS, TIME, lies_elsewhere


def afresh(sentence: str, known: Sequence[Clause], words: Vocabulary, earlier: str, settle: Settle) -> list[Clause]:
    """The clauses from the first that has a count and wasn't read, if that is so on record; places unchanged.

    known: those read. earlier: the sentences of the paragraph before it.
    """
    until = max((each.start + len(each.text) for each in known if each.claims), default=0)
    start = next((start for start, end in clauses(sentence) if _begins(sentence, start, end, until)), None)
    if start is None or _is_framed(before := sentence[:start]):
        return []
    rest, _ = read(f"{' ' * start}{sentence[start:]}", words, Context(earlier=f"{earlier}{before}"), settle)
    claims = [claim for each in rest for claim in each.claims]
    first = claims[0] if claims else None
    if first is None or not first.is_so or first.number.value <= 1 or _narrows(before, first.thing, words):
        return []
    return rest


def _begins(sentence: str, start: int, end: int, until: int) -> bool:
    return start >= max(until, 1) and any(each.measure for each in counts_in(sentence[start:end]))


def _is_framed(before: str) -> bool:
    """Whether words count something, or are of a time, a round, or elsewhere; or end within quotation marks."""
    quoted = before.count("“") > before.count("”")
    is_of_time = ROUND.search(before) or TIME.search(before) or any(each.measure for each in numbers(before))
    return bool(quoted or is_of_time) or any(lies_elsewhere(before[start:end]) for start, end in clauses(before))


def _narrows(before: str, thing: str, words: Vocabulary) -> bool:
    """Whether words name a trait of a thing that is no stage."""
    named = {each.traits.get(thing, "") for each in words.met(before)} - {""}
    return bool(named - set(THINGS[thing].stages))
