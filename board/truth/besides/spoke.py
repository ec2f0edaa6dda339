"""Compares who a sentence says put a criticism that it retells, with who did on record. Pure.

德育副校长当面说后勤没有台账，修没修、修到哪一步，问起来答不上, where it was 校长 who did.
"""

import re
from collections.abc import Iterator

import pandas as pd

from board.store.frames import each_row
from board.truth.facts import Facts, Passage
from board.truth.ledgers import Fact
from board.truth.singly.alike import ByPairs, pairs_of
from board.truth.vocabulary import named_in
from board.truth.words import is_elsewhere, is_of_others

OF_CRITICISMS = ("criticism_id", "critic_name", "target_name", "content", "cause", "suggestion")
_PUT = re.compile(
    "(?:同志)?(?:当面|直接|直言|坦率|坦诚|当场|毫不客气|不客气|在会上|会上)*(?:地)?(?:对[^，,。；]{2,6})?"
    "(?:说|讲|指出|批评|提出|提到|点出|点明|直言|认为|坦言)"
)
# So many pairs of signs of a criticism must be shared, and of one of whoever is named.
_ALIKE, _HIS, _MANY = 6, 3, 6


def criticisms(_: str, frame: pd.DataFrame) -> Iterator[Passage]:
    """The words of criticisms, each with who put it."""
    for called, critic, target, *texts in each_row(frame[[*OF_CRITICISMS]]):
        words = "。".join(word for word in texts if isinstance(word, str))
        yield Passage(f"{called}（提给{target}）", words, ("meeting", {}), critic)


def spoke(sentence: str, facts: Facts) -> Iterator[tuple[str, Fact]]:
    """Yields who is said to have put a criticism that somebody else did, and the record."""
    if _PUT.search(sentence) and not is_of_others(sentence) and not is_elsewhere(sentence):
        yield from facts.criticisms.asked(by_another, sentence)


def by_another(sentence: str, known: ByPairs[Passage]) -> tuple[tuple[str, Fact], ...]:
    """The same, among the criticisms of a day."""
    critics = sorted({each.whose for each in known.records})
    for place in (match.start() for match in _PUT.finditer(sentence)):
        who = next((name for name in named_in(sentence[:place], critics) if sentence[:place].endswith(name)), "")
        nearest = known.shared(sentence[place:], _MANY) if who else ()
        alike = [(count, each) for count, each in nearest if count >= _ALIKE]
        is_his = any(each.whose == who and count >= _HIS for count, each in nearest)
        if alike and not is_his and len(pairs_of(sentence[place:])) >= _ALIKE:
            record = alike[0][1]
            label = f"{record.label}是{record.whose}说的，由{who}说的次数是"
            return ((who, Fact("passage", frozenset(), 0, label, record.link)),)
    return ()
