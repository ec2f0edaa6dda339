"""更正: what was wrong in a paper that was issued, on its own day, and how it should read."""

from dataclasses import dataclass
from datetime import date

from board.papers.asked import Asked
from board.papers.blocks import Block, Day, Figure, Heading, Paper, Paragraph, Parts, Quoted
from board.papers.issuing.moved import Moved

TEXTS = {"why": "为什么错了"}
OPTION = "corrected"


@dataclass(frozen=True)
class Corrected:
    """The paper that is corrected: its id, title, number (""), day, and the figures that were wrong."""

    paper_id: str
    title: str
    number: str
    dated: date
    wrong: tuple[Moved, ...]


_NONE = Corrected("", "", "", date.min, ())


def notice(asked: Asked) -> Paper:
    """The correction of a paper. The option `corrected` is what it corrects."""
    about: Corrected = asked.options.get(OPTION, _NONE)  # type: ignore[assignment]
    number = f"（{about.number}）" if about.number else ""
    named: Parts = (
        "《",
        Quoted(about.title, about.paper_id),
        "》",
        *([Quoted(number, about.paper_id)] if number else []),
    )
    blocks: list[Block] = [Paragraph((Day(about.dated), "印发的", *named, "中，下列数字有误，现更正如下。"))]
    blocks += [_line(each, about.paper_id) for each in about.wrong]
    why = asked.written("why")
    blocks += [Heading(1, ("更正的原因",)), *why] if why else []
    missing = [] if about.wrong else ["原件里选定的数字，按那一天的记录没有错，不用更正。"]
    missing += asked.unwritten("why", "还没有写为什么错了。")
    return asked.paper("correction", f"关于更正《{about.title}》的说明", blocks, missing)


def _line(wrong: Moved, paper_id: str) -> Paragraph:
    name, kind, ref = wrong.key[:3]
    was = Figure(wrong.was, "corrected", paper_id, name)
    parts = ("“", Quoted(f"…{wrong.sentence}…", paper_id), "”一处，“", was)
    if not wrong.now:
        return Paragraph((*parts, "”应删去。"), level=3)
    return Paragraph((*parts, "”应为“", Figure(wrong.now, kind, ref, name), "”。"), level=3)
