"""Compares whose a sentence says a problem is that it retells, by words that name it after the member. Pure.

个人问题中，教学副校长的是留守学生联系卡两年没有更新, where it is 德育副校长's.
"""

import re
from collections.abc import Iterator

from board.truth.facts import Compared, Facts, Passage
from board.truth.ledgers import Fact
from board.truth.singly.alike import ByPairs
from board.truth.words import is_elsewhere, is_of_others

_NOT_OF_PROBLEMS = re.compile("意见|批评|建议|牵头|逾期|销号|谈心|提纲|对照|整改事项|[自互]评|回应|表态|说")
_ALIKE, _MANY = 4, 4


def whose_problem(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the member whose problem a sentence says is one that is somebody else's on record.

    earlier: the sentences before it in its paragraph, of which the last may say that it is of problems.
    """
    spoken = f"{earlier[-40:]}{sentence}"
    if "问题" not in spoken or _NOT_OF_PROBLEMS.search(sentence) or is_of_others(sentence) or is_elsewhere(sentence):
        return
    members = "|".join(map(re.escape, sorted(facts.groups.get("member", ()), key=len, reverse=True))) or "(?!)"
    named = re.compile(
        rf"(?<![副原老前])(?P<who>{members})(?:同志)?(?:本人)?的(?:问题|毛病)?(?:是|在于)(?P<what>[^，,。；]{{5,40}})"
    )
    for match in named.finditer(sentence):
        problem = facts.passages.asked(problem_of, match["what"])
        if problem is not None and problem.whose:
            label = f"{problem.label.split()[0]} 是{problem.whose}的，记在{match['who']}名下的个数是"
            record = Fact("passage", frozenset(), int(problem.whose == match["who"]), label, problem.link)
            yield Compared("figure", match["who"], [record], problem.whose == match["who"])


def problem_of(words: str, known: ByPairs[Passage]) -> Passage | None:
    """The problem of somebody that words retell, where none of another's has as many of them."""
    nearest = [(count, each) for count, each in known.shared(words, _MANY) if each.whose]
    is_clear = nearest and nearest[0][0] >= _ALIKE and all(count < nearest[0][0] for count, _ in nearest[1:])
    return nearest[0][1] if is_clear else None
