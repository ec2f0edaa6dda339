"""The answer to a page's question, in the same place on every page: large, below the title, its numbers are links."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from board.answer import Answer, Part, Words
from board.ui.parts.links import LINKS, address, of_every_page, when_followed
from board.ui.parts.visit import Visit
from board.web.browser.modules import Element

_LINE = Element(
    "board_answer",
    html='<p class="answer"></p>',
    js=LINKS + Path(__file__).with_name("answer.js").read_text("utf-8"),
    is_apart=False,
)


def show_answer(visit: Visit, subject: str, answer: Answer, *, is_dated: bool = True) -> None:
    """Draws the answer of a subject's page. A part is a link only if the person may see the page it opens.

    is_dated: the answer is about the visit's day; a past day is then named.
    """
    lead = (f"截至 {visit.as_of:%m-%d}，",) if is_dated and visit.is_past else ()
    here = of_every_page()
    lines = [_drawn(visit, words, here) for words in ((*lead, *answer.words), answer.more)]
    parts = [each for each in (*answer.words, *answer.more) if isinstance(each, Part)]
    targets = [each.opens for each in parts if each.opens and visit.may(f"see.{each.opens[0]}")]
    key = f"answer_{subject}"
    _LINE([{"words": lines[0], "more": lines[1]}], key=key, on_went_change=when_followed(key, targets))


def _drawn(visit: Visit, words: Sequence[Words], here: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """Returns a sentence with its full stop as the browser takes it: text, is_bad, address ("" if it opens nothing).

    here: see `links.address`."""
    drawn = []
    for each in (*words, "。") if words else ():
        named = Part(each) if isinstance(each, str) else each
        opens = named.opens if named.opens and visit.may(f"see.{named.opens[0]}") else None
        drawn.append({"text": named.text, "is_bad": named.is_bad, "address": address(*opens, here) if opens else ""})
    return drawn
