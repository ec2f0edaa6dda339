"""Papers of every kind on a day, as their tests take them, and letterheads of every form."""

from collections.abc import Mapping, Sequence
from datetime import date

from board.documents.paper_word import paper_word
from board.papers.blocks import Block, Letterhead, Paper
from board.papers.kinds import KINDS, choices, make
from board.store.store import Store
from tests.depth import walked

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


# One of each look in the gate: a text, one with tables, a form to sign, and a table on its side; a walk takes all.
_IN_GATE = ("rectified", "evaluation", "supervision", "ledger")
# Those of a school; a bureau's are tested beside its pages.
_OF_SCHOOL = [code for code, kind in KINDS.items() if not kind.is_of_units]
CODES = [*_IN_GATE, *walked(*(code for code in _OF_SCHOOL if code not in _IN_GATE))]


def word_of(unit: str, title: str, blocks: Sequence[Block], dated: date = date(2026, 12, 11)) -> bytes:
    """Writes blocks as a paper of a unit, without a letterhead, as Word."""
    return paper_word(Paper("", title, Letterhead(unit, dated=dated), tuple(blocks), dated, 0))


def options_of(store: Store, activity_id: str, as_of: date, code: str) -> dict[str, str]:
    """Returns the first choice of each option of a kind."""
    every = choices(store, activity_id, as_of, code)
    return {name: next(iter(values)) for name, values in every.items() if values}


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
