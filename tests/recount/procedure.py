"""程序检查: what the rules count (docs/domain.md, 程序检查), not what they make of it; and what each member did."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd

from tests.recount import items, meeting, opinions, talks
from tests.recount.counts import Counts
from tests.recount.export import Export

# So many different characters say something.
FEWEST = 4


def count(export: Export, day: date) -> Counts:
    """The numbers in the rules' summaries, and the table of 领导带头."""
    counts = Counts()
    _talks(export, day, counts)
    _outlines(export, day, counts)
    _criticism(export, day, counts)
    problems = export.state("problems", day)
    sources = export.links("problem_sources", day)
    counts.add(
        {
            "问题有来源": int(problems["problem_id"].isin(sources["problem_id"]).sum()),
            "主观原因清楚": _with_a_cause(problems),
            "会上问题": len(problems[problems["meeting_id"].notna()]),
            "会上问题方面": problems.loc[problems["meeting_id"].notna(), "aspect"].nunique(),
        }
    )
    heard = opinions.standing(export, day)
    wanted = export.terms("giver", required=True)
    counts.add({"渠道用了": heard["channel"].nunique(), "来自要听": len(wanted)})
    counts.add({"来自听到": len(set(wanted) & set(heard["giver"]))})
    _kinds(export, day, counts)
    counts.tables["领导带头"] = _leading(export, day)
    return counts


def _talks(export: Export, day: date, counts: Counts) -> None:
    members, done = set(export.members()["person_id"]), set(talks.exchanged(talks.held(export, day))["pair"])
    for name, is_inner in (("之间", True), ("与各组", False)):
        own = [pair for pair in talks.required(export) if (pair[1] in members) == is_inner]
        counts.add({f"谈心{name}要谈": len(own), f"谈心{name}谈了": sum(pair in done for pair in own)})


def _outlines(export: Export, day: date, counts: Counts) -> None:
    members = set(export.members()["person_id"])
    counts.add({"班子成员": len(members), "有提纲": len(members & set(export.state("outlines", day)["member_id"]))})


def _criticism(export: Export, day: date, counts: Counts) -> None:
    rows = export.state("criticisms", day)
    own = rows["critic_id"] == rows["target_id"]
    both = set(rows.loc[own, "critic_id"]) & set(rows.loc[~own, "critic_id"])
    counts.add({"批评双全": len(both & set(export.members()["person_id"]))})


def _kinds(export: Export, day: date, counts: Counts) -> None:
    rows = items.standing(export, day)
    immediate, deferred = rows[rows["kind"] == "immediate"], rows[rows["is_deferred"]]
    explained = deferred[[_is_explained(row) for row in deferred.to_dict("records")]]
    counts.add({"立行立改": len(immediate), "立行立改动了": int((immediate["status"] != "not_started").sum())})
    counts.add({"要等条件": len(deferred), "要等条件解释了": len(explained)})
    counts.add({"群众不满意": int((rows["people_view"] == "dissatisfied").sum())})


def _with_a_cause(problems: pd.DataFrame) -> int:
    """How many have a subjective cause of their own: of more than a word or two, and written nowhere else."""
    causes = problems["subjective_cause"].str.strip()
    bare = causes.map(lambda text: "".join(sign for sign in text if sign.isalnum()))
    says = (bare.map(lambda text: len(set(text))) >= FEWEST) & ~bare.duplicated(keep=False)
    elsewhere = [problems[name].fillna("").str.strip() for name in ("content", "objective_cause")]
    return int((says & (causes != elsewhere[0]) & (causes != elsewhere[1])).sum())


def _is_explained(item: dict[Hashable, Any]) -> bool:
    """Whether it was said to whom an item that has to wait was explained, why and what is done, once it was found."""
    says = all(len({sign for sign in item[name] if sign.isalnum()}) >= FEWEST for name in ("explanation", "conditions"))
    return bool(says and item["explained_to"] and item["explained_on"] >= item["found_on"])


def _leading(export: Export, day: date) -> dict[str, dict[str, str]]:
    """领导带头: each member's items, talks, and talks in which they heard views in person."""
    led, had = items.by_leader(export, day), talks.held(export, day)
    talked = talks.exchanged(had)
    spoken = pd.concat([talked["member_id"], talked.loc[talked["with_kind"] == "member", "with_id"]]).value_counts()
    yielded = set(export.state("opinions", day)["talk_id"].dropna())
    listened = ((had["with_kind"] == "partner") & had["views_exchanged"].astype(bool)) | had["talk_id"].isin(yielded)
    heard = had[listened]["member_id"].value_counts()
    judged = _judged(export, day).value_counts()
    return {
        row["name"]: {
            "accepted_count": str(judged.get(row["person_id"], 0)),
            "item_count": str(led.loc[row["person_id"]].sum()),
            "closed_count": str(led.loc[row["person_id"], "已销号"]),
            "late_count": str(led.loc[row["person_id"], "逾期"]),
            "talk_count": str(spoken.get(row["person_id"], 0)),
            "heard_count": str(heard.get(row["person_id"], 0)),
        }
        for _, row in export.members().iterrows()
    }


def _judged(export: Export, day: date) -> pd.Series:
    """Who was noted as present at a 座谈会 or a 通报会 that was held after the 专题民主生活会, once for each."""
    after, meetings = meeting.meeting_day(export, day), export.known("meetings", day)
    where = meetings[meetings["kind"].isin(["座谈会", "通报会"]) & meetings["held_on"].map(lambda on: on <= day)]
    where = where[where["held_on"].map(lambda on: after is None or on > after).astype(bool)]
    rows = export.attendance(day)
    there: pd.Series = rows[(rows["presence"] == "present") & rows["meeting_id"].isin(where["meeting_id"])]["person_id"]
    return there
