"""数据导入: the rows of a ledger of opinions or tasks, compared with the existing records: new, changed, the same."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from board.errors import BoardError, Invalid
from board.importing.facts import read_day, read_void
from board.importing.ledgers.file import LedgerFile, LedgerRow
from board.importing.ledgers.kinds import Column
from board.importing.outcomes import EDITED, KNOWN, NEW, SAME, WRONG
from board.importing.problems import Problem, Severity
from board.imports.orders import COLUMN, Order, OrderRow, circle_of, read_orders
from board.imports.registry import Registry, compact
from board.store.store import Row
from board.wording import shortened

_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_SHOWN = 40
_FLAGS = {
    **dict.fromkeys(("有", "能", "可以", "已", "已有", "会"), True),
    **dict.fromkeys(("没有", "无", "不能", "不可以", "未", "尚未", "不会", "暂不能"), False),
}
_MOST_OFFERED = 12


@dataclass(frozen=True)
class Examined:
    """A row with its effect.

    record_id: "" for a new record. before, after: its states (None, None: no change). note: what else to say. order:
    the tasks it is put after (None: not given).
    """

    row: LedgerRow
    record_id: str
    what: str
    text: str
    before: Row | None = None
    after: Row | None = None
    problems: tuple[Problem, ...] = ()
    changes_text: str = ""
    note: str = ""
    order: Order | None = None


def examine_rows(file: LedgerFile, known: Registry, today: date) -> list[Examined]:
    """The effect of each row of a file. New records get the next ids, in the order of the file."""
    examining = _Examining(file, known, today)
    return examining.ordered(list(examining.rows()))


@dataclass
class _Examining:
    file: LedgerFile
    known: Registry
    today: date

    def __post_init__(self) -> None:
        self.first_rows: dict[str, int] = {}
        self.new_count = 0
        self.there = Counter(self.known.same(state) for state in self.known.states.values() if _is_kept(state))
        self.ids = {self.known.same(state): key for key, state in self.known.states.items() if _is_kept(state)}
        self.in_file: dict[Any, int] = {}
        self.changed_to: dict[Any, int] = {}

    def rows(self) -> Iterator[Examined]:
        for row in self.file.rows:
            given, problems = self._given(row)
            record_id = row.texts.get(self.known.kind.id_column, "")
            if problems:
                yield self._wrong(row, record_id, [*problems, *self._wanting(row, record_id, given)])
            elif record_id:
                yield self._named(row, record_id, given)
            else:
                yield self._unnamed(row, given)

    def ordered(self, rows: list[Examined]) -> list[Examined]:
        """The rows with the order of tasks that they give."""
        column = self.known.kind.id_column
        sound = {row.row.number: row for row in rows if row.what != WRONG and row.row.texts.get(COLUMN)}
        if not sound:
            return rows
        ids = {number: str((row.after or {}).get(column) or row.record_id) for number, row in sound.items()}
        names = {key: str(state["name"]) for key, state in self.known.states.items()}
        names |= {str(row.after[column]): str(row.after["name"]) for row in rows if row.after is not None}
        order_rows = [OrderRow(row.row, ids[number]) for number, row in sound.items()]
        orders, wrong = read_orders(order_rows, names, self._order_problem)
        file_orders = {ids[number]: order for number, order in orders.items()}
        circle = circle_of(self.known.orders, file_orders)
        for number in orders if circle else ():
            if ids[number] in circle:
                way = " → ".join(reversed(circle))
                wrong[number] = self._order_problem(sound[number].row, f"前置任务互相等待：{way}")
        return [
            self._wrong(row.row, row.record_id, [wrong[row.row.number]])
            if row.row.number in wrong
            else self._put_after(row, ids[row.row.number], orders[row.row.number])
            if row.row.number in orders
            else row
            for row in rows
        ]

    def _put_after(self, row: Examined, task_id: str, order: Order) -> Examined:
        standing = self.known.orders.get(task_id, ())
        if set(standing) == set(order):
            return row
        change = f"排在哪些任务之后：{'、'.join(standing) or '空'} → {'、'.join(order) or '空'}"
        if row.what == NEW:
            return replace(row, order=order, changes_text=change)
        state = self.known.states[task_id]
        return replace(
            row,
            what=EDITED,
            before=state,
            after=row.after or {**state, "seq": state["seq"] + 1},
            changes_text="；".join(filter(None, (row.changes_text, change))),
            order=order,
        )

    def _order_problem(self, row: LedgerRow, what: str) -> Problem:
        return self._problem(row, COLUMN, what, "请写任务的编号或名称，几项用顿号隔开")

    def _named(self, row: LedgerRow, record_id: str, given: Mapping[str, Any]) -> Examined:
        column = self.known.kind.id_column
        state = self.known.states.get(record_id)
        if state is None:
            return self._wrong(row, record_id, [self._problem(row, column, "没有这个编号", "请核对编号；新登记的留空")])
        if not _is_kept(state):
            return self._wrong(row, record_id, [self._problem(row, column, "这一条已经移出", "请先恢复，再修改")])
        if record_id in self.first_rows:
            what = f"第 {self.first_rows[record_id]} 行已是这个编号"
            return self._wrong(row, record_id, [self._problem(row, column, what, "一个编号只留一行")])
        self.first_rows[record_id] = row.number
        return self._changed(row, record_id, state, given)

    def _unnamed(self, row: LedgerRow, given: Mapping[str, Any]) -> Examined:
        same = self.known.same(given)
        if self.there[same] and self.known.repeats:
            self.there[same] -= 1
            return Examined(row, self.ids[same], KNOWN, self._text(row), note="与已登记的一条完全一样，没有重复登记")
        if same in self.ids and not self.known.repeats:
            before = self.first_rows.setdefault(self.ids[same], row.number)
            if before != row.number:
                return self._repeated(row, before)
            return self._changed(row, self.ids[same], self.known.states[self.ids[same]], given)
        before = self.in_file.setdefault(same, row.number)
        if before != row.number and not self.known.repeats:
            return self._repeated(row, before)
        note = f"与第 {before} 行一样，按两{self.known.kind.unit}登记；是同一{self.known.kind.unit}的请略过这一行"
        place = self.new_count + 1
        key = {self.known.kind.id_column: self.known.new_id(place), "place": place}
        found = self._after(row, "", None, {**given, **key}, note if before != row.number else "")
        self.new_count += found.what == NEW
        return found

    def _repeated(self, row: LedgerRow, before: int) -> Examined:
        what = f"与第 {before} 行是同一{self.known.kind.unit}"
        return self._wrong(row, "", [self._problem(row, _telling(self.known), what, "请只留一行")])

    def _changed(self, row: LedgerRow, record_id: str, state: Row, given: Mapping[str, Any]) -> Examined:
        given = self.known.as_standing(state, given)
        edited = {name: value for name, value in given.items() if value != state[name]}
        if not edited:
            return Examined(row, record_id, SAME, self._text(row, state))
        return self._after(row, record_id, state, {**edited, self.known.kind.id_column: record_id})

    def _after(
        self, row: LedgerRow, record_id: str, state: Row | None, given: Mapping[str, Any], note: str = ""
    ) -> Examined:
        try:
            after = self.known.after(state, given, self.today)
        except Invalid as refusal:
            problems = [self._problem(row, name, what, "请改好这一格，再导入") for name, what in refusal.fields.items()]
            return self._wrong(row, record_id, problems)
        except BoardError as refusal:
            what = f"{refusal.title}：{refusal.message}"
            return self._wrong(row, record_id, [self._problem(row, self.known.kind.id_column, what, refusal.remedy)])
        twin = self._twin(row, state, after)
        if twin:
            return self._wrong(row, record_id, [self._problem(row, _telling(self.known), twin, "请核对，只留一条")])
        changes = self._changes(row, state, given) if state else ""
        warnings = tuple(self._warnings(row))
        return Examined(
            row, record_id, EDITED if state else NEW, self._text(row, state), state, after, warnings, changes, note
        )

    def _twin(self, row: LedgerRow, state: Row | None, after: Row) -> str:
        """Which other record or row becomes the same as this one, where two can't be; "" for none."""
        same = self.known.same(after)
        if self.known.repeats or (state is not None and same == self.known.same(state)):
            return ""
        before, unit = self.changed_to.setdefault(same, row.number), self.known.kind.unit
        if before != row.number:
            return f"与第 {before} 行是同一{unit}"
        return f"与 {self.ids[same]} 是同一{unit}" if same in self.ids else ""

    def _wanting(self, row: LedgerRow, record_id: str, given: Mapping[str, Any]) -> list[Problem]:
        """For a new record with unread cells, the required cells that are blank: only these problems are certain."""
        if record_id:
            return []
        key = {self.known.kind.id_column: "", "place": 1}
        refused = self._after(row, "", None, {**given, **key}).problems
        return [problem for problem in refused if problem.severity == "error" and not problem.value]

    def _changes(self, row: LedgerRow, state: Row, given: Mapping[str, Any]) -> str:
        columns = self.known.kind.by_name
        return "；".join(
            f"{columns[name].label}：{self._word(columns[name], state[name]) or '空'} → {row.texts.get(name, '')}"
            for name in given
            if name in row.texts
        )

    def _word(self, column: Column, value: Any) -> str:
        words = {stored: word for word, stored in self.known.words.get(column.name, {}).items()}
        shown = {True: "是", False: "否"}.get(value) if column.type == "flag" else words.get(value, value)
        return shortened("" if shown is None else str(shown), _SHOWN)

    def _given(self, row: LedgerRow) -> tuple[dict[str, Any], list[Problem]]:
        """The values of the cells that aren't empty. An empty cell changes nothing."""
        given: dict[str, Any] = {}
        problems = []
        for name, text in row.texts.items():
            column = self.known.kind.by_name[name]
            if not text or column.type == "id" or name == COLUMN:
                continue
            value = self._value(column, text)
            if value is None:
                problems.append(self._unread(row, column))
            else:
                given[name] = value
        named = row.texts.get("about", "")
        members = self.known.words.get("member_id", {})
        if compact(named) in members:
            given["member_id"] = members[compact(named)]
        return given, problems

    def _value(self, column: Column, text: str) -> Any:
        """The value of a text; None if it isn't understood."""
        if column.type == "day":
            return read_day(text, self.today if column.is_past else None)
        if column.type == "flag":
            return _FLAGS.get(text, read_void(text))
        return self.known.words[column.name].get(compact(text)) if column.type == "choice" else text

    def _unread(self, row: LedgerRow, column: Column) -> Problem:
        if column.type == "day":
            return self._problem(row, column.name, "看不出是哪一天", "请写成 2026-12-01 这样")
        if column.type == "flag":
            return self._problem(row, column.name, "看不出是还是否", "请写“是”或“否”")
        offered = list(self.known.words[column.name])
        words = "、".join(offered[:_MOST_OFFERED]) + ("……" if len(offered) > _MOST_OFFERED else "")
        return self._problem(row, column.name, f"“{column.label}”里没有这个词", f"请从这些里选：{words}")

    def _warnings(self, row: LedgerRow) -> Iterator[Problem]:
        for name in ("content", "theme"):
            if self.known.kind.hides_people and _PHONE.search(row.texts.get(name, "")):
                remedy = "请在“改成”里写上去掉号码以后的内容"
                yield self._problem(row, name, "里面像有电话号码，能认出是谁提的", remedy, "warning")

    def _text(self, row: LedgerRow, state: Row | None = None) -> str:
        name = _telling(self.known)
        column = self.known.kind.by_name[name]
        return shortened(row.texts.get(name) or self._word(column, (state or {}).get(name)), _SHOWN)

    def _wrong(self, row: LedgerRow, record_id: str, problems: list[Problem]) -> Examined:
        return Examined(row, record_id, WRONG, self._text(row), problems=tuple(problems))

    def _problem(self, row: LedgerRow, name: str, what: str, remedy: str, severity: Severity = "error") -> Problem:
        column = self.known.kind.by_name.get(name)
        header = self.file.columns.get(name)
        if header is None and column is not None:
            remedy = f"请在表里加上“{column.label}”这一栏填好，再导入"
        shown = header or (column.label if column else "")
        return Problem(
            self.file.sheet, row.number, shown, shortened(row.texts.get(name, ""), _SHOWN), what, remedy, severity
        )


def _telling(known: Registry) -> str:
    return next(iter(known.kind.telling))


def _is_kept(state: Mapping[str, Any]) -> bool:
    return not state.get("is_removed")
