"""The number of ballots that came by an open link from one network address.

Whoever sends too many at once is asked to wait, and the clerk learns of large numbers, since one person can send any
number of them. Addresses aren't kept (`guessing`).
"""

from collections import Counter

from board.errors import Invalid
from board.web.door.guessing import Guesses

# A whole meeting comes from one address.
MOST_A_MINUTE = 60
# Fewer are a meeting, a family or a class; up to half of all is nothing unusual.
NOTABLE, NOTABLE_SHARE = 20, 0.5
_PACE = Guesses(MOST_A_MINUTE, 60)
_came: dict[tuple[str, str], Counter[int]] = {}


def require_pace(address: str) -> None:
    """Raises Invalid if too many ballots came from an address within a minute."""
    if _PACE.are_too_many(address):
        message = "从这个网络交的人正多，请过一分钟再按一次。填的都还在。"
        raise Invalid({"device": message}, "还没有交")


def note(activity_id: str, round_id: str, address: str) -> None:
    """Counts a ballot of a round that came from an address."""
    _PACE.note(address)
    _came.setdefault((activity_id, round_id), Counter())[_PACE.bucket(address)] += 1


def most_from_one(activity_id: str, round_id: str) -> int:
    """Returns the number of a round's ballots from its busiest address since the server started.

    Returns 0 if it isn't worth mentioning: few, or no more than half of all.
    """
    came = _came.get((activity_id, round_id), Counter())
    most = max(came.values(), default=0)
    return most if most >= NOTABLE and most > NOTABLE_SHARE * came.total() else 0
