"""A paper's content as text, to be kept and read back: the same content always gives the same text. Pure.

The text says all that the paper was made of: letterhead, words, figures with what they refer to, tables, pictures.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from board.papers import blocks
from board.papers.blocks import Figure, Heading, Paper, Paragraph, Parts, Table, text_of

_CLASS, _BYTES, _DAY = "=", "=bytes", "=day"
_AROUND = 24  # characters of a sentence shown on each side of a figure


@dataclass(frozen=True)
class Placed:
    """A figure of a paper. key: its name, kind and reference, and which of those that share them it is. sentence: the
    words around it."""

    key: tuple[str, ...]
    text: str
    sentence: str


def to_text(paper: Paper) -> str:
    """The whole content as JSON."""
    return json.dumps(_plain(paper), ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Paper:
    """The content that `to_text` wrote."""
    paper: Paper = _made(json.loads(text))
    return paper


def digest(paper: Paper) -> str:
    """The SHA-256 of what a reader sees, whatever version of the data it was made from."""
    return sha256(to_text(replace(paper, data_version=0)).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {_CLASS: type(value).__name__} | {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        return {_BYTES: base64.b64encode(value).decode()}
    return {_DAY: value.isoformat()} if isinstance(value, date) else value


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_made(each) for each in value)
    if not isinstance(value, dict):
        return value
    if _BYTES in value:
        return base64.b64decode(value[_BYTES])
    if _DAY in value:
        return date.fromisoformat(value[_DAY])
    made = {name: _made(each) for name, each in value.items() if name != _CLASS}
    return getattr(blocks, value[_CLASS])(**made)


def placed(paper: Paper) -> list[Placed]:
    """Every figure of a paper in order, with the words around it."""
    seen: dict[tuple[str, ...], int] = {}
    listed = []
    for parts in _lines(paper):
        for place, each in enumerate(parts):
            if isinstance(each, Figure):
                about = (each.name, each.kind, each.ref)
                seen[about] = seen.get(about, 0) + 1
                before, behind = text_of(parts[:place]), text_of(parts[place + 1 :])
                around = f"{before[-_AROUND:]}{each.text}{behind[:_AROUND]}"
                listed.append(Placed((*about, str(seen[about])), each.text, around))
    return listed


def _lines(paper: Paper) -> Iterator[Parts]:
    """Yields what is read together: the parts of each heading and paragraph, and of each row of a table."""
    for block in (*paper.blocks, *(block for each in paper.attachments for block in each.blocks)):
        if isinstance(block, Heading | Paragraph):
            yield block.parts
        elif isinstance(block, Table):
            for row in block.rows:
                yield tuple(part for cell in row for part in (*cell, " "))


def editable(paper: Paper) -> dict[str, str]:
    """The parts of a paper that are the clerk's to write: key → how the part reads now, in their order."""
    blocks = (*paper.blocks, *(block for each in paper.attachments for block in each.blocks))
    return {block.key: text_of(block.parts) for block in blocks if isinstance(block, Paragraph) and block.is_editable}
