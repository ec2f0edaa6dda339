"""The parts of 系统管理 about accounts, and about activities and the plans they are made from."""

from typing import Any

import pandas as pd
import streamlit as st

from board import clock
from board.access import Role
from board.accounts import actions as accounts
from board.accounts.passwords import ADVISED, SHORTEST
from board.activity import activities
from board.operating import retention
from board.ui.admin.accounts_import import is_batch_open, show_batch, show_batch_button
from board.ui.admin.leaving import show_leaving
from board.ui.admin.oidc import show_link, with_links
from board.ui.admin.public import show_public
from board.ui.admin.starting import show_new_activity
from board.ui.parts import filters
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.sheets import closing
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table, show_table
from board.ui.parts.visit import Visit
from board.units.tree import paths, units_on
from board.web import serving
from board.words import ROLE

_ROLES = Field("roles", "角色", "choices", ROLE, help="可以兼任几个角色")
_PASSWORD = Field(
    "password",
    "密码",
    "password",
    help=f"至少 {SHORTEST} 个字符，建议 {ADVISED} 个以上；本人第一次登录要改成自己的",
)
_ACCOUNT_COLUMNS: dict[str, Any] = {
    "name": "登录名",
    "display_name": column.name("显示的名字"),
    "role_words": column.text("角色", 130),
    "person": column.text("对应的人员", 130),
    "bound_to": column.text("所管单位", 150),
    "state": column.name("状态"),
    "link": column.name("统一账号"),
    "created_at": column.moment("建立时间"),
}
_ACTIVITY_COLUMNS: dict[str, Any] = {
    "activity_id": column.name("编号"),
    "unit_name": column.text("单位", 120),
    "name": column.main("活动", 160),
    "stage": column.text("阶段", 100),
    "theme": column.text("实践主题", 160, grows=2),
    "start_on": column.day("开始"),
    "end_on": column.day("结束"),
}


def show_accounts(visit: Visit) -> None:
    """Draws every account, the button that adds one, and the sheet of the open one."""
    with st.container(horizontal=True):
        if st.button("新建账号", icon=":material/person_add:", key="admin_add"):
            st.session_state["admin_adding"] = True
        show_batch_button()
    frame = with_links(visit, _with_words(visit, accounts.accounts(visit.store)))
    if frame.empty:
        st.info("还没有账号。正式使用时，每个人用自己的账号登录。", icon=":material/group:")
    else:
        columns = {name: column for name, column in _ACCOUNT_COLUMNS.items() if name in frame}
        show_table(
            frame,
            columns,
            key="admin_table",
            id_column="name",
            open_key="admin_account",
            name="账号",
        )
    if st.session_state.get("admin_adding"):
        _add_dialog(visit)
    elif is_batch_open():
        show_batch(visit)
    else:
        _show_open(visit, frame)


def _with_words(visit: Visit, frame: pd.DataFrame) -> pd.DataFrame:
    people = activities.people(visit.store, visit.activity.activity_id)
    names = dict(zip(people["person_id"], people["name"], strict=True))
    if frame["unit_id"].any():
        units = paths(units_on(visit.store, clock.today()))
        frame = frame.assign(bound_to=[units.get(each, each) for each in frame["unit_id"]])
    return frame.assign(
        role_words=["、".join(ROLE[role] for role in roles) for roles in frame["roles"]],
        person=[names.get(linked.get(visit.activity.activity_id), "") for linked in frame["people"]],
        state=["在用" if active else "已停用" for active in frame["is_active"]],
    )


def _bound() -> list[Field]:
    """The field of a bureau's account with the unit that it is bound to; none elsewhere."""
    if not serving.settings().collects:
        return []
    units = paths(units_on(serving.store(), clock.today()))
    options = {"": "全部单位", **dict(sorted(units.items(), key=lambda each: each[1]))}
    return [Field("unit_id", "所管单位", "choice", options, help="只看得到、管得到它和它下面的；管理员管全部")]


def _people(visit: Visit) -> Field:
    people = activities.people(visit.store, visit.activity.activity_id)
    options = {None: "—", **dict(zip(people["person_id"], people["name"], strict=True))}
    return Field(
        "person_id", "对应的人员", "choice", options, help="责任人和领导要填：他们能看到、能办理的事项由此而定"
    )


_stop_adding = closing("admin_adding")


@st.dialog("新建账号", width="medium", on_dismiss=_stop_adding)
def _add_dialog(visit: Visit) -> None:
    fields = [
        Field("name", "登录名"),
        Field("display_name", "显示的名字", help="记录里写的是这个名字"),
        _ROLES,
        _people(visit),
        *_bound(),
        _PASSWORD,
    ]
    if show_form("admin_new", fields, {}, lambda given: _created(visit, given), "建立"):
        _stop_adding()
        st.rerun()


def _created(visit: Visit, given: dict[str, Any]) -> str:
    accounts.create_account(visit.store, visit.actor, {**_with_people(visit, given), "must_renew": True})
    return f"已建立账号 {in_markdown(given['name'])}"


def _with_people(visit: Visit, given: dict[str, Any]) -> dict[str, Any]:
    person_id = given.pop("person_id")
    return {**given, "people": {visit.activity.activity_id: person_id} if person_id else {}}


def _show_open(visit: Visit, frame: pd.DataFrame) -> None:
    name = filters.opened("admin_account")
    found = frame[frame["name"] == name]
    if name and not found.empty:
        _account_dialog(visit, found.iloc[0])


def _close() -> None:
    st.session_state["admin_account"] = None
    for key in [key for key in st.session_state if str(key).startswith("admin_leaving/")]:
        del st.session_state[key]


@st.dialog("账号", width="medium", position="right", on_dismiss=_close)
def _account_dialog(visit: Visit, account: pd.Series) -> None:
    st.markdown(f"## {in_markdown(account['name'])}　{account['state']}")
    account_id = account["account_id"]
    initial = {
        "display_name": account["display_name"],
        "roles": list(account["roles"]),
        "person_id": account["people"].get(visit.activity.activity_id),
        "unit_id": account["unit_id"],
    }
    fields = [Field("display_name", "显示的名字"), _ROLES, _people(visit), *_bound()]
    if show_form(f"admin_edit_{account_id}", fields, initial, lambda given: _edited(visit, account, given)):
        st.rerun()
    st.divider()
    if show_form(
        f"admin_password_{account_id}", [_PASSWORD], {}, lambda given: _reset(visit, account, given), "重设密码"
    ):
        st.rerun()
    st.divider()
    word = "停用" if account["is_active"] else "重新启用"
    if show_form(
        f"admin_active_{account_id}", [], {}, lambda _given: _switched(visit, account, word), f"{word}这个账号"
    ):
        st.rerun()
    st.divider()
    show_link(visit, account)
    show_leaving(visit, account)


def _edited(visit: Visit, account: pd.Series, given: dict[str, Any]) -> str:
    changed = _with_people(visit, given)
    people = {**account["people"], **changed["people"]}
    if not changed["people"]:
        people.pop(visit.activity.activity_id, None)
    roles = tuple(Role(role) for role in changed["roles"])
    if set(roles) == set(account["roles"]):
        del changed["roles"]
    accounts.edit_account(visit.store, visit.actor, account["account_id"], {**changed, "people": people})
    return f"账号 {in_markdown(account['name'])} 已修改"


def _reset(visit: Visit, account: pd.Series, given: dict[str, Any]) -> str:
    accounts.reset_password(visit.store, visit.actor, account["account_id"], given["password"])
    return f"账号 {in_markdown(account['name'])} 的密码已重设，请告诉本人；本人登录以后先要改掉"


def _switched(visit: Visit, account: pd.Series, word: str) -> str:
    act = accounts.deactivate_account if account["is_active"] else accounts.activate_account
    act(visit.store, visit.actor, account["account_id"])
    return f"账号 {in_markdown(account['name'])} 已{word}"


def show_activities(visit: Visit) -> None:
    """Draws the activities of the store, the public page of the one in the header, and the form that makes another."""
    rows = activities.activities(visit.store)
    quiet_table(rows, _ACTIVITY_COLUMNS, "活动", key="admin_activities", nothing="")
    st.header("公开网页")
    show_public(visit)
    st.header("按方案建立活动")
    show_new_activity(visit.store, visit.actor)
    _show_retention(visit)


def _show_retention(visit: Visit) -> None:
    """Draws, once the activity in the header is over, what is kept verbatim and the form that destroys it."""
    activity, found = visit.activity, retention.texts(visit.store, visit.activity.activity_id)
    if activity.end_on >= clock.today() or not found.count:
        return
    st.header("销毁意见原文")
    st.markdown(
        in_markdown(
            f"{activity.name}（{activity.stage}）已于 {activity.end_on} 结束，还存着 {found.opinion_count} 条意见、"
            f"{found.suggestion_count} 条评议表上的意见和建议的原文。销毁以后换不回来；条数、分类、反馈用语、怎么办的"
            "和各项数字都留着。以前做的备份里还有，请一并删去。"
        )
    )
    field = Field("typed", f"确定的话，请输入“{retention.CONFIRMED}”两个字")
    if show_form("admin_destroy", [field], {}, lambda given: _destroyed(visit, given), "销毁意见原文"):
        st.rerun()


def _destroyed(visit: Visit, given: dict[str, Any]) -> str:
    gone = retention.destroy(visit.store, visit.actor, visit.activity.activity_id, str(given["typed"] or ""))
    return f"已销毁 {gone.opinion_count} 条意见、{gone.suggestion_count} 条意见和建议的原文"
