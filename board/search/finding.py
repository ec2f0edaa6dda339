"""One search over everything a person may see of an activity on a day: by number, by text, by person, by page.

It searches the same frames that the pages show (`search.kinds`), so that nothing is found that its page wouldn't show
to the same person. Nothing is read or computed before somebody searches.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from board.access import allowed
from board.navigation import NAVIGATION
from board.search.kinds import KINDS, PLACES, Filters, Kind, Line, Reader, lines, named
from board.wording import shortened

MOST = 5
_LONGEST = 90
_AROUND = 20
_NUMBER = re.compile(r"([a-z]+)-?0*(\d+)$")


@dataclass(frozen=True)
class Hit:
    """A record, a person or a page: its number or "", what it is about, another text in it with the words or "", and
    the page with the filters that open it."""

    number: str
    text: str
    where: str
    subject: str
    filters: Filters


@dataclass(frozen=True)
class Group:
    """The hits of one kind, at most MOST of `count`. `more`: the filters of `subject` that show all of them there."""

    word: str
    subject: str
    hits: tuple[Hit, ...]
    count: int
    more: Filters | None = None


def search(reader: Reader, text: str) -> list[Group]:
    """Returns the hits that contain every word of the text, by kind: pages, people, then records in the order of
    `KINDS`.

    A number may be typed without hyphen and leading zeros: r7 is R-007. The kind of a record with that number comes
    first.
    """
    words = text.casefold().split()
    if not words:
        return []
    groups = [_group("页面", list(_pages(reader, words))), _group("人员", list(_people(reader, words)))]
    groups += [_records(reader, kind, words) for kind in KINDS if allowed(reader.actor, f"see.{kind.subject}")]
    number = _plain_number("".join(words))
    shown = [group for group in groups if group.hits]
    return sorted(shown, key=lambda group: _plain_number(group.hits[0].number) != number)


def _plain_number(text: str) -> str:
    """A record's number without hyphen and leading zeros; any other text unchanged."""
    number = _NUMBER.match(text.casefold())
    return f"{number[1]}{number[2]}" if number else text.casefold()


def _group(word: str, hits: list[Hit]) -> Group:
    return Group(word, "", tuple(hits[:MOST]), len(hits))


def _pages(reader: Reader, words: list[str]) -> Iterator[Hit]:
    for entry in (entry for entries in NAVIGATION.values() for entry in entries):
        if allowed(reader.actor, f"see.{entry.subject}") and all(word in entry.title for word in words):
            yield Hit("", entry.title, entry.question, entry.subject, {})


def _people(reader: Reader, words: list[str]) -> Iterator[Hit]:
    """People whose names contain the words, at each place where they are named, with the number of rows there."""
    for place in (place for place in PLACES if allowed(reader.actor, f"see.{place.subject}")):
        for name, count in named(reader, place).items():
            if all(word in name.casefold() for word in words):
                yield Hit("", name, f"{place.what} {count} {place.unit}", place.subject, place.filters(name))


def _records(reader: Reader, kind: Kind, words: list[str]) -> Group:
    number = _plain_number("".join(words))
    known, others = [], []
    for line in lines(reader, kind):
        if _plain_number(line.number) == number:
            known.append(line)
        elif all(word in line.folded for word in words):
            others.append(line)
    found = known + others
    hits = tuple(_hit(kind, line, words) for line in found[:MOST])
    # The page searches for one text, and doesn't know other spellings of a number.
    is_found_there = kind.more and len(words) == 1 and all(words[0] in line.folded for line in known)
    return Group(kind.word, kind.subject, hits, len(found), {kind.more: words[0]} if is_found_there else None)


def _hit(kind: Kind, line: Line, words: list[str]) -> Hit:
    shown = f"{line.number}\n{line.text}".casefold()
    hidden = next((word for word in words if word not in shown), "")
    places = line.searched.split("\n") if hidden else []
    where = next((around(place, hidden) for place in places if hidden in place.casefold()), "")
    first = next((word for word in words if word in line.text.casefold()), "")
    number = line.number if kind.is_known_by_number else ""
    return Hit(number, around(line.text, first, _LONGEST), where, kind.subject, kind.opens(line.number))


def around(text: str, word: str, length: int = 2 * _AROUND) -> str:
    """Returns the text on one line, cut to a number of characters around the word."""
    single = " ".join(text.split())
    place = single.casefold().find(word)
    if len(single) <= length or place <= length - _AROUND:
        return shortened(single, length)
    return "…" + shortened(single[place - _AROUND :], length)
