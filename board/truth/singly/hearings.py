"""Compares how a sentence says that a group was heard on the report with how it was. Pure.

教职工一方以座谈会形式听取, where it was heard in writing.
"""

import re
from collections.abc import Iterator

from board.report.text import clauses
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact
from board.truth.vocabulary import named_in
from board.truth.words import REPORT, is_elsewhere

# A way of hearing as a text says it → what the way on record has in its name.
_WAYS = (("座谈", r"座谈会?(?=形式|方式|听取|征求|上|的形式|的方式)"), ("书面", r"书面(?!材料|通知|答复|反馈|报告)"))
_HEARD = re.compile(r"听取|征求|听了")
_OF_REPORT = "报告"


def heard_by(sentence: str, before: str, facts: Facts) -> Iterator[Compared]:
    """Yields the ways in which a sentence says that one group was heard on the report.

    before: the sentences before it in its paragraph, which may say that the report is spoken of.
    """
    if not REPORT.search(f"{before}{sentence}") or not _HEARD.search(sentence):
        return
    groups = facts.groups.get("group", ())
    for start, end in clauses(sentence):
        clause = sentence[start:end]
        named = list(dict.fromkeys(named_in(clause, groups, facts.words.get("ballot", {}))))
        if len(named) != 1 or is_elsewhere(clause):
            continue
        known = [each for each in facts.happenings if each.about == f"{named[0]}{_OF_REPORT}"]
        for way, pattern in _WAYS:
            match = re.search(pattern, clause)
            if match and known:
                ways = "、".join(dict.fromkeys(each.kind for each in known))
                label = f"就报告听取{named[0]}的方式是{ways}，{way}的次数是"
                record = Fact("heard", frozenset(), 0, label, ("report", {}))
                yield Compared("figure", match[0], [record], way in ways)
