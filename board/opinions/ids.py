"""The ids of opinions, which say nothing of the order in which they came in.

Those who may not know who gave an opinion see its id. Were ids given in turn, a member who knows who came before whom
could tell one giver from the next. So each is drawn by chance among those that are free; it stays the same from then
on, and those that were given in turn before this rule keep theirs.
"""

import secrets
from collections.abc import Collection

_DIGITS = 4


def draw(taken: Collection[str]) -> str:
    """An id that no opinion of the activity has: `O-` and four digits, more where half of those are taken."""
    digits = _DIGITS
    while len(taken) * 2 > 9 * 10 ** (digits - 1):
        digits += 1
    while True:
        drawn = f"O-{10 ** (digits - 1) + secrets.randbelow(9 * 10 ** (digits - 1))}"
        if drawn not in taken:
            return drawn
