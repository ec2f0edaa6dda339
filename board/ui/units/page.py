"""单位: the tree as a table in its own order, the sheet of a unit with its history, and the import of a list."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board import clock
from board.documents.ledger_template import ledger_columns, template_workbook
from board.errors import BoardError
from board.importing.ledgers.kinds import UNITS
from board.ui.parts.downloads import download
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.form import Field, choose_action, end_action, show_form
from board.ui.parts.links import drill
from board.ui.parts.plain import in_markdown
from board.ui.parts.records import SHEET_WIDTH, facts, heading
from board.ui.parts.sheets import closing, opened_row
from board.ui.parts.table import column
from board.ui.parts.visit import Visit
from board.units import actions as units
from board.units.tree import is_below_another, keys_of, steps_of, units_on
from board.units.views import FORWARDED, HAS_KEY, NO_KEY, NOT_ASKED, read_table, shown
from board.words import UNIT_KIND, UNIT_STEP

COLUMNS: dict[str, Any] = {
    "unit_id": "编号",
    "path": column.main("单位", 360),
    "kind_word": column.name("类别"),
    "tags": column.tags("密钥", [HAS_KEY, NO_KEY, FORWARDED, NOT_ASKED]),
    "below_count": column.number("下面", unit="个"),
    "opened_on": column.day("设立"),
}
LABELS = {"unit_id": "编号", "name": "名称", "kind_word": "类别", "parent_id": "上级编号", "path": "位置"}
LABELS |= {"tags": "密钥", "below_count": "下面", "opened_on": "设立"}
STATES = ("全部", HAS_KEY, NO_KEY, FORWARDED, NOT_ASKED)
_ACTIONS = {name: word for name, word in UNIT_STEP.items() if name != "open"}
_ACTIONS |= {"register": "登记密钥", "strike": "注销密钥"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def counts_and_kinds(rows: pd.DataFrame) -> tuple[dict[str, int], list[str]]:
    """Returns how many of `units.views.shown` there are by state of their key, and the words of their kinds."""
    counts = rows["state"].value_counts()
    of_states = {state: int(counts.get(state, 0)) for state in STATES[1:]}
    if not of_states[FORWARDED]:
        del of_states[FORWARDED]
    return {STATES[0]: len(rows)} | of_states, rows["kind_word"].unique().tolist()


def show_buttons(visit: Visit) -> None:
    """Draws the ways to enter units: one by one, and as a list."""
    if not visit.may("units.edit"):
        return
    if st.button("登记单位", icon=":material/add:", key="unit_tree_add"):
        st.session_state["unit_tree_adding"] = True
    if st.button("导入单位", icon=":material/upload_file:", key="unit_tree_import"):
        st.session_state["unit_tree_importing"] = True
    if st.session_state.get("unit_tree_adding"):
        _add_dialog(visit)
    elif st.session_state.get("unit_tree_importing"):
        _import_dialog(visit)


def _fields(visit: Visit, *names: str) -> list[Field]:
    above = units_on(visit.store, clock.today())
    others = {"": "（没有）"} | dict(zip(above["unit_id"], above["name"], strict=True))
    every = {
        "unit_id": Field("unit_id", "编号", help="数字、字母和短横线", must=True),
        "name": Field("name", "名称", must=True, at_most=units.LONGEST_NAME),
        "kind": Field("kind", "类别", "choice", UNIT_KIND, must=True),
        "parent_id": Field("parent_id", "上级", "choice", others),
        "merged_into": Field("merged_into", "并入哪个单位", "choice", others, must=True),
        "is_reporting": Field("is_reporting", "要上报", "flag"),
        "fingerprint": Field("fingerprint", "密钥的指纹", help="单位“上报”页上的 64 位", must=True, wide=True),
        "on": Field("on", "从哪天起", "day", must=True),
    }
    return [every[name] for name in names]


_stop_adding = closing("unit_tree_adding")


@st.dialog("登记单位", width="large", on_dismiss=_stop_adding)
def _add_dialog(visit: Visit) -> None:
    fields = _fields(visit, "unit_id", "name", "kind", "parent_id", "is_reporting", "on")
    initial = {"kind": "school", "parent_id": "", "is_reporting": True, "on": clock.today()}
    if show_form("unit_tree_new", fields, initial, partial(_add, visit)):
        _stop_adding()
        st.rerun()


def _add(visit: Visit, given: dict[str, Any]) -> str:
    units.open_units(visit.store, visit.actor, [given], given["on"] or clock.today())
    return f"已登记 {given['unit_id']}"


_stop_importing = closing("unit_tree_importing")


@st.dialog("导入单位", width="large", on_dismiss=_stop_importing)
def _import_dialog(visit: Visit) -> None:
    st.markdown("一行一个单位；已有的编号，名称、类别、上级不同的照新的改，从今天起。")
    make = partial(template_workbook, UNITS.title, ledger_columns(UNITS, {"kind": tuple(UNIT_KIND.values())}))
    download("模板", make, "单位模板.xlsx", _XLSX, key="unit_tree_template", icon=":material/download:")
    file = st.file_uploader("单位表", type=["xlsx", "xls", "csv"], key="unit_tree_file", max_upload_size=20)
    if file is None:
        return
    try:
        rows = read_table(file.getvalue())
    except BoardError as error:
        show_refusal(error)
        return
    st.markdown(f"读出 {len(rows)} 个单位。")
    if show_form("unit_tree_confirm", [], {}, lambda _given: _import(visit, rows), f"导入 {len(rows)} 个单位"):
        _stop_importing()
        st.rerun()


def _import(visit: Visit, rows: list[dict[str, Any]]) -> str:
    count = units.open_units(visit.store, visit.actor, rows, clock.today())
    return f"登记、改动了 {count} 个单位"


def show_unit(visit: Visit) -> None:
    """Draws the sheet of the open unit, if there is one."""
    rows = partial(shown, visit.store, visit.as_of)
    is_covered = any(st.session_state.get(f"unit_tree_{each}") for each in ("adding", "importing"))
    row = opened_row("unit_tree_open", rows, "unit_id", is_covered=is_covered)
    if row is not None:
        _sheet(visit, row)


@st.dialog("单位", width=SHEET_WIDTH, position="right", on_dismiss=closing("unit_tree_open"))
def _sheet(visit: Visit, row: pd.Series) -> None:
    st.html(heading(row["unit_id"], row["name"]))
    is_forwarded = is_below_another(row["unit_id"])
    if visit.may("units.edit") and not is_forwarded:
        _show_actions(visit, row["unit_id"])
    above = {"位置": row["path"], "类别": row["kind_word"], "下面": f"{row['below_count']} 个单位"}
    key = "；".join(sorted(keys_of(visit.store).get(row["unit_id"], ()))) or "还没有登记"
    st.html(facts({**above, "密钥": "登记在转报它的下级那里" if is_forwarded else key}))
    drill("看它的上报", "submissions", {"submissions_text": row["unit_id"]}, "unit_tree_submissions")
    for step in steps_of(visit.store, row["unit_id"]):
        into = f"，并入 {step['merged_into']}" if step["merged_into"] else ""
        words = f"{step['on_date']:%Y-%m-%d}　{UNIT_STEP[step['action']]}　{step['name']}{into}"
        by = f"{step['actor_name']} " if step["actor_name"] else "下级转报，"
        st.caption(in_markdown(f"{words}　{by}{step['happened_at']:%Y-%m-%d} 登记"))


def _show_actions(visit: Visit, unit_id: str) -> None:
    key = f"unit_tree_action_{unit_id}"
    action = choose_action(key, list(_ACTIONS), _ACTIONS)
    if action is None:
        return
    asked = {"rename": ("name", "on"), "move": ("parent_id", "on"), "merge": ("merged_into", "on"), "close": ("on",)}
    fields = _fields(visit, *asked.get(action, ("fingerprint",)))
    with st.container(border=True):
        save = partial(_save, visit, unit_id, action)
        if show_form(f"{key}.{action}", fields, {"on": clock.today()}, save, _ACTIONS[action]):
            end_action(key)


def _save(visit: Visit, unit_id: str, action: str, given: dict[str, Any]) -> str:
    if action in {"register", "strike"}:
        shown_as = given["fingerprint"] or ""
        units.register_key(visit.store, visit.actor, unit_id, shown_as, is_valid=action == "register")
    else:
        units.change(visit.store, visit.actor, unit_id, action, given, given["on"] or clock.today())
    return f"{unit_id} 已{_ACTIONS[action]}"
