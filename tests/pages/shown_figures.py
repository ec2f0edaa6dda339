"""The figures that a page shows, by what they are called: texts by their patterns, tables by their columns, charts.

What is shown and matches nothing is kept too (`unknown`), so that a new figure can't go by unnoticed.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from board.ui.parts.table.paged import ROWS_A_PAGE
from tests.pages.shown_passed import NOT_COUNTED
from tests.pages.shown_patterns import PATTERNS
from tests.pages.shown_tables import TABLES, Spec
from tests.pages.visitor import answer, charts, tables
from tests.recount.counts import numbered

CHANGED = "_变"
_QUIET = ("looks-theme", "take-picture", "print-page", "filters-button", "<style", "<script")
_TYPED = {"text_input", "text_area", "date_input", "multiselect", "checkbox", "number_input", "download_button", "code"}
_ALSO_QUIET = {"role", "compare", "as_of"}
_UP, _DOWN = ("↑", "多", "+", "新增", "高"), ("↓", "少", "-", "低")


@dataclass
class Shown:
    """What a page shows. figures: (where, name, value). cells: (table, row, column, value). unknown: texts with digits
    that nothing matches. passed: reasons for what isn't counted → how often.
    """

    page: str
    figures: list[tuple[str, str, str]] = field(default_factory=list)
    cells: list[tuple[str, str, str, str]] = field(default_factory=list)
    rows: dict[str, list[str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)

    def pass_over(self, reason: str) -> None:
        self.passed[reason] = self.passed.get(reason, 0) + 1


def shown(page: str, at: AppTest, **about: str) -> Shown:
    """Read a page. about: what the names of its figures may have in them: the round and the part that it shows."""
    found = Shown(page)
    for where, text in [*_texts(at), *_chart_texts(at)]:
        _match(found, where, text, about)
    for table in tables(at):
        _take_table(found, table, about)
    return found


def tallied(at: AppTest) -> dict[str, str]:
    """How many rules were judged how, by phase and by what they prevent, as the rows of the page's own table say."""
    rows = next(each.value for each in tables(at) if each.key == "procedure_table")
    verdict = rows["tags"].map(lambda tags: list(tags)[-1])
    before = rows["was"].where(rows["was"] != "", verdict) if "was" in rows else verdict
    figures = {"程序": len(rows), f"程序{CHANGED}": 0}
    for word in ("通过", "未通过", "未到时间", "由填报保证"):
        figures[f"程序{word}"] = int((verdict == word).sum())
        figures[f"程序{word}{CHANGED}"] = figures[f"程序{word}"] - int((before == word).sum())
        for column in ("failure", "phase_name"):
            for part, own in verdict.groupby(rows[column]):
                figures[f"程序_{part}"] = len(own)
                figures[f"程序{word}_{part}"] = int((own == word).sum())
    figures["程序未通过情况"] = rows.loc[verdict == "未通过", "failure"].nunique()
    return {name: str(value) for name, value in figures.items()}


def _texts(at: AppTest) -> Iterator[tuple[str, str]]:
    """Every text on the page, with what shows it."""
    yield "answer", answer(at)
    for each in at._tree:
        key = str(getattr(each, "key", None) or each.type)
        if each.type in _TYPED or key in _ALSO_QUIET or each.type == "bidi_component":
            if each.type == "bidi_component" and each.proto.component_name in _DRAWN:
                yield from _DRAWN[each.proto.component_name](each.proto.json)
            continue
        yield from ((key, text) for text in map(_plain, _of(each)) if re.search(r"\d", text))


def _of(each: Any) -> Iterator[str]:
    if each.type == "html":
        if not any(quiet in each.proto.body for quiet in _QUIET):
            body = re.sub(r"<(/?[a-z]+)[^>]*>", r"<\1>", each.proto.body)
            yield from _matrix(body) if "<table>" in body else [body]
    elif each.type == "progress":
        yield str(each.text)
    elif each.type in {"button_group", "selectbox", "segmented_control"}:
        yield from map(str, each.options)
    elif each.type in {"button", "expander", "tab"}:
        yield str(each.label)
    elif isinstance(getattr(each, "value", None), str):
        yield each.value


def _matrix(body: str) -> Iterator[str]:
    """Each cell of a table in HTML, after what stands before its row and above its column."""
    rows = [
        re.findall(r"<t[hd]>(.*?)</t[hd]>", row, re.DOTALL) for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]
    plain = [[re.sub(r"<[^>]*>", " ", cell).strip() for cell in row] for row in rows]
    for row in plain[1:]:
        for head, cell in zip(plain[0][1:], row[1:], strict=True):
            yield from (f"矩阵｜{row[0]}｜{head}｜{part}" for part in cell.split("　"))


def _kanban(held: str) -> Iterator[tuple[str, str]]:
    for column in json.loads(held)["columns"]:
        yield "kanban", f"{column['word']} {column['count']} {column['change']}".strip()


def _figures(held: str) -> Iterator[tuple[str, str]]:
    """Each card's texts, the label before what says nothing without it."""
    for card in json.loads(held):
        label, value, change = card["label"], card["value"], card["change"]
        texts = (
            [f"{label}：{value}｜{change}；{card['meaning']}", card["note"]]
            if value
            else [f"{label}：{change}", f"{label}{card['note']}"]
        )
        yield from (("figures", text) for text in texts if re.search(r"\d", text))


_DRAWN = {"board_kanban": _kanban, "board_figures": _figures}


def _plain(text: str) -> str:
    """A text without the signs that keep Markdown from reading it."""
    return re.sub(r"\\([-.()~*_:/])", r"\1", text)


def _chart_texts(at: AppTest) -> Iterator[tuple[str, str]]:
    """Every mark of every chart as a text: its series, where it stands, what is written on it or how long it is."""
    for each in charts(at):
        name = each.key
        for trace in each.figure["data"]:
            xs, ys, texts = (values_of(trace.get(axis)) for axis in ("x", "y", "text"))
            for place in range(min(len(xs), len(ys))):
                text = texts[place] if place < len(texts) else ""
                yield name, f"{name} {trace.get('name')}｜{_short(xs[place])}｜{_short(ys[place])}｜{_short(text)}"


def values_of(held: Any) -> list[Any]:
    if isinstance(held, dict):
        found: list[Any] = np.frombuffer(base64.b64decode(held["bdata"]), np.dtype(held["dtype"])).tolist()
        return found
    return list(held or [])


def _short(value: Any) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return re.sub(r"T00:00:00.*|<br>", "", str(value))


def _match(found: Shown, where: str, text: str, about: Mapping[str, str]) -> None:
    """Take every figure out of a text; what digits are left must be on the list of what isn't counted."""
    covered = np.zeros(len(text), dtype=bool)
    for pattern in (*PATTERNS[""], *PATTERNS.get(found.page, ())):
        for hit in pattern.regex.finditer(text):
            if covered[hit.start() : hit.end()].any():
                continue
            covered[hit.start() : hit.end()] = True
            for name, value in pattern.named(hit, about):
                found.figures.append((f"{found.page} {where}", name, _value(name, value)))
    left = "".join(" " if covered[place] else sign for place, sign in enumerate(text))
    for page, regex, reason in NOT_COUNTED:
        if page in {"", found.page, f"{found.page} {where}"} and regex.search(left):
            left = regex.sub(" ", left)
            found.pass_over(reason)
    if re.search(r"\d", left):
        found.unknown.append(f"{found.page} {where}：{text[:300]}　剩下：{left.strip()[:200]}")


def _value(name: str, value: str | None) -> str:
    """A figure as a recount says it: 没有 is 0, a change has its sign, none where nothing is said."""
    if not name.endswith(CHANGED):
        return "0" if value in {"没有", None} else str(value)
    number = int("".join(filter(str.isdigit, value or "")) or 0)
    return str(-number if any(sign in (value or "") for sign in _DOWN) else number)


def _take_table(found: Shown, table: Any, about: Mapping[str, str]) -> None:
    key = next((each for each in TABLES if re.fullmatch(each, table.key if table.key != "None" else table.name)), None)
    if key is None:
        found.unknown.append(f"{found.page} 表格 {table.key} {table.name}")
        return
    spec = TABLES[key]
    ids: list[str] = numbered(str(spec.row(row)) for _, row in table.value.iterrows())
    name = spec.name.format(**about)
    if spec.whole and len(ids) < ROWS_A_PAGE:  # the rest may be on another page
        found.rows[name] = ids
    for _, row in table.value.iterrows() if spec.texts else ():
        _match(found, name, "｜".join(str(row[column]) for column in spec.texts), about)
    _take_columns(found, table, spec, name, ids)


def _take_columns(found: Shown, table: Any, spec: Spec, name: str, ids: list[str]) -> None:
    for column in table.value.columns:
        read_cell: Callable[[Any], str] | None = spec.columns.get(column)
        if read_cell is not None:
            found.cells += [
                (name, row, column, read_cell(value)) for row, value in zip(ids, table.value[column], strict=True)
            ]
        elif column in spec.texts:
            continue
        elif column in spec.passed:
            found.pass_over(spec.passed[column])
        elif table.value[column].map(lambda value: bool(re.search(r"\d", str(value)))).any():
            found.unknown.append(f"{found.page} 表格 {name} 的 {column}：{table.value[column].iloc[0]}")
