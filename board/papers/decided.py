"""会议纪要: what a meeting with slides was shown and decided, as it was put down; no discussion by name."""

import re
from collections.abc import Mapping
from datetime import date

from board.errors import BoardError
from board.papers.asked import Asked, lines
from board.papers.blocks import Block, Heading, Paper, Paragraph, Quoted
from board.sittings import views
from board.store.frames import each_row
from board.store.store import Store
from board.typed import printable

TEXTS = {"more": "补充的话"}
# Headings and numbers as the draft of minutes has them (`sittings.minutes`), which the paper numbers anew.
_HEADING, _NUMBER = re.compile(r"^[一二三四五六七八九十]+、"), re.compile(r"^\d+[.．]\s*")


def sittings_of(store: Store, activity_id: str, as_of: date) -> Mapping[str, str]:
    """The meetings held with slides by a day, the newest first."""
    return {
        row.sitting_id: f"{row.sitting_id}　{row.title}" for row in each_row(views.shown(store, activity_id, as_of))
    }


def minutes(asked: Asked) -> Paper:
    """会议纪要 (option `sitting`)."""
    every = views.shown(asked.store, asked.activity_id, asked.as_of)
    found = every[every["sitting_id"] == asked.options.get("sitting")]
    if found.empty:
        raise BoardError("还没有开过会", "没有选会议，或者到这一天还没有用幻灯片开过会。", "请在“会议”里开会。")
    row = found.iloc[0]
    ref = str(row["sitting_id"])
    text = printable(row["minutes"])
    blocks: list[Block] = [_block(line.strip(), ref) for line in text.split("\n") if line.strip()]
    blocks += asked.written("more")
    missing = [] if text else ["还没有写纪要。"]
    missing += ["会还没有散。"] if row["state"] != "closed" else []
    missing += ["纪要里还有“待补”的地方。"] if "（待补）" in text else []
    waiting = int(row["waiting_count"])
    missing += ["议定的事项还有没确认的。"] if waiting else []
    return asked.paper("minutes", f"{row['kind']}纪要", blocks, missing)


def _block(line: str, ref: str) -> Block:
    if _HEADING.match(line):
        return Heading(1, (Quoted(_HEADING.sub("", line), ref),))
    if _NUMBER.match(line):
        return Paragraph((Quoted(_NUMBER.sub("", line), ref),), level=3)
    return lines(line, ref)[0]
