"""征求意见汇总: who was heard and how, what was said, and what was answered; nobody can be known from it."""

import pandas as pd

from board.activity import activities
from board.opinions.actions import opinions
from board.opinions.disclosure import SMALL, UNSORTED, disclosed
from board.opinions.figures import by_aspect, by_theme, heard
from board.opinions.views import channels_and_givers
from board.papers.asked import Asked, count, quoted, seen_in
from board.papers.blocks import Block, Column, Figure, Heading, Paper, Paragraph, Part, Parts, Quoted, Table
from board.store.frames import each_row
from board.words import ABOUT

TEXTS = {"opening": "开头的话", "answers": "答复的情况", "next": "下一步工作"}
_ALL = seen_in("opinions", view="全部")


def summary(asked: Asked) -> Paper:
    """征求意见汇总. Opinions are read as for readers who may not know who gave one, whoever makes the paper."""
    every = opinions(asked.store, asked.activity_id, asked.as_of)
    shown = disclosed(every)
    blocks: list[Block] = [
        *asked.written("opening"),
        Heading(1, ("听取意见的情况",)),
        Paragraph(_in_all(shown)),
        *_coverage(asked),
        Heading(1, ("意见集中在哪里",)),
        *_aspects(asked, shown),
        Heading(1, ("意见摘要",)),
        *_digest(shown),
        *asked.headed("答复的情况", "answers"),
        *asked.headed("下一步工作", "next"),
    ]
    return asked.paper("opinions", "关于征求意见情况的汇总", blocks, _missing(asked, shown))


def _in_all(shown: pd.DataFrame) -> Parts:
    parts: list[Part] = ["共征求到意见", count(len(shown), _ALL, "意见", "条")]
    for word, flag, view in (
        ("已梳理", "is_sorted", "已梳理"),
        ("已反馈", "is_fed_back", "已反馈"),
        ("已答复或转整改", "is_answered", "已答复或转整改"),
    ):
        parts += [f"，{word}", count(shown[flag].sum(), seen_in("opinions", view=view), word, "条")]
    return (*parts, "。")


def _coverage(asked: Asked) -> list[Block]:
    """Channels by givers; a cell under five is shown as a range, and all is counted in steps."""
    cells = channels_and_givers(asked.store, asked.activity_id, asked.as_of, None, with_givers=False)
    if cells.empty:
        return [Paragraph(("意见还少，各渠道、各方面人员的条数不单列。",))]
    grid = cells.pivot_table(index="channel", columns="giver", values="text", aggfunc="first", sort=False)
    rows: list[tuple[Parts, ...]] = []
    for channel, texts in grid.iterrows():
        figures = [Figure(str(text), "count", _ALL, f"{channel}·{giver}") for giver, text in texts.items()]
        rows.append(((Quoted(str(channel)),), *((figure,) for figure in figures)))
    columns = (Column("渠道", 2), *(Column(str(giver), 1, is_number=True) for giver in grid.columns))
    return [Table(columns, tuple(rows))]


def _aspects(asked: Asked, shown: pd.DataFrame) -> list[Block]:
    terms = activities.terms(asked.store, asked.activity_id)
    counted = by_aspect(shown, terms)
    counted = counted[(counted["aspect"] != "") & (counted["opinion_count"] > 0)]
    parts: list[Part] = []
    for row in each_row(counted.sort_values("opinion_count", ascending=False, kind="stable")):
        parts += ["，" if parts else "按方面分：", Quoted(row.aspect), _few(row.opinion_count, f"方面：{row.aspect}")]
    themes = by_theme(shown)
    themes = themes[themes["opinion_count"] >= SMALL]
    more: list[Part] = []
    for row in each_row(themes):
        more += [
            "、" if more else "说得最多的主题：",
            Quoted(row.theme),
            count(row.opinion_count, _ALL, f"主题：{row.theme}", "条"),
        ]
    return [Paragraph((*each, "。")) for each in (tuple(parts), tuple(more)) if each]


def _few(number: int, name: str) -> Part:
    return count(number, _ALL, name, "条") if number >= SMALL else "（条数少，不单列）"


def _digest(shown: pd.DataFrame) -> list[Block]:
    """The opinions as they may be handed on, by whom they are about and their aspect."""
    known = shown[(shown["content"] != UNSORTED) & ~shown["is_merged"].astype(bool)]
    group = known[known["about"] != "member"]
    found: list[Block] = []
    for aspect, rows in group.groupby("aspect", sort=False):
        found.append(Heading(2, (f"对{ABOUT['group']}的意见：", Quoted(str(aspect)))))
        for row in each_row(rows):
            answer: list[Part] = ["答复：", quoted(row.answer, row.opinion_id), "。"] if row.answer else []
            found.append(Paragraph((quoted(row.content, row.opinion_id), "。", *answer), level=3))
    return found or [Paragraph(("还没有梳理好的意见。",))]


def _missing(asked: Asked, shown: pd.DataFrame) -> list[str]:
    every = opinions(asked.store, asked.activity_id, asked.as_of)
    terms = activities.terms(asked.store, asked.activity_id)
    lacking = heard(every, terms)
    lacking = lacking[lacking["is_missing"]]
    found = [f"还没有听取：{'、'.join(lacking['label'])}。"] if len(lacking) else []
    unsorted = int((~shown["is_sorted"].astype(bool)).sum())
    found += [f"还有 {unsorted} 条意见没有梳理。"] if unsorted else []
    return found + asked.unwritten("answers", "还没有写答复的情况。")
