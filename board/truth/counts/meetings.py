"""Meetings and who came to them, and what happened when, for the truth check, from the frames of a day. Pure."""

from collections.abc import Iterator

import pandas as pd

from board.numbers import month_day
from board.store.frames import each_row
from board.truth.counts.rounds import round_name
from board.truth.facts import Happening
from board.truth.ledgers import WHEN, Fact, Link, fact
from board.words import PUBLISHED, REPORT_STAGE

_MEMBERS, _EXCUSED = "班子成员", "请假"


def meeting_facts(meetings: pd.DataFrame, hearings: pd.DataFrame) -> Iterator[Fact]:
    """Counts of meetings held by the day, by kind, with and without hearings on the report, which may be among them."""
    link: Link = ("rectification", {})
    for kind, count in meetings["kind"].value_counts().items():
        yield fact("meeting", (str(kind),), count, f"登记的{kind}", link)
        more = int((hearings["way"] == kind).sum())
        if more:
            yield fact("meeting", (str(kind),), int(count) + more, f"登记的{kind}连同就报告开的", link)


def came_facts(meetings: pd.DataFrame, hearings: pd.DataFrame, attendance: pd.DataFrame) -> Iterator[Fact]:
    """Counts of those who came to meetings and hearings: of each by whom they were of, and of all of a kind.

    Where names are noted (attendance), also of the leading group alone, and of those who were excused;
    and from how many meetings of a kind each of these was away.
    """
    link: Link = ("meeting", {})
    counted = meetings[meetings["came_count"].notna()]
    for row in each_row(counted):
        groups = [each for each in str(row.came_from or "").split("、") if each]
        for some in ([], groups[:1], groups[1:2], groups):
            for kind in ((), (row.kind,)):
                yield fact("came", (*kind, *some), row.came_count, f"{row.kind}（{row.topic}）到会的人", link)
    for row in each_row(hearings[hearings["way"].str.contains("会|座谈", regex=True)]):  # in writing nobody comes
        for kind in ((), (row.way,)):
            yield fact("came", (*kind, row.group_label), row.heard_count, f"就报告听取意见的{row.group_label}", link)
    for name, mine in counted.groupby("kind"):
        yield fact("came", (str(name),), mine["came_count"].sum(), f"各次{name}到会的人", link)
    for row in each_row(meetings[meetings["came_count"].isna() & (meetings["present_count"] > 0)]):
        yield fact("came", (row.kind,), row.present_count, f"{row.kind}（{row.topic}）记名到会的人", link)
        noted = attendance[attendance["meeting_id"] == row.meeting_id]
        is_there, is_member = noted["presence"] == "present", noted["is_member"].astype(bool)
        yield fact("came", (row.kind, _MEMBERS), (is_there & is_member).sum(), f"{row.kind}到会的班子成员", link)
        yield fact("came", (row.kind, _EXCUSED), (~is_there).sum(), f"{row.kind}没有到会的人", link)
    yield from _away_facts(meetings, attendance)


def _away_facts(meetings: pd.DataFrame, attendance: pd.DataFrame) -> Iterator[Fact]:
    """Counts of the meetings of each kind from which each was away, and each such meeting by its day."""
    of_meetings = meetings[["meeting_id", "kind", "topic", "held_on"]]
    away = attendance[attendance["presence"] != "present"].merge(of_meetings, on="meeting_id")
    for row in each_row(away):
        label = f"{row.kind}（{row.topic}）{row.person_name}请假，到会的次数是"
        traits = (row.kind, row.person_name, f"{WHEN}{month_day(row.held_on)}")
        yield fact("missed", traits, 0, label, ("meeting", {}))
    for (kind, name), mine in away.groupby(["kind", "person_name"]):
        yield fact("away", (str(kind), str(name)), len(mine), f"{name}没有到会的{kind}", ("meeting", {}))


def happenings(
    meetings: pd.DataFrame,
    hearings: pd.DataFrame,
    publications: pd.DataFrame,
    versions: pd.DataFrame,
    rounds: pd.DataFrame,
    sheets: pd.DataFrame,
) -> Iterator[Happening]:
    """Meetings held, hearings on the report, what was published or waits for it, versions, begin and end of rounds.

    And the batches of feedback sheets, by when they were handed over.
    """
    for number, (handed_on, batch) in enumerate(sheets.groupby("handed_on"), 1):
        for each, did in ((handed_on, "送达"), *((made_on, "填写") for made_on in batch["made_on"].unique())):
            label = f"第 {number} 批反馈单的{did}"
            yield Happening("送达", pd.Timestamp(str(each)).date(), str(number - 1), label, ("opinions", {}))
    for row in each_row(meetings):
        held: Link = ("rectification", {})
        yield Happening(row.kind, row.held_on.date(), str(row.topic), f"{row.kind}（{row.topic}）", held)
    for row in each_row(hearings):
        label = f"就报告听取{row.group_label}意见"
        yield Happening(row.way, row.held_on.date(), f"{row.group_label}报告", label, ("report", {}))
    for row in each_row(publications):
        day = None if pd.isna(row.published_on) else row.published_on.date()
        about = f"{PUBLISHED.get(row.what, '')}{row.title}"
        place = f"{row.place}{row.audience}"
        yield Happening("公开", day, about, f"“{row.title}”的公开", ("publication", {}), place)
    for row in each_row(versions):
        stage = REPORT_STAGE[row.stage]
        yield Happening("成稿", row.made_on.date(), stage, f"{stage}（{row.version_id}）的日子", ("report", {}))
    for number, row in enumerate(each_row(rounds)):
        name = round_name(number)
        yield Happening("开始", pd.Timestamp(row.opened_on).date(), name, f"{name}评议的开始", ("evaluation", {}))
        day = None if pd.isna(row.closed_on) else pd.Timestamp(row.closed_on).date()
        yield Happening("结束", day, name, f"{name}评议的结束", ("evaluation", {}))
