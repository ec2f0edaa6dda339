"""One person's visit to a page: who, which activity, which day, compared with which day.

`guard` is the first statement of every page. It asks the server, not the shell that drew the navigation, so a page
that is run by itself shows nothing to a stranger.
"""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn, TypeVar

import pandas as pd
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
from board.store.transaction import own
from board.ui.parts import filters
from board.ui.parts.days import asked_days
from board.web import audience, serving
from board.words import ROLE

T = TypeVar("T")


@dataclass(frozen=True)
class Visit:
    """The facts a page needs. `compare_on`: None if nothing is compared; `is_past`: `as_of` is before today;
    `is_known_now`: it is shown as it is known now, not as it was known then.
    """

    store: Store
    actor: Actor
    activity: Activity
    as_of: date
    compare_on: date | None
    is_past: bool
    is_known_now: bool = False

    def may(self, permission: str) -> bool:
        """Returns whether this person may do something now. In the past one can only read."""
        return allowed(self.actor, permission) and not (self.is_past and not permission.startswith("see."))

    def kept(self, name: str, make: Callable[[], T], *asked: Hashable) -> T:
        """Returns what `make` makes of the records that it reads, again only after one came out otherwise.

        asked: all else that it is made of, beside the activity and the two days.
        """
        made: Any = self.store.cached((name, self.activity.activity_id, self.as_of, self.compare_on, *asked), make)
        kept: Any = own(made) if isinstance(made, pd.DataFrame) else made
        return kept  # type: ignore[no-any-return]


def guard(subject: str) -> Visit:
    """Returns the visit of a person who may see the subject; anyone else gets a message and the page ends here."""
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
    return Visit(serving.store(), actor, activity, as_of, days.compared, as_of < clock.today(), days.is_known_now)


def _note_closed(actor: Actor, subject: str) -> None:
    """Enters in the audit trail that a person asked for a page they may not see, once per browser session."""
    if st.session_state.setdefault(f"closed/{subject}", None) != actor.account_id:
        st.session_state[f"closed/{subject}"] = actor.account_id
        serving.store().note(Deed("refused.page", actor, subject))


def _end(title: str, message: str, remedy: str) -> NoReturn:
    st.info(f"**{title}**　{message}{remedy}", icon=":material/lock:")
    st.stop()


def current_actor() -> Actor | None:
    """Returns who is looking: the signed-in account or, in the demonstration, the chosen role.

    All that is read afterwards is read for them.
    """
    actor = _looking()
    audience.draw_for(actor)
    return actor


def _looking() -> Actor | None:
    activity = current_activity()
    activity_id = activity.activity_id if activity else ""
    if serving.settings().demo:
        return sign_in.demo_actor(serving.store(), _demo_role(), activity_id)
    return sign_in.who(serving.store(), st.context.cookies.get(sign_in.COOKIE, ""), activity_id)


def refuse_if_changed(actor: Actor | None) -> None:
    """Raises Refused unless the person the page was drawn for is still signed in with the same rights.

    A button's callback runs before the page does, and so before `guard`.
    """
    if actor is None or current_actor() != actor:
        refusal = Refused("没有保存", "登录已失效，或者您的角色刚刚改过。", "请重新登录后再办理。")
        note_refusal(refusal, actor)  # noted here, as a person sent to the sign-in form never sees it drawn
        raise refusal


def note_refusal(error: BoardError, actor: Actor | None) -> None:
    """Enters in the audit trail that a person was refused an action, once, though it is shown at every rerun."""
    if isinstance(error, Refused) and not error.is_noted:
        error.is_noted = True
        serving.store().note(Deed("refused.action", actor, error.title))


def _demo_role() -> Role:
    label = _chosen_word("role", (ROLE[Role.CLERK], *ROLE.values()))
    return next(role for role in Role if ROLE[role] == label)


def current_activity() -> Activity | None:
    """Returns the activity chosen in the header or the URL, by default the newest real one; None if there is none."""
    named = _named_activities()
    return named[_chosen_word("activity", named)] if named else None


def activity_names() -> dict[str, str]:
    """Returns the name of each activity in the header → its id; newest first, examples last."""
    return {name: activity.activity_id for name, activity in _named_activities().items()}


def _named_activities() -> dict[str, Activity]:
    def make() -> dict[str, Activity]:
        rows = activities.activities(serving.store()).sort_values("is_example", kind="stable")
        several = rows["unit_id"].nunique() > 1  # else the band says which unit it is
        return {
            f"{row.activity_id} {row.stage}" + f" {row.unit_name}" * several: activities.activity(
                serving.store(), row.activity_id
            )
            for row in each_row(rows)
        }

    named: dict[str, Activity] = serving.store().cached("visit.activities", make)  # asked often in a run
    return named


def _chosen_word(key: str, words: Collection[str]) -> str:
    """Returns the word chosen in the header or, before it is first drawn, in the URL; by default the first."""
    chosen = filters.asked(key)
    return str(chosen) if chosen in words else next(iter(words))


def words_of(visit: Visit, kind: str) -> dict[str, str]:
    """Returns the activity's words for one kind of thing, as options of a field."""
    words = activities.terms(visit.store, visit.activity.activity_id)
    return {label: label for label in words[words["kind"] == kind]["label"]}
