"""发言提纲: one member's paper for the democratic life meeting, or those of all, under the four mirrors."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from board.activity.activities import Activity, people
from board.meeting import outlines
from board.papers.asked import Asked
from board.papers.blocks import Block, Column, NewPage, Paper, Paragraph, Parts, Quoted, Table
from board.store.frames import each_row
from board.store.store import Store
from board.typed import printable

ALL = "all"
_COLUMNS = {"对照": 3.8, "方面": 2.2, "查找到的问题": 8.0, "分工": 2.4}
# Empty lines per mirror, to write by hand or in Word.
_BLANK_LINES = 2


def members_of(store: Store, activity_id: str, as_of: date) -> Mapping[str, str]:
    """The members of the leading group, and all of them."""
    everyone = people(store, activity_id)
    members = everyone[everyone["is_member"].astype(bool)]
    return {**dict(zip(members["person_id"], members["name"], strict=True)), ALL: "全部成员"}


def paper(asked: Asked) -> Paper:
    """发言提纲 (option `member`: an id or ALL; `blank`: "1" leaves room instead of the findings)."""
    everyone = people(asked.store, asked.activity_id)
    members = everyone[everyone["is_member"].astype(bool)]
    chosen = asked.options.get("member", ALL)
    members = members if chosen == ALL else members[members["person_id"] == chosen]
    findings = outlines.outlines(asked.store, asked.activity_id, asked.as_of)
    mirrors = outlines.questions(asked.store, asked.activity_id)
    duties = dict(zip(members["name"], members["field"], strict=True))
    blocks = pages(_head(asked.activity), duties, mirrors, findings.head(0) if asked.options.get("blank") else findings)
    missing = [
        f"{name}还没有写的对照：{'、'.join(empty)}。"
        for name in duties
        if (empty := [mirror for mirror in mirrors if _own(findings, name, mirror).empty])
    ]
    first = next(iter(duties), "")
    return asked.paper("outline", f"{printable(first)}发言提纲", blocks, missing, is_signed=False)


def pages(head: str, duties: Mapping[str, str], mirrors: Mapping[str, str], findings: pd.DataFrame) -> list[Block]:
    """One paper a member, each but the first with its title on a page of its own: their duties (分工), and under every
    mirror, with what is looked for there, the findings, or room to write them.

    Takes the line that names unit, activity and stage, which an import checks; the members' names with their fields of
    work; the mirrors in order with their questions; and `outlines.outlines` (empty: blank papers, to be filled in).
    """
    blocks: list[Block] = []
    for name, duty in duties.items():
        blocks += [NewPage(f"{printable(name)}发言提纲")] if blocks else []
        blocks.append(Paragraph((Quoted(head),), style="centred"))
        if duty:
            blocks.append(Paragraph(("分工：", Quoted(printable(duty))), style="centred"))
        blocks.append(_table(mirrors, findings[findings["member_name"] == name]))
    return blocks


def _head(about: Activity) -> str:
    return printable(f"{about.unit_name}　{about.name}　{about.stage}")


def _own(findings: pd.DataFrame, name: str, mirror: str) -> pd.DataFrame:
    return findings[(findings["member_name"] == name) & (findings["mirror"] == mirror)]


def _table(mirrors: Mapping[str, str], own: pd.DataFrame) -> Table:
    rows = [row for mirror, question in mirrors.items() for row in _under(mirror, question, own)]
    return Table(tuple(Column(word, width) for word, width in _COLUMNS.items()), tuple(rows))


def _under(mirror: str, question: str, own: pd.DataFrame) -> list[tuple[Parts, ...]]:
    mine = each_row(own[own["mirror"] == mirror])
    found = [(row.aspect, row.content, row.duty) for row in mine] or [("", "\n" * _BLANK_LINES, "")]
    rows: list[tuple[Parts, ...]] = []
    for place, (aspect, content, duty) in enumerate(found):
        head = f"{mirror}\n{question}".strip() if place == 0 else mirror
        rows.append(tuple((Quoted(text if isinstance(text, str) else ""),) for text in (head, aspect, content, duty)))
    return rows
