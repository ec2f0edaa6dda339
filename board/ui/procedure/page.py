"""The parts of 程序检查: the six failures, the phases and what is missing in them, a rule's sheet, who leads."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.answer import Answer
from board.navigation import NAVIGATION
from board.procedure import verdicts as procedure
from board.procedure.answer import procedure_answer
from board.procedure.views import by_failure, by_phase, leading, shown, view_counts, visible
from board.rules.judging import Ground, Verdict
from board.store.frames import each_row
from board.ui.parts.answer import show_answer
from board.ui.parts.figures import Card, Change, show_figures
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.links import go
from board.ui.parts.plain import in_markdown
from board.ui.parts.records import SHEET_WIDTH, facts, heading
from board.ui.parts.sheets import closing, opened_row
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit
from board.words import VERDICT

TABLE_COLUMNS: dict[str, Any] = {
    "number": "编号",
    "title": column.main("程序", 220),
    "tags": column.tags("判断", list(VERDICT.values())),
    "summary": column.text("怎么样", 220, grows=3, stays=True),
    "gap_count": column.number("还差"),
    "wanted_on": column.day("期限"),
    "since": column.day("哪天起这样"),
    "failure": column.text("防什么", 90),
    "phase_name": column.text("环节", 120),
}
COMPARED_COLUMN = {"was": column.text("原来", 90)}
EXPORT_LABELS = {
    "number": "编号",
    "title": "程序",
    "verdict_word": "判断",
    "summary": "怎么样",
    "gap_count": "还差",
    "wanted_on": "期限",
    "since": "哪天起这样",
    "failure": "防什么",
    "family_word": "类别",
    "phase_name": "环节",
}
# Where a record opens: its page's key for the open record, and the prefix of its ids.
_OPENS = {
    "opinions": ("opinions_opinion", "O-"),
    "rectification": ("rectification_item", "R-"),
    "publication": ("publication_open", "N-"),
    "tasks": ("tasks_task", "T"),
}
_TITLES = {entry.subject: entry.title for entries in NAVIGATION.values() for entry in entries}
_MOST = 50
_NEXT = "procedure_rule"


def rules(visit: Visit) -> pd.DataFrame:
    """Returns the rules of the day as this person may see them (`procedure.views.visible`)."""
    return visible(visit.store, visit.activity.activity_id, visit.as_of, visit.compare_on, visit.may("see.givers"))


def show_day_answer(visit: Visit) -> None:
    """Draws the answer of the page."""

    def answer() -> Answer:
        day = visit.compare_on
        before = shown(visit.store, visit.activity.activity_id, day) if day else None
        return procedure_answer(rules(visit), before, day)

    show_answer(visit, "procedure", visit.kept("procedure.answer", answer, visit.may("see.givers")))


def counts_before(visit: Visit) -> dict[str, int] | None:
    """Returns how many rules each view held on the compared day; None if nothing is compared."""
    day = visit.compare_on
    if day is None:
        return None
    return visit.kept("procedure.before", lambda: view_counts(shown(visit.store, visit.activity.activity_id, day)))


def show_failures(visit: Visit) -> None:
    """Draws the six failures, each with how many of its rules pass; a click filters the table by it."""
    failures = visit.kept("procedure.failures", lambda: by_failure(rules(visit)))
    show_figures(
        "procedure",
        [
            Card(
                row.failure,
                "",
                f"{row.passed_count} / {row.rule_count} 条通过"
                + (f"，{row.ensured_count} 条由填报保证" if row.ensured_count else ""),
                _how(row),
                target=("procedure", {"procedure_failure": [row.failure]}),
            )
            for row in each_row(failures)
        ],
    )


def _how(row: Any) -> Change:
    if row.failed_count:
        return Change(f"{row.failed_count} 条未通过", "bad", "✕")
    if not row.rule_count:
        return Change("没有程序要查")
    if row.passed_count + row.ensured_count == row.rule_count:
        return Change("都通过", "good", "✓") if row.passed_count else Change("由填报保证", sign="○")
    return Change("还没到时间", sign="○")


def show_phases(visit: Visit) -> None:
    """Draws for each phase what is missing, and the button that marks it as done."""
    phases = by_phase(visit.store, visit.activity.activity_id, visit.as_of)
    for place, row in zip(st.columns(max(len(phases), 1), gap="small"), each_row(phases), strict=False):
        with place.container(border=True, gap="xxsmall", height="stretch"):
            st.markdown(f"**{in_markdown(row.name)}**　{_standing(row)}")
            if row.is_done:
                reason = f"：{in_markdown(row.reason)}" if row.reason else ""
                st.caption(f"{row.happened_at:%m月%d日} {in_markdown(row.actor_name)} 标记完成{reason}")
            if row.start_on.date() > visit.as_of and not row.is_done:
                st.caption(f"{row.start_on:%m月%d日} 开始")
            elif visit.may("procedure.mark"):
                st.button(
                    "重新打开" if row.is_done else "标记完成",
                    key=f"procedure_mark_{row.phase_id}",
                    type="tertiary",
                    icon=":material/undo:" if row.is_done else ":material/task_alt:",
                    on_click=_ask,
                    args=(row.phase_id,),
                )
    chosen = st.session_state.get("procedure_marking")
    if chosen:
        _mark_dialog(visit, phases[phases["phase_id"] == chosen].iloc[0])


def _standing(row: Any) -> str:
    if row.failed_count:
        return f":red[{row.failed_count} 条未通过]" + (f"，{row.not_yet_count} 条未到时间" if row.not_yet_count else "")
    if row.not_yet_count:
        return f"{row.not_yet_count} 条未到时间"
    return f":green[{row.rule_count} 条都通过]" if row.rule_count else "没有程序要查"


def _ask(phase_id: str | None = None) -> None:
    st.session_state["procedure_marking"] = phase_id


@st.dialog("环节是否完成", width="medium", on_dismiss=_ask)
def _mark_dialog(visit: Visit, phase: pd.Series) -> None:
    is_done = not phase["is_done"]
    open_count = int(phase["failed_count"]) + int(phase["not_yet_count"])
    st.markdown(f"**{in_markdown(phase['name'])}**　" + ("标记为完成" if is_done else "重新打开"))
    if is_done and open_count:
        st.warning(
            f"还有 {open_count} 条程序没有通过。写明原因才能标记完成，原因会留在记录里。", icon=":material/rule:"
        )
    fields = [
        Field("reason", "原因" if open_count or not is_done else "说明（可以不填）", "area", wide=True, at_most=500)
    ]

    def save(given: dict[str, Any]) -> str:
        procedure.mark(
            visit.store,
            visit.actor,
            visit.activity.activity_id,
            phase["phase_id"],
            {"is_done": is_done, "reason": given["reason"]},
        )
        return f"{phase['name']}：" + ("已标记完成" if is_done else "已重新打开")

    if show_form(f"procedure_mark_form_{phase['phase_id']}", fields, {}, save, "确定"):
        _ask()
        st.rerun()


def show_rule(visit: Visit) -> None:
    """Draws the sheet of the open rule, if there is one."""
    is_covered = bool(st.session_state.get("procedure_marking"))
    row = opened_row(_NEXT, partial(rules, visit), "number", "程序", is_covered=is_covered)
    if row is None:
        return
    verdicts = procedure.verdicts(visit.store, visit.activity.activity_id, visit.as_of)
    _sheet(visit, next(each for each in verdicts if each.rule.rule_id == row["rule_id"]), row)


@st.dialog("程序检查", width=SHEET_WIDTH, position="right", on_dismiss=closing(_NEXT))
def _sheet(visit: Visit, verdict: Verdict, row: pd.Series) -> None:
    st.html(heading(row["number"], verdict.rule.title))
    fields = {
        "判断": VERDICT[verdict.verdict],
        "怎么样": verdict.summary,
        "怎样保证": verdict.rule.ensured_by,
        "哪天起这样": row["since"],
        "期限": row["wanted_on"],
        "防什么": verdict.rule.failure,
        "类别": row["family_word"],
        "环节": row["phase_name"],
    }
    st.html(facts(fields, {"判断": row["was"]} if row["was"] else None))
    grounds = [*verdict.gaps, *(each for each in verdict.grounds if not each.is_gap)]
    if grounds:
        st.html(f'<h3 class="section">{"还差这些" if verdict.gaps else "依据"}</h3>')
    with st.container(gap="xxsmall"):
        for place, ground in enumerate(grounds[:_MOST]):
            _show_ground(visit, place, ground)
    if len(grounds) > _MOST:
        st.caption(f"这里列出前 {_MOST} 样，共 {len(grounds)} 样。")


def _show_ground(visit: Visit, place: int, ground: Ground) -> None:
    text = in_markdown(f"{ground.record_id}　{ground.text}" if ground.record_id else ground.text)
    if not visit.may(f"see.{ground.subject}"):
        st.markdown(f"{'✕' if ground.is_gap else '✓'} {text}")
        return
    st.button(
        f"{text}　›",
        key=f"procedure_ground_{place}",
        type="tertiary",
        icon=":material/error:" if ground.is_gap else ":material/check:",
        help=f"到{_TITLES[ground.subject]}去办",
        on_click=go,
        args=(ground.subject, _asked(ground)),
    )


def _asked(ground: Ground) -> dict[str, str]:
    """Returns the filters that open a ground's record on its page; none if the ground is about the page itself."""
    key, prefix = _OPENS.get(ground.subject, ("", ""))
    return {key: ground.record_id} if key and ground.record_id.startswith(prefix) else {}


def show_leading(visit: Visit) -> None:
    """Draws what each member of the leading group does by example, its head first."""
    st.header("领导带头")
    columns = {
        "name": column.text("班子成员", 140),
        "item_count": column.number("牵头事项"),
        "closed_count": column.number("已销号"),
        "late_count": column.number("逾期"),
        "talk_count": column.number("谈心", help_text="与其他成员、各年级组和教师谈心的次数"),
        "heard_count": column.number("当面听取", help_text="与各年级组、教师交换了看法的谈心，加上谈出了意见的"),
        "accepted_count": column.number("接受评议", help_text="民主生活会以后到了几次座谈会、通报会"),
    }
    rows = leading(visit.store, visit.activity.activity_id, visit.as_of)
    quiet_table(rows, columns, "各位班子成员牵头、谈心、听取意见、接受评议的情况")


def phase_notes(visit: Visit) -> dict[str, str]:
    """Returns by phase_id, for the ribbon, how many rules are broken in each phase, or that it is done."""

    def notes() -> dict[str, str]:
        phases = by_phase(visit.store, visit.activity.activity_id, visit.as_of)
        return {row.phase_id: _note(row) for row in each_row(phases)}

    return visit.kept("procedure.phase_notes", notes)


def _note(row: Any) -> str:
    if row.is_done:
        return "已完成"
    return f"本环节 {row.failed_count} 条程序未通过" if row.failed_count else ""
