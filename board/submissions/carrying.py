"""转报 by file: where no network reaches the superior, all that waits is carried to it at once, and its receipts back.

A carried file is a line with the length of each forwarded file, then these, byte for byte as they would be sent; each
is held to its own seals and its turn. Carried again it brings nothing twice, and the same receipts come back.
"""

import json
from collections.abc import Iterator

from board.access import Actor, require, require_whole
from board.errors import BoardError, ServersFault
from board.store.store import Row, Store
from board.store.trail.chain import Deed
from board.submissions.forwarding import about_of, keep_answers, waiting_files, ways_of
from board.submissions.taking import NotTaken, is_receipt_of, receipt_text
from board.submissions.taking_forwarded import take_forwarded

ENDING = ".chagaiup"
BIGGEST = 100 * 2**20
_FORMAT, _RECEIPTS = "chagai-carried-1", "chagai-receipts-1"
_MOST = 20_000  # files in one
_SHOWN = 5


def carried(store: Store, actor: Actor, activity_id: str) -> bytes:
    """All that waits to be forwarded, up to BIGGEST, as one file; what is left goes with the next, once the receipts of
    this one are kept. Raises Refused."""
    require(actor, "submissions.send")
    require_whole(actor)
    parts, size = list[bytes](), 0
    for way in ways_of(store):
        for _, cover, enclosed in waiting_files(way) if way.activity_id == activity_id else ():
            size += len(cover.content) + len(enclosed)
            if size > BIGGEST - 2**20 or len(parts) == _MOST:
                return _joined(parts)
            parts.append(cover.content + enclosed)
    return _joined(parts)


def _joined(parts: list[bytes]) -> bytes:
    head = " ".join([_FORMAT, *(str(len(part)) for part in parts)])
    return head.encode() + b"\n" + b"".join(parts)


def _parts(content: bytes) -> Iterator[bytes]:
    """Yields the forwarded files of a carried one. Raises BoardError before the first for any other file."""
    head, _, rest = content.partition(b"\n")
    name, *words = head.decode("ascii", "replace").split(" ")
    if (
        name != _FORMAT
        or len(words) > _MOST
        or not all(word.isdecimal() and len(word) < len(f"{BIGGEST}0") for word in words)
    ):
        raise _refused("不是转报的文件", "文件的开头不对。")
    lengths = [int(word) for word in words]
    if len(content) > BIGGEST or sum(lengths) != len(rest):
        raise _refused("文件不完整", "只传来一部分，或者太大。")
    return _cut(rest, lengths)


def _cut(rest: bytes, lengths: list[int]) -> Iterator[bytes]:
    begin = 0
    for length in lengths:
        yield rest[begin : begin + length]
        begin += length


def take_carried(store: Store, actor: Actor, content: bytes) -> tuple[list[Row], list[str]]:
    """Take each file of a carried one that can be taken; returns the receipts and, in words, why others weren't taken.

    Raises Refused, and BoardError for any other file, with an entry in the trail.
    """
    require(actor, "submissions.take")
    require_whole(actor)
    try:
        parts = _parts(content)
    except BoardError as error:
        store.note(Deed("submissions.refuse", actor, record=error.title))
        raise
    receipts, refusals = list[Row](), list[str]()
    for part in parts:
        try:
            receipts.append(take_forwarded(store, part))
        except ServersFault:
            raise
        except NotTaken as refusal:
            refusals.append(str(refusal))
    return receipts, refusals


def shown(refusals: list[str]) -> list[str]:
    """The first of why files weren't taken, each once."""
    return list(dict.fromkeys(refusals))[:_SHOWN]


def receipts_text(receipts: list[Row]) -> str:
    """The receipts as the file that is carried back."""
    return "\n".join([_RECEIPTS, *map(receipt_text, receipts)])


def take_receipts(store: Store, actor: Actor, activity_id: str, content: bytes) -> int:
    """Keep the receipts that came back; returns how many were new. Raises Refused, and BoardError for any other file,
    or if one isn't of what waits here or was waiting."""
    require(actor, "submissions.send")
    require_whole(actor)
    name, *lines = content.decode("utf-8", "replace").split("\n")
    receipts = [_parsed(line) for line in lines]
    if name != _RECEIPTS or None in receipts:
        raise _foreign("文件不是一份回执，或者被改过。")
    of_sha256 = {each["sha256"]: each for each in receipts if each}
    count = 0
    for way in ways_of(store):
        found = []
        for document, cover, _ in waiting_files(way) if way.activity_id == activity_id else ():
            receipt = of_sha256.get(cover.sha256)
            if receipt is None:
                continue
            if not is_receipt_of(receipt, **about_of(way, document, cover)):
                raise _foreign("有一份回执的签名不对。")
            words = {"receipt": receipt_text(receipt), "refusal": ""}
            found.append({"submission_no": document["number"], "sha256": cover.sha256, **words})
        if found:
            keep_answers(way, found, Deed("submissions.answer", actor))
        count += len(found)
    return count


def _parsed(line: str) -> Row | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("sha256"), str) else None


def _foreign(message: str) -> BoardError:
    return BoardError("不是转报的回执", message, "请向上级重新要一份。")


def _refused(title: str, message: str) -> BoardError:
    return BoardError(title, message, "没有收下。请转报的单位重新下载一次。")
