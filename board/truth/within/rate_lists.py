"""Whether a share is a rate that its clause doesn't name: of a list of rates, or of all that is done. Pure."""

import re

from board.report.text import Number, counts_in, shares_in
from board.truth.clause import Clause
from board.truth.facts import Facts, share_agrees
from board.truth.rates import RATE

# 教职工的 96.2%: an entry of a list of rates.
_ENTRY = re.compile(r"[^，,。；占\d]{1,10}")


def is_of_all_done(share: Number, facts: Facts) -> bool:
    """Whether a share is that of all items, or tasks, that are done: 整改完成 9 项，销号 6 项，完成率 30.0%."""
    rated = (each for name in ("整改完成率", "任务完成率") for each in facts.rated(name, frozenset()))
    return any(share_agrees(share, each.share) for each in rated)


def continues_rates(clause: Clause) -> bool:
    """Whether a clause is an entry of a list of rates: 家长意见的反馈率 75.0%，教职工的 96.2%."""
    shares = shares_in(clause.text)
    before = list(RATE.finditer(clause.sentence[: clause.start]))
    if len(shares) != 1 or not before or clause.claims or RATE.search(clause.text):
        return False
    since = clause.sentence[before[-1].end() : clause.start]
    is_entry = _ENTRY.fullmatch(clause.text[: shares[0].start]) and "占" not in since
    return bool(is_entry) and bool(shares_in(since)) and not counts_in(since)
