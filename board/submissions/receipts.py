"""Answers that a person deals with: a receipt that came as a file is kept, a refused submission is sent again."""

import json

from board.access import Actor, require, require_whole
from board.errors import BoardError
from board.store.store import Store
from board.store.trail.chain import Deed
from board.submissions.freezing import own
from board.submissions.sending import keep_answer, let_wait
from board.submissions.taking import is_receipt_of


def take_receipt(store: Store, actor: Actor, activity_id: str, content: bytes) -> int:
    """Keep a receipt that came as a file; returns the number it is of. Raises Refused, and BoardError for any other
    file."""
    require(actor, "submissions.send")
    require_whole(actor)
    try:
        found = json.loads(content)
        rows = [row for row in own(store, activity_id) if row["sha256"] == found["sha256"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        rows, found = [], {}
    if not rows or not is_receipt_of(found, rows[0]["unit_id"], rows[0]["number"], rows[0]["sha256"]):
        raise BoardError("不是本单位的回执", "这个文件不是哪一份上报的回执，或者被改过。", "请向上级重新要一份。")
    if not rows[0]["receipt"]:
        keep_answer(store, activity_id, rows[0]["sha256"], found, {})
    return int(rows[0]["number"])


def send_again(store: Store, actor: Actor, activity_id: str, sha256: str) -> None:
    """Let a submission that was refused wait to be sent again: what was in its way is mended. Raises Refused."""
    require(actor, "submissions.send")
    require_whole(actor)
    let_wait(store, activity_id, [sha256], Deed("submissions.send_again", actor, record=sha256[:12]))
