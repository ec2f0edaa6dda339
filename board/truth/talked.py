"""Compares a statement that all talked, with all of a kind or with each other, with the talks on record. Pure."""

import re
from collections.abc import Iterator, Sequence

from board.report.text import counts_in
from board.truth.facts import Compared, Facts, Rate
from board.truth.ledgers import Traits
from board.truth.meant import Clause
from board.truth.vocabulary import named_in

# With whom members talk, and that they did with all of them.
_WITH = {"年级": r"年级", "普通教师": r"普通教师", "成员之间": r"彼此|相互|互相|两两|之间"}
_WHOLLY = re.compile(r"都|均|全|无一|一遍|个遍|逐一|挨个|一个不[落漏少]|[一每]个")
# At most one member, with one kind of partners.
_ONE_AND_ALL = 2
_ALL_TALKED = re.compile("(?:班子成员|校领导|成员)(?:之间)?(?:均|都|已经?|全部?)+谈(?:完|毕|遍|妥|到位)了?")
_ONE_GRADE = re.compile(r"[一二三四五六]年级")


def talked_to(clause: Clause, known: Sequence[Facts]) -> Iterator[Compared]:
    """五位班子成员把六个年级都谈了一遍: whether every pair that has to talk did."""
    text, kind = clause.text, next((kind for kind, pattern in _WITH.items() if re.search(pattern, clause.text)), None)
    match = _WHOLLY.search(text)
    if kind is None and match is not None and (done := _ALL_TALKED.search(text)):
        yield from _of_pairs(known, frozenset(), done[0])
        return
    if kind is None or match is None or _ONE_GRADE.search(text) or "谈" not in text:
        return
    if any(each.start > match.start() and not text[each.end :].startswith("年级") for each in counts_in(text)):
        return
    whole = frozenset({*named_in(clause.sentence[: clause.start + len(text)], known[0].groups.get("member", ())), kind})
    if len(whole) > _ONE_AND_ALL or re.search(r"[没未](?!有?一|有例外)|尚|还[有差]|除", text):
        return
    yield from _of_pairs(known, whole, match[0])


def _of_pairs(known: Sequence[Facts], whole: Traits, mark: str) -> Iterator[Compared]:
    """That all pairs with these traits talked, with how many did."""
    pairs = [pair for facts in known for pair in facts.parts("pair", whole | {"谈过"}, whole)]
    rates = [Rate("", one.traits, one.value, of.value, f"{of.label}里谈过的", one.link) for one, of in pairs]
    if rates:
        yield Compared("rate", mark, rates, any(each.part == each.base for each in rates))
