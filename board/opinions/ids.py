"""The ids of opinions, which don't show the order in which they came in.

Readers who may not know who gave an opinion do see its id. With consecutive ids, a member who knows who came before
whom could tell the givers apart. So each id is drawn at random from the free ones and never changes; consecutive ids
from before this rule are kept.
"""

import secrets
from collections.abc import Collection

_DIGITS = 4


def draw(taken: Collection[str]) -> str:
    """Returns an unused id: `O-` and four digits, or more digits once half of those are taken."""
    digits = _DIGITS
    while len(taken) * 2 > 9 * 10 ** (digits - 1):
        digits += 1
    while True:
        drawn = f"O-{10 ** (digits - 1) + secrets.randbelow(9 * 10 ** (digits - 1))}"
        if drawn not in taken:
            return drawn
