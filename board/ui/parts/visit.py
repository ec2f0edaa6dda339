"""One visit of one person to one page: who, which activity, as of which day, compared with which.

`guard` is the first statement of every page. It asks the server, not the shell that drew the navigation, so a page that
is run by itself shows nothing to a stranger.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

import streamlit as st

from board import clock
from board.access import Actor, Role, allowed
from board.accounts import sign_in
from board.activity import activities
from board.activity.activities import Activity
from board.errors import BoardError, Refused
from board.store.frames import each_row
from board.store.store import Store
from board.store.trail.chain import Deed
from board.ui.parts.days import asked_days
from board.web import audience, serving
from board.words import ROLE


@dataclass(frozen=True)
class Visit:
    """What a page needs to know. `compare_on` is None where nothing is compared; `is_past`: `as_of` is before today."""

    store: Store
    actor: Actor
    activity: Activity
    as_of: date
    compare_on: date | None
    is_past: bool

    def may(self, permission: str) -> bool:
        """Whether this person may do something now. The past is for reading only."""
        return allowed(self.actor, permission) and not (self.is_past and not permission.startswith("see."))


def guard(subject: str) -> Visit:
    """The visit, for a person who may see the subject; anyone else gets a sentence and the page ends here."""
    actor = current_actor()
    if actor is None:
        _end("请先登录", "登录已失效，或者还没有登录。", "[去登录](/sign-in)")
    if not allowed(actor, f"see.{subject}"):
        _note_closed(actor, subject)
        _end("这个页面不对您的角色开放", "您的角色看不到这里的内容。", "如确需查看，请联系管理员。")
    activity = current_activity()
    if activity is None:
        _end("还没有活动", "管理员建立活动以后，这里才有内容。", "请管理员到“系统管理”建立活动。")
    days = asked_days(serving.store(), activity)
    as_of = days.as_of or clock.today()
    return Visit(serving.store(), actor, activity, as_of, days.compared, as_of < clock.today())


def _note_closed(actor: Actor, subject: str) -> None:
    """Enter that a page was asked for that isn't open to the person, once for each of their browser's sessions."""
    if st.session_state.setdefault(f"closed/{subject}", None) != actor.account_id:
        st.session_state[f"closed/{subject}"] = actor.account_id
        serving.store().note(Deed("refused.page", actor, subject))


def _end(title: str, message: str, remedy: str) -> NoReturn:
    st.info(f"**{title}**　{message}{remedy}", icon=":material/lock:")
    st.stop()


def current_actor() -> Actor | None:
    """Who is looking: the signed-in account, or in the demonstration the role chosen in the corner. What is read from
    now on is for them.
    """
    actor = _looking()
    audience.draw_for(actor)
    return actor


def _looking() -> Actor | None:
    activity = current_activity()
    activity_id = activity.activity_id if activity else ""
    if serving.settings().demo:
        return _demo_actor(activity_id)
    return sign_in.who(serving.store(), st.context.cookies.get(sign_in.COOKIE, ""), activity_id)


def refuse_if_changed(actor: Actor | None) -> None:
    """Raise Refused unless the person a page was drawn for is signed in still, with the same rights.

    A button's callback runs before the page, and so before the page asks.
    """
    if actor is None or current_actor() != actor:
        refusal = Refused("没有保存", "登录已失效，或者您的角色刚刚改过。", "请重新登录后再办理。")
        note_refusal(refusal, actor)  # whoever is sent to the sign-in form never sees it drawn
        raise refusal


def note_refusal(error: BoardError, actor: Actor | None) -> None:
    """Enter into the audit trail that a person may not do something, once, though it is shown at every rerun."""
    if isinstance(error, Refused) and not error.is_noted:
        error.is_noted = True
        serving.store().note(Deed("refused.action", actor, error.title))


def _demo_actor(activity_id: str) -> Actor:
    label = _chosen_word("role", (ROLE[Role.CLERK], *ROLE.values()))
    role = next(role for role in Role if ROLE[role] == label)
    return Actor(f"demo-{role}", f"示例{ROLE[role]}", frozenset({role}), _demo_person(role, activity_id))


def _demo_person(role: Role, activity_id: str) -> str | None:
    if role == Role.LEADER:
        return activities.principal(serving.store(), activity_id)
    if role == Role.OWNER:
        return activities.busiest_owner(serving.store(), activity_id)
    return None


def current_activity() -> Activity | None:
    """The activity chosen in the header or named in the URL, else the newest real one; None in a store without any."""
    names = activity_names()
    if not names:
        return None
    return activities.activity(serving.store(), names[_chosen_word("activity", tuple(names))])


def activity_names() -> dict[str, str]:
    """What each activity is called in the header → its id; the newest first, examples last."""
    names: dict[str, str] = serving.store().cached("visit.activity_names", _named_activities)  # asked often in a run
    return names


def _named_activities() -> dict[str, str]:
    rows = activities.activities(serving.store()).sort_values("is_example", kind="stable")
    several = rows["unit_id"].nunique() > 1  # else the band says which unit it is
    return {f"{row.activity_id} {row.stage}" + f" {row.unit_name}" * several: row.activity_id for row in each_row(rows)}


def _chosen_word(key: str, words: Sequence[str]) -> str:
    """A word chosen in the header or, before it is first drawn, in the URL; else the first."""
    chosen: str | None = st.session_state.get(key) or st.query_params.get(key)
    return chosen if chosen and chosen in words else words[0]


def words_of(visit: Visit, kind: str) -> dict[str, str]:
    """The words the activity may choose from for one kind of thing, as options of a field."""
    words = activities.terms(visit.store, visit.activity.activity_id)
    return {label: label for label in words[words["kind"] == kind]["label"]}
