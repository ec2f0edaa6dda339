"""文种: the kinds of papers, one row each, and making one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from board.activity.activities import activity
from board.papers import correction, rectified
from board.papers.asked import Asked
from board.papers.blocks import Letterhead, Paper
from board.store.store import Store


@dataclass(frozen=True)
class Option:
    """A choice to make before a paper can be made; choices: value → its words, of a day, the likeliest first."""

    name: str
    word: str
    choices: Callable[[Store, str, date], Mapping[str, str]]


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper. audience: "public" papers hold nothing that the public may not read.

    texts: the key of each text that the clerk may write → its words. form: the letterhead's form that it usually has.
    published: as what 通报与公开 enters it (`words.PUBLISHED`); "": it isn't published.
    """

    code: str
    word: str
    audience: Literal["internal", "public"]
    make: Callable[[Asked], Paper]
    texts: Mapping[str, str]
    options: tuple[Option, ...] = ()
    form: Literal["plain", "red", "letter"] = "plain"
    published: str = ""


KINDS: dict[str, PaperKind] = {
    kind.code: kind
    for kind in (
        PaperKind("rectified", "整改情况通报", "internal", rectified.briefing, rectified.TEXTS, (), "red", "briefing"),
        PaperKind(
            "rectified_public", "整改情况公示", "public", rectified.notice, rectified.TEXTS, published="rectification"
        ),
        PaperKind("correction", "更正", "public", correction.notice, correction.TEXTS, (), "plain", "briefing"),
    )
}


def make(
    store: Store,
    activity_id: str,
    as_of: date,
    code: str,
    letterhead: Letterhead,
    texts: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> Paper:
    """Makes a paper of a kind as of a day. texts: by key; options: by name.

    Raises BoardError where what it would be about doesn't exist.
    """
    about = activity(store, activity_id)
    return KINDS[code].make(Asked(store, about, as_of, letterhead, texts or {}, options or {}))
