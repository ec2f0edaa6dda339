"""The first activity of a store: made from a plan and empty, or the example."""

import streamlit as st

from board import clock
from board.access import Actor, allowed
from board.activity import creating
from board.activity.plan import kept as plans_kept
from board.errors import Invalid
from board.example import school as example
from board.store.store import Store
from board.ui.parts.forms.form import Field, show_form
from board.web import serving

_REQUIRED = {"plan": "请选择方案", "start_on": "请填写开始日期"}


def show_start(store: Store, actor: Actor) -> None:
    """Draws the page that replaces all others while there is no activity."""
    if not allowed(actor, "activities.edit"):
        st.info("**还没有活动**　管理员建立活动以后，这里才有内容。", icon=":material/hourglass_empty:")
        return
    st.title("从哪里开始？")
    left, right = st.columns(2, gap="large")
    with left, st.container(border=True):
        st.header("按方案建立活动")
        st.markdown("单位、环节、工作任务、评议项目都按方案建好，台账是空的，等着登记。")
        show_new_activity(store, actor)
    with right, st.container(border=True):
        st.header("载入示例")
        st.markdown("一所正走到半程的示例学校，各页都有内容，处处标着“示例”。适合先看看怎么用。")
        if show_form("start_example", [], {}, lambda _given: _load_example(store, actor), "载入示例"):
            st.rerun()


def _load_example(store: Store, actor: Actor) -> str:
    example.load_example(store, clock.today(), actor)
    return "已载入示例"


def show_new_activity(store: Store, actor: Actor) -> None:
    """Draws the form that makes an activity from a plan and a start day; the plan's dates are counted from it."""
    known = plans_kept.usable(plans_kept.folder_of(serving.settings().data))
    fields = [
        Field(
            "plan",
            "方案",
            "choice",
            {name: f"{plan.activity.unit}　{plans_kept.title_of(name)}" for name, plan in known.items()},
        ),
        Field("start_on", "开始日期", "day", help="方案里的各个日期都从这一天推算"),
    ]
    initial = {"plan": next(iter(known), None), "start_on": clock.today()}

    def create(given: dict[str, object]) -> str:
        wrong = {name: message for name, message in _REQUIRED.items() if not given[name]}
        if wrong:
            raise Invalid(wrong)
        plan, demo = known[str(given["plan"])], serving.settings().demo
        activity_id = creating.create_activity(store, actor, plan, given["start_on"], is_example=demo)  # type: ignore[arg-type]
        return f"已建立活动 {activity_id}"

    if show_form("start_activity", fields, initial, create, "建立活动"):
        st.rerun()
