"""The items in a published paper (整改情况公示), read from the paper itself: so nothing else can appear. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from board.papers.blocks import Figure, Heading, Paper, Paragraph, Parts, figures, text_of

# How far the items are, in their order along a bar: the names of the paper's figures.
STATES = ("已销号", "待验收", "整改中", "未启动")
BESIDE = ("逾期", "创造条件")


@dataclass(frozen=True)
class Item:
    """An item as the paper has it. state: the heading above it; problem: its first words; more: the rest."""

    item_id: str
    state: str
    problem: str
    more: str


def items(paper: Paper) -> list[Item]:
    """The items of a paper in their order: numbered paragraphs that name one record."""
    found, heading = [], ""
    for block in paper.blocks:
        if isinstance(block, Heading) and block.level == 1:
            heading = text_of(block.parts)
        elif isinstance(block, Paragraph) and block.level and (item_id := _id(block.parts)):
            found.append(Item(item_id, heading, text_of(block.parts[:1]), text_of(block.parts[1:]).lstrip("。")))
    return found


def _id(parts: Parts) -> str:
    names = [part.ref for part in parts if isinstance(part, Figure) and part.kind == "id"]
    return names[0] if len(names) == 1 else ""


def counts(paper: Paper) -> Mapping[str, int]:
    """How many items there are in all, in each state, late and waiting, as the paper says it: by the figure's name."""
    wanted = {"整改事项", *STATES, *BESIDE}
    return {
        each.name: int("".join(filter(str.isdigit, each.text)))
        for each in figures(paper)
        if each.kind == "count" and each.name in wanted
    }
