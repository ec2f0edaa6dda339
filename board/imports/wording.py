"""数据导入: a ledger with its words as the activity has them, however an office wrote them: 1.座谈会, 〃, 25.12.1."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from board import clock
from board.importing.choices import Choices
from board.importing.facts import LONG_AGO, read_day, short_day
from board.importing.ledgers.file import LedgerFile, LedgerRow
from board.importing.ledgers.kinds import LedgerKind
from board.importing.ledgers.reading import read_ledger
from board.importing.problems import Problem
from board.importing.text import clean, key, word
from board.imports.registry import vocabulary
from board.store.store import Store

Offered = Mapping[str, Sequence[str]]
DITTO = frozenset({"〃", "″", '"', "同上", "同前"})
# A day on which something else was done than what a record begins with.
_OTHER_DAY = re.compile("办|答复|反馈|回复|完成|整改|期限|截|到期|生|打印|制|公示|公开|销|验收|审|录入|导出|修改|结束")
_FLAGS = {"是", "否", "√", "×", "有", "无", "能", "不能"}


def read_worded(store: Store, activity_id: str, kind: LedgerKind, data: bytes, choices: Choices) -> LedgerFile:
    """As `read_ledger`. A column with a name that nobody knows is taken for the one that the file lacks where all its
    cells are words of that one alone."""
    offered = vocabulary(store, activity_id, kind)
    file = read_ledger(data, kind, choices)
    taken = _taken(file, kind, offered)
    if taken:
        file = read_ledger(data, kind, replace(choices, columns={**taken, **choices.columns}))
        named = "、".join(f"“{file.columns[column]}”当作“{kind.by_name[column].label}”" for column in taken.values())
        file = replace(file, assumed=(*file.assumed, f"按内容认出：{named}"))
    return replace(file, rows=_worded(file.rows, kind, offered), problems=(*file.problems, *_unsure(file, kind)))


def _taken(file: LedgerFile, kind: LedgerKind, offered: Offered) -> dict[str, str]:
    """Unknown column → the known one that it holds the words or the days of."""
    open_ = {each.name: each for each in kind.columns if each.name not in file.columns}
    words = {name: {word(text) for text in offered.get(name, ())} for name in open_}
    fitting: dict[str, list[str]] = {}
    for column, texts in file.spare.items():
        values = {word(text) for text in texts if clean(text) not in DITTO}
        fits = [name for name, known in words.items() if values and known and values <= known]
        days = [name for name, each in open_.items() if each.type == "day" and each.is_required and each.is_past]
        fits += days if values and not _OTHER_DAY.search(column) and all(map(read_day, texts)) else []
        fitting |= {column: fits} if len(fits) == 1 else {}
    found = [fits[0] for fits in fitting.values()]
    return {column: fits[0] for column, fits in fitting.items() if found.count(fits[0]) == 1}


def _unsure(file: LedgerFile, kind: LedgerKind) -> list[Problem]:
    """A question about a column of yes and no that isn't used, where the file lacks one of the ledger's own."""
    lacking = [each for each in kind.columns if each.type == "flag" and each.name not in file.columns]
    marks = [
        (column, texts)
        for column, texts in file.spare.items()
        if texts and {clean(text) for text in texts} <= _FLAGS and key(column)
    ]
    return [
        Problem(
            sheet=file.sheet,
            row=file.header_row,
            column=column,
            value="、".join(texts[:2]),
            what=f"这一列填的是“是”“否”一类的记号，没有用：说不清是不是“{lacking[0].label}”",
            remedy="是的，在“每一列用作什么”里选定；不是的，在那里选“不用”",
        )
        for column, texts in (marks if len(lacking) == 1 else [])
    ]


def _worded(rows: Sequence[LedgerRow], kind: LedgerKind, offered: Offered) -> tuple[LedgerRow, ...]:
    """The rows with the words offered in place of the same with a number before it, and what 同上 stands for."""
    by_word = {name: _by_word(words) for name, words in offered.items()}
    today = clock.today()
    closed = {each.name for each in kind.columns if each.type in {"choice", "day"}}
    above: dict[str, str] = {}
    found = []
    for row in rows:
        texts = dict(row.texts)
        for name in closed & texts.keys():
            text = above.get(name, texts[name]) if clean(texts[name]) in DITTO else texts[name]
            short = short_day(text, today - LONG_AGO, today + LONG_AGO) if name not in offered else None
            text = short.isoformat() if short else text
            known = text in offered.get(name, ())
            above[name] = texts[name] = text if known else by_word.get(name, {}).get(word(text), text)
        found.append(LedgerRow(row.number, texts))
    return tuple(found)


def _by_word(words: Sequence[str]) -> dict[str, str]:
    """Words without their numbering, where they still differ."""
    plain = [word(each) for each in words]
    return {bare: each for bare, each in zip(plain, words, strict=True) if plain.count(bare) == 1}
