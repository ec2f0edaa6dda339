"""The rules' verdicts as shown: a table, its views, changes since a day, and the figures of each member."""

from datetime import date

import pandas as pd

from board.activity import activities
from board.procedure import verdicts
from board.rules.judging import FAILURES, FAMILIES, members
from board.rules.mending import heard_in_person, judged_in_person, talks_given
from board.rules.records import Records
from board.rules.verdicts import RULES
from board.store.frames import kept
from board.store.store import Store
from board.words import VERDICT

SEARCHED = ("number", "title", "summary", "family_word", "failure")
ALL = "全部"
_FAMILY_OF = [rule.family for rule in RULES]
NUMBERS = {
    rule.rule_id: f"{list(FAMILIES).index(rule.family) + 1}.{_FAMILY_OF[: place + 1].count(rule.family)}"
    for place, rule in enumerate(RULES)
}
# Rules kept since the last kind of giver or channel was first heard.
_SINCE_HEARD = {"order_heard", "opinions_channels", "opinions_givers"}
_NO_PHASE = "贯穿各环节"


@kept
def shown(store: Store, activity_id: str, as_of: date, compare_on: date | None = None) -> pd.DataFrame:
    """One row per rule, failed ones first.

    rule_id, number (family and place in it, as shown to people), title, failure, family_word, phase_id, phase_name,
    verdict, verdict_word, tags (list: the word), summary, gap_count, since, wanted_on, was (the verdict's word on the
    compared day if it was different, else "").
    """
    then = {} if compare_on is None else _words(store, activity_id, compare_on)
    phases = activities.phases(store, activity_id).query("purpose != ''").set_index("purpose")
    rows = [
        {
            "rule_id": each.rule.rule_id,
            "number": NUMBERS[each.rule.rule_id],
            "title": each.rule.title,
            "failure": each.rule.failure,
            "family_word": FAMILIES[each.rule.family],
            "phase_id": phases["phase_id"].get(each.rule.purpose, ""),
            "phase_name": phases["name"].get(each.rule.purpose, _NO_PHASE),
            "verdict": each.verdict,
            "verdict_word": VERDICT[each.verdict],
            "tags": [VERDICT[each.verdict]],
            "summary": each.summary,
            "gap_count": len(each.gaps),
            "since": each.since,
            "wanted_on": each.wanted_on,
            "was": _was(then.get(each.rule.rule_id, ""), VERDICT[each.verdict]),
        }
        for each in verdicts.verdicts(store, activity_id, as_of)
    ]
    frame = pd.DataFrame(rows)
    for name in ("since", "wanted_on"):
        frame[name] = pd.to_datetime(frame[name])
    order = frame["verdict"].map({code: place for place, code in enumerate(VERDICT)})
    return frame.iloc[order.argsort(kind="stable")].reset_index(drop=True)


@kept
def visible(store: Store, activity_id: str, as_of: date, compare_on: date | None, with_givers: bool) -> pd.DataFrame:
    """`shown` as a reader may see it: without givers, `since` is blank for rules that would show when the last kind of
    giver or channel was first heard.
    """
    rows = shown(store, activity_id, as_of, compare_on)
    return rows if with_givers else rows.assign(since=rows["since"].mask(rows["rule_id"].isin(_SINCE_HEARD)))


def _words(store: Store, activity_id: str, day: date) -> dict[str, str]:
    return {each.rule.rule_id: VERDICT[each.verdict] for each in verdicts.verdicts(store, activity_id, day)}


def _was(then: str, now: str) -> str:
    return then if then != now else ""


def view_counts(rows: pd.DataFrame) -> dict[str, int]:
    """How many rules each view holds, in the order of the tabs."""
    return {ALL: len(rows)} | {word: int((rows["verdict"] == code).sum()) for code, word in VERDICT.items()}


def in_view(rows: pd.DataFrame, view: str) -> pd.DataFrame:
    """The rules of a view."""
    return rows if view == ALL else rows[rows["verdict"].map(VERDICT) == view]


def by_failure(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per failure that the plan warns of: failure, rule_count, failed_count, passed_count, ensured_count."""
    flagged = rows.assign(**{f"{code}_count": rows["verdict"] == code for code in ("failed", "passed", "ensured")})
    groups = flagged.groupby("failure")[["failed_count", "passed_count", "ensured_count"]]
    counted = groups.sum().assign(rule_count=rows["failure"].value_counts())
    return counted.reindex(FAILURES, fill_value=0).reset_index()


@kept
def by_phase(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per phase, in order, with the counts of its rules and its newest mark.

    phase_id, name, start_on, end_on, rule_count, failed_count, not_yet_count, is_done, reason, actor_name, happened_at.
    """
    phases, rows = activities.phases(store, activity_id, as_of), shown(store, activity_id, as_of)
    marks = verdicts.marks(store, activity_id, as_of).rename(columns={"failed_count": "failed_then"})
    counts = {
        "rule_count": rows["phase_id"],
        "failed_count": rows[rows["verdict"] == "failed"]["phase_id"],
        "not_yet_count": rows[rows["verdict"] == "not_yet"]["phase_id"],
    }
    counted = {name: phases["phase_id"].map(ids.value_counts()).fillna(0).astype(int) for name, ids in counts.items()}
    joined = phases.assign(**counted).merge(marks, on="phase_id", how="left")
    return joined.assign(is_done=joined["is_done"].eq(True), reason=joined["reason"].fillna(""))


@kept
def leading(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per member of the leading group, its head first, with their leadership by example (带头).

    person_id, name, post, is_principal, item_count (items led), closed_count, late_count, talk_count, heard_count
    (opinions heard in person), accepted_count (forums and briefings after the meeting, where people judged).
    """
    known = Records(store, activity_id, as_of)
    items = known.items
    counts = {
        "item_count": items["leader_id"].value_counts(),
        "closed_count": items["leader_id"][items["is_closed"]].value_counts(),
        "late_count": items["leader_id"][items["is_late"]].value_counts(),
        "talk_count": talks_given(known),
        "heard_count": heard_in_person(known),
        "accepted_count": judged_in_person(known),
    }
    group = members(known)[["person_id", "name", "post", "is_principal"]].reset_index(drop=True)
    counted = {name: group["person_id"].map(times).fillna(0).astype(int) for name, times in counts.items()}
    return group.assign(**counted)
