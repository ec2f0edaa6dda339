"""Papers of every kind on a day, as their tests take them, and letterheads of every form."""

from collections.abc import Mapping
from datetime import date

from board.papers.blocks import Letterhead, Paper
from board.papers.kinds import KINDS, make
from board.store.store import Store

PLAIN = Letterhead("中心小学", dated=date(2026, 12, 14))
RED = Letterhead(
    "中心小学",
    "心小〔2026〕3号",
    addressee="各年级组、各处室",
    copies="镇中心校",
    dated=date(2026, 12, 14),
    form="red",
)
LETTER = Letterhead("中心小学", "心小函〔2026〕1号", addressee="镇中心校", dated=date(2026, 12, 14), form="letter")


def options_of(store: Store, activity_id: str, as_of: date, code: str) -> dict[str, str]:
    """Returns the first choice of each option of a kind."""
    every = {option.name: list(option.choices(store, activity_id, as_of)) for option in KINDS[code].options}
    return {name: choices[0] for name, choices in every.items() if choices}


def paper_of(
    store: Store,
    activity_id: str,
    as_of: date,
    code: str,
    letterhead: Letterhead = RED,
    texts: Mapping[str, str] | None = None,
) -> Paper:
    """Makes a paper of a kind with the first choice of each of its options."""
    return make(store, activity_id, as_of, code, letterhead, texts, options_of(store, activity_id, as_of, code))
