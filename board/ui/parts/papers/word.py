"""A paper of a page's records as Word, with no more letterhead than the unit's name and the day."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from board.documents.paper_word import paper_word
from board.papers.blocks import Letterhead
from board.papers.kinds import make
from board.ui.parts.downloads import download
from board.ui.parts.visit import Visit

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_button(
    visit: Visit,
    code: str,
    options: Mapping[str, str],
    label: str,
    file_name: str,
    dated: date | None = None,
    **look: Any,
) -> None:
    """Draws a button that downloads a paper of a kind as of the visit's day, which it is dated by unless another is
    given; it is made only on demand."""
    make_it = partial(_paper, visit, code, options, dated or visit.as_of)
    download(label, make=make_it, file_name=file_name, mime=WORD, **look)


def _paper(visit: Visit, code: str, options: Mapping[str, str], dated: date) -> bytes:
    about = visit.activity
    head = Letterhead(about.unit_name, dated=dated)
    return paper_word(make(visit.store, about.activity_id, visit.as_of, code, head, options=options))
