"""分析检查报告 as a paper: a version's sections in their order, to be issued once it is final."""

from collections.abc import Mapping
from datetime import date

from board.errors import BoardError
from board.papers.asked import Asked, lines
from board.papers.blocks import Block, Heading, Paper, Paragraph, Quoted
from board.report import reading
from board.store.frames import each_row
from board.store.store import Store
from board.truth.versions import left_to_mend, standing
from board.words import REPORT_STAGE


def versions_of(store: Store, activity_id: str, as_of: date) -> Mapping[str, str]:
    """The versions there were on a day, the final one first, then the newest."""
    rows = reading.versions(store, activity_id, as_of).iloc[::-1]
    rows = rows.sort_values("stage", key=lambda stage: stage != "final", kind="stable")
    return {row.version_id: f"{row.version_id}　{REPORT_STAGE[row.stage]}" for row in each_row(rows)}


def text(stage: str, sections: Mapping[str, str]) -> list[Block]:
    """The sections of a version at a stage, in words, each under its heading; empty ones are only headings."""
    blocks: list[Block] = [] if stage == REPORT_STAGE["final"] else [Paragraph((f"（{stage}）",), style="centred")]
    for section, content in sections.items():
        blocks += [Heading(1, (Quoted(section),)), *lines(content)]
    return blocks


def report(asked: Asked) -> Paper:
    """分析检查报告 (option `version`)."""
    every = reading.versions(asked.store, asked.activity_id, asked.as_of)
    found = every[every["version_id"] == asked.options.get("version")]
    if found.empty:
        raise BoardError("还没有分析检查报告", "没有选版本，或者到这一天还没有写。", "请先写分析检查报告。")
    version = found.iloc[0]
    stage = REPORT_STAGE[version["stage"]]
    sections = reading.sections(asked.store, asked.activity_id, asked.as_of)
    sections = sections[sections["version_id"] == version["version_id"]]
    is_final = version["stage"] == "final"
    blocks = text(stage, dict(zip(sections["section"], sections["content"], strict=True)))
    missing = [] if is_final else [f"这一版还是{stage}，没有定稿。"]
    empty = sections[sections["content"] == ""]["section"].tolist()
    missing += [f"这些部分还没有写：{'、'.join(empty)}。"] if empty else []
    missing += left_to_mend(standing(asked.store, asked.activity_id, version["version_id"], asked.as_of))
    return asked.paper("report", "领导班子分析检查报告", blocks, missing)
