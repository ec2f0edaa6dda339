"""Tells by the rest of its sentence that a count is of some only, or of more than is named. Pure.

查出问题八个，会后又补一个，共九个; 学生、党员、群众三类提了 16 条.
"""

import re
from collections.abc import Sequence

from board.report.text import numeral
from board.truth.clause import Claim
from board.truth.facts import Facts

# 查出问题八个，会后又补一个，共九个: at first so many.
_THEN_MORE = re.compile(
    r"^[^，,。；]{0,8}[，,][^，,。；\d]{0,8}(?:又|再|另|后来|随后|陆续)[^，,。；\d]{0,6}?"
    r"(?P<more>\d+|[一二两三四五六七八九十]+)[条项个件对份张][^，,。；\d]{0,6}[，,][^，,。；\d]{0,6}[共总计][^，,。；\d]{0,4}?"
    r"(?P<all>\d+|[一二两三四五六七八九十]+)[条项个件对份张]"
)
# 学生、党员、群众三类: one of them is called otherwise.
_SO_MANY_KINDS = re.compile(r"、[^，,。；]*([三四五六])(?:类|种|方|者)[^，,。；\d]{0,8}$")


def is_at_first(claim: Claim, sentence: str, known: Sequence[Facts]) -> bool:
    """Whether a count is of those at first, to which later ones are added up in its sentence to all there are."""
    then = _THEN_MORE.search(sentence[claim.number.end :])
    if then is None or claim.number.value + (numeral(then["more"]) or 0) != numeral(then["all"]):
        return False
    wholes = (fact.value for facts in known for fact in facts.counted(claim.thing, claim.traits))
    return numeral(then["all"]) in {*wholes}


def is_of_more(claim: Claim, sentence: str) -> bool:
    """Whether a count is of more kinds than its words are known to name: 学生、党员、群众三类提了 16 条."""
    kinds = _SO_MANY_KINDS.search(sentence[: claim.number.start])
    return kinds is not None and len(claim.together) < (numeral(kinds[1]) or 0)
