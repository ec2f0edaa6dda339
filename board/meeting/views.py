"""民主生活会 as shown: readiness in words, papers and criticisms as tables, problems with their state."""

from datetime import date
from typing import Any

import pandas as pd

from board.activity import activities
from board.meeting import actions
from board.problems import actions as problems
from board.store.frames import each_row, kept, with_late_word
from board.store.store import Store
from board.wording import late_words
from board.words import ABOUT, BRIEFING_MEETING, FORUM, LIFE_MEETING

PROBLEM_SEARCHED = ("problem_id", "content", "subjective_cause", "objective_cause")
FINDING_SEARCHED = ("outline_id", "content")
MEETING_SEARCHED = ("meeting_id", "topic", "minutes")
# Kinds of meeting of which the plan wants a record, and the words for what a meeting's record lacks.
RECORDED = (FORUM, LIFE_MEETING, BRIEFING_MEETING)
_LACKS = {(True, True): "有记录", (True, False): "缺会议记录", (False, True): "缺到会", (False, False): "还没有记录"}
# The words for the state of a problem in the list of problems.
WITH_ITEM, WITHOUT_ITEM = "已转整改", "还没有转整改"
# The words of a requirement's link: to add what is missing, or to see what is there.
TO_MEND, TO_SEE = "去办理", "去看看"


@kept
def readiness(
    store: Store,
    activity_id: str,
    as_of: date,
    meeting_id: str | None = None,
    compare_on: date | None = None,
) -> pd.DataFrame:
    """`meeting.readiness` with the words a reader sees: state_word, progress (done of required), to_mend, news_word.

    news_word: how many more there are, in time or not, than at the end of `compare_on`.
    """
    rows = actions.readiness(store, activity_id, as_of, meeting_id)
    before = actions.readiness(store, activity_id, compare_on, meeting_id) if compare_on else rows
    there, were = (each["done_count"] + each["later_count"] for each in (rows, before))
    later = rows["later_count"].map(lambda count: f"，另有 {count} 项过后才补上" if count else "")
    words = {(True, False): "✓ 办妥", (False, True): "✗ 没有办妥", (False, False): "还没有办完"}
    return rows.assign(
        state_word=[words[bool(row.is_done), bool(row.is_overdue)] for row in each_row(rows)],
        progress=rows["done_count"].astype(str) + " / " + rows["required_count"].astype(str) + later,
        to_mend=rows["is_done"].map({True: TO_SEE, False: TO_MEND}),
        news_word=(there - were).map(lambda more: f"多 {more} 项" if more > 0 else f"少 {-more} 项" if more else ""),
    )


@kept
def other_meetings(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The meetings of `meeting.held_meetings` that were held, without life meetings, with the words a reader sees.

    came_word: how many came, of which kinds, else how many are noted by name. record_word: what its record lacks.
    late_word: when it was entered late.
    """
    rows = actions.held_meetings(store, activity_id, as_of)
    rows = rows[rows["is_held"] & (rows["kind"] != LIFE_MEETING)].reset_index(drop=True)
    return rows.assign(
        came_word=[_came(row) for row in each_row(rows)],
        record_word=[_LACKS[bool(row.has_attendance), row.minutes != ""] for row in each_row(rows)],
        late_word=late_words(rows["held_on"], rows["entered_late"]),
    )


def _came(row: Any) -> str:
    count = row.present_count if pd.isna(row.came_count) else int(row.came_count)
    return "" if not count else f"{count} 人" + (f"（{row.came_from}）" if row.came_from else "")


@kept
def problem_rows(
    store: Store, activity_id: str, as_of: date, compare_on: date | None, with_givers: bool
) -> pd.DataFrame:
    """`problems.problems` with the words a reader sees: about_word, item_word, solve_word, sources, news_word,
    late_word.

    Without givers, talks are left out of the sources: next to an opinion, a talk would show where it was given.
    """
    rows = problems.problems(store, activity_id, as_of)
    known = set(problems.problems(store, activity_id, compare_on)["problem_id"]) if compare_on else set()
    is_new = ~rows["problem_id"].isin(known) if compare_on else pd.Series(False, index=rows.index)
    named = rows.assign(
        about_word=rows["member_name"].where(rows["about"] == "member", ABOUT["group"]),
        item_word=rows["item_ids"].map(lambda ids: WITH_ITEM if ids else WITHOUT_ITEM),
        solve_word=rows["solve_now"].map({True: "能马上解决", False: "要花时间"}).fillna(""),
        sources=[_sources(row, with_givers) for row in each_row(rows)],
        news_word=is_new.map({True: "新增", False: ""}).fillna(""),
    )
    return with_late_word(store, activity_id, "problems", as_of, named)


def _sources(problem: Any, with_givers: bool) -> str:
    met = "" if pd.isna(problem.meeting_id) else problem.meeting_id
    talked = problem.talk_ids if with_givers else ""
    return "、".join(
        each for each in (met, problem.opinion_ids, talked, problem.outline_ids, problem.study_ids) if each
    )


@kept
def aspects_touched(store: Store, activity_id: str, as_of: date, meeting_id: str | None = None) -> pd.DataFrame:
    """One row per member and aspect that the plan requires, in order, with how often the member criticised it.

    member_id, member_name, aspect, count (self-criticism included). meeting_id: None counts every meeting.
    """
    people, terms = activities.people(store, activity_id), activities.terms(store, activity_id)
    members = people[people["is_member"]][["person_id", "name"]].set_axis(["member_id", "member_name"], axis=1)
    wanted = terms[(terms["kind"] == "aspect") & terms["required"]].sort_values("position")
    made = actions.criticisms(store, activity_id, as_of)
    made = made if meeting_id is None else made[made["meeting_id"] == meeting_id]
    counts = made.groupby(["critic_id", "aspect"]).size().rename("count").reset_index()
    cells = members.merge(wanted[["label"]].set_axis(["aspect"], axis=1), how="cross")
    joined = cells.merge(counts.rename(columns={"critic_id": "member_id"}), on=["member_id", "aspect"], how="left")
    return joined.assign(count=joined["count"].fillna(0).astype("int64"))


@kept
def criticised(store: Store, activity_id: str, as_of: date, meeting_id: str) -> pd.DataFrame:
    """One row per member, in order, with how often they criticised themselves, others, and each other member.

    member_id, member_name, self_count, others_count, received_count, and a column per member's id.
    """
    people = activities.people(store, activity_id)
    members = people[people["is_member"]]
    criticisms = actions.criticisms(store, activity_id, as_of)
    criticisms = criticisms[criticisms["meeting_id"] == meeting_id]
    rows = []
    for member in each_row(members):
        own = criticisms[criticisms["critic_id"] == member.person_id]
        counts = own["target_id"].value_counts()
        rows.append(
            {
                "member_id": member.person_id,
                "member_name": member.name,
                "self_count": int(own["is_self"].sum()),
                "others_count": int((~own["is_self"].astype(bool)).sum()),
                "received_count": int(
                    ((criticisms["target_id"] == member.person_id) & ~criticisms["is_self"].astype(bool)).sum()
                ),
                **{other: int(counts.get(other, 0)) for other in members["person_id"]},
            }
        )
    return pd.DataFrame(rows)
