"""The bytes of signed papers, handed out exactly as they were kept."""

from hashlib import sha256
from typing import Literal

from board import clock
from board.access import Actor, allowed, require
from board.errors import BoardError
from board.papers.issuing.making import kind_of, require_part
from board.publication.actions import publications
from board.store.store import Store

Form = Literal["word", "pdf"]


def content(store: Store, actor: Actor, activity_id: str, paper_id: str, form: Form) -> bytes:
    """The Word or PDF of a signed paper.

    Raises Refused for somebody who may neither see papers nor, once a public one is published, what was published; and
    BoardError where there is no such paper, or its bytes are not those that were signed.
    """
    rows = store.rows("papers/current", activity_id=activity_id, paper_id=paper_id)
    if not (allowed(actor, "see.publication") and is_open(store, activity_id, paper_id)):
        require(actor, "see.papers")
    for row in rows:
        require_part(actor, store, row)
    if not rows or not rows[0][f"{form}_sha256"]:
        raise BoardError("没有这份文件", f"本活动里没有签发过的 {paper_id}。", "请刷新页面，核对编号。")
    digest = rows[0][f"{form}_sha256"]
    kept = store.rows("papers/content", sha256=digest)
    if not kept or sha256(kept[0]["content"]).hexdigest() != digest:
        raise BoardError("文件已损坏", f"{paper_id} 存下的文件和签发时不一样，不能下载。", "请从备份恢复。")
    return bytes(kept[0]["content"])


def is_open(store: Store, activity_id: str, paper_id: str) -> bool:
    """Whether a paper may be read by everybody: of a public kind, signed, and published by now."""
    rows = store.rows("papers/current", activity_id=activity_id, paper_id=paper_id)
    kind = kind_of(rows[0]["kind"]) if rows else None
    if kind is None or kind.audience != "public" or rows[0]["state"] != "signed":
        return False
    entered = publications(store, activity_id, clock.today())
    return bool((entered["published_on"].notna() & (entered["paper_id"] == paper_id)).any())
