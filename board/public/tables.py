"""Open data: what was published as tables in CSV, and a description of their columns. Pure."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from board.evaluation.smallest import SMALLEST_GROUP
from board.importing.files.writing import csv_bytes
from board.numbers import is_missing
from board.public.items import items
from board.public.published import Published, Result
from board.store.frames import each_row

README = "data/readme.txt"
_COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "papers": (
        "已公开的材料，一行是一份材料在一个地方的一次公开",
        ("材料", "种类", "文号", "成文日期", "公开日期", "在哪里公开", "向谁公开", "PDF 的指纹", "Word 的指纹"),
    ),
    "evaluation": (
        "群众评议结果，一行是一轮的一个项目",
        ("轮次", "截至", "评议项目", "有效答案", "优良答案", "优良率", "平均分", "弃权", "不了解"),
    ),
    "answers": ("群众评议的答案，一行是一轮的一个项目的一档答案", ("轮次", "截至", "评议项目", "答案", "张数")),
    "rectification": (
        "最近一份整改情况公示里的事项，一行是一件",
        ("编号", "办到哪一步", "问题", "措施和结果", "截至"),
    ),
}
_MEANINGS = {
    "有效答案": "这个项目上算分的答案；弃权和“不了解”不算",
    "优良答案": "有效答案里最好的两档",
    "优良率": "优良答案 ÷ 有效答案，0 到 1 之间的小数",
    "平均分": "各档答案的分值平均，满分 100",
    "截至": "数字是哪一天的",
    "PDF 的指纹": "文件一个字不同，它就不同；怎么算，写在公开网页上",
}


def tables(shown: Published) -> dict[str, bytes]:
    """The files by name: `data/….csv`, and their description. What there is nothing of has no file."""
    rows = {
        "papers": list(_papers(shown)),
        "evaluation": [row for each in shown.results for row in _criteria(each)],
        "answers": [row for each in shown.results for row in _answers(each)],
        "rectification": list(_items(shown)),
    }
    names = [name for name, found in rows.items() if found]
    files = {f"data/{name}.csv": csv_bytes(_COLUMNS[name][1], rows[name]) for name in names}
    return files | ({README: _described(shown, names)} if names else {})


def titles(names: Iterable[str]) -> dict[str, str]:
    """The files among these that are tables → what a row of theirs is."""
    known = {f"data/{name}.csv": what for name, (what, _) in _COLUMNS.items()}
    return {name: known[name] for name in names if name in known}


def _papers(shown: Published) -> Iterable[tuple[Any, ...]]:
    for each in shown.issued:
        for place in each.places:
            own = (each.title, each.word, each.number, each.written_on, place.on, place.place, place.audience)
            yield (*own, each.pdf_sha256, each.word_sha256)


def _criteria(result: Result) -> Iterable[tuple[Any, ...]]:
    for row in each_row(result.criteria):
        counts = (_blank(row.base), _blank(row.good_count), _rounded(row.good_rate, 4), _rounded(row.mean_points, 1))
        yield (
            result.row["name"],
            result.as_of,
            row.criterion_label,
            *counts,
            _blank(row.blank_count),
            _blank(row.unknown_count),
        )


def _answers(result: Result) -> Iterable[tuple[Any, ...]]:
    for row in each_row(result.answers[result.answers["answer_count"].notna()]):
        yield result.row["name"], result.as_of, row.criterion_label, row.answer_label, int(row.answer_count)


def _items(shown: Published) -> Iterable[tuple[Any, ...]]:
    if shown.notice and shown.notice.paper:
        for each in items(shown.notice.paper):
            yield each.item_id, each.state, each.problem, each.more, shown.notice.paper.as_of


def _described(shown: Published, names: Iterable[str]) -> bytes:
    about = shown.activity
    lines = [
        f"{about.unit_name}　{about.name}：公开数据",
        *(["示例数据，不是真实单位的。"] if about.is_example else []),
    ]
    lines += [
        "",
        "每个文件是一张表：CSV，UTF-8，第一行是列名；日期写成 2026-12-14；空着的是没有或不单列。",
        "",
    ]
    for name in names:
        what, columns = _COLUMNS[name]
        lines += [f"{name}.csv：{what}"]
        lines += [f"  {each}" + (f"：{_MEANINGS[each]}" if each in _MEANINGS else "") for each in columns] + [""]
    lines += [f"只有已经公开的内容。少于 {SMALLEST_GROUP} 张评议表的组不单列；没有提意见人的任何信息。"]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _blank(value: Any) -> Any:
    return "" if is_missing(value) else int(value)


def _rounded(value: Any, places: int) -> Any:
    return "" if is_missing(value) or pd.isna(value) else round(float(value), places)
