"""Facts for the truth check from the frames of a day. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import pandas as pd

from board.store.frames import each_row
from board.truth.facts import Rate
from board.truth.ledgers import Fact, Ledger, Link, critic, fact, ledger, target
from board.truth.words import THINGS
from board.words import ITEM_KIND, ITEM_STATUS, PEOPLE_VIEW, REPORT_STAGE

Labels = Mapping[str, Sequence[str]]

_ABOUT = ("领导班子", "领导个人")
_TALKS = ("成员之间", "年级", "普通教师")
# No words of a text are of these alone (会上查出问题 9 个 may be all that there are): see `readings`.
AT_MEETING, AFTERWARDS = "会上查出的", "会外查出的"
_CRITICISMS = ("自我批评", "相互批评")


def opinion_ledgers(opinions: pd.DataFrame, labels: Labels) -> Iterator[Ledger]:
    """Opinions (with flags), and once more without those merged into others, as reports use either.

    Each twice: an item that an opinion led to answers it too, but not in words; reports count either as 已答复.
    """
    sides = (labels["giver"], labels["channel"], labels["aspect"], _ABOUT, labels["member"], labels["theme"])
    filters = {"opinions_giver": 0, "opinions_channel": 1, "opinions_aspect": 2}
    rows = list(each_row(opinions))
    for noun, mine in (("意见", rows), ("合并以后的意见", [row for row in rows if not row.is_merged])):
        if noun == "意见" or len(mine) < len(rows):
            for answered in ("is_replied", "is_answered"):
                traits = ((*_of_opinion(row), *_stages_of(row, getattr(row, answered))) for row in mine)
                stages = THINGS["opinion"].stages
                columns = {"": "received_on", "已梳理": "sorted_on", "已反馈": "fed_back_on"}
                days = {stage: [getattr(row, column) for row in mine] for stage, column in columns.items()}
                yield ledger("opinion", traits, sides, stages, noun, ("opinions", {}), filters, days)


def _of_opinion(row: Any) -> Iterator[str]:
    yield from (row.giver, row.channel, row.theme, _ABOUT[0] if row.about == "group" else _ABOUT[1])
    yield from (each for each in (row.aspect, row.member_name) if isinstance(each, str))


def _stages_of(row: Any, is_answered: bool) -> Iterator[str]:
    handled = (row.item_ids != "", row.response == "adopted", row.response == "declined")
    came = (row.is_sorted, row.is_fed_back, is_answered, *handled, row.is_nowhere, row.is_merged)
    yield from (stage for stage, holds in zip(THINGS["opinion"].stages, came, strict=True) if holds)


def talk_ledgers(talks: pd.DataFrame, labels: Labels) -> Iterator[Ledger]:
    """Talks, each by who led it; and once more by everyone of the leading group who took part."""
    link: Link = ("talks", {})
    rows = [(row, _partner(row)) for row in each_row(talks)]
    sides = (_TALKS, labels["member"])
    days = {"": talks["held_on"]}
    stages = THINGS["talk"].stages
    led = ((kind, row.member_name, *stages[: row.views_exchanged]) for row, kind in rows)
    yield ledger("talk", led, sides, stages, "谈心", link, days=days)
    both = ((kind, row.member_name, row.with_name, *stages[: row.views_exchanged]) for row, kind in rows)
    yield ledger("talk", both, sides, stages, "谈心", link, days=days)


def _partner(row: Any) -> str:
    if row.with_kind == "member":
        return _TALKS[0]
    return next(
        (trait for trait, word in zip(_TALKS[1:], ("年级", "教师"), strict=True) if word in str(row.with_id)), ""
    )


def pair_ledger(matrix: pd.DataFrame, labels: Labels) -> Ledger:
    """Pairs that have to talk with each other, by kind, by member, and by whether they did."""

    def traits(row: Any) -> Iterator[str]:
        yield from (_partner(row), row.member_name, row.with_name)
        yield from THINGS["pair"].stages if row.is_done else ()

    sides = (_TALKS, labels["member"], [each for each in labels["partner"] if each not in _TALKS])
    return ledger("pair", map(traits, each_row(matrix)), sides, THINGS["pair"].stages, "应谈心的对象", ("talks", {}))


def task_ledger(tasks: pd.DataFrame, labels: Labels) -> Ledger:
    """Tasks of the plan, by phase, by leading member, and by progress."""

    def traits(row: Any) -> Iterator[str]:
        yield from (row.phase_name, row.leader_name)
        is_begun, is_going_on = row.status != "not_started", row.status == "in_progress"
        is_in_time = row.is_done and not row.done_late
        came = (row.is_done, row.is_late, is_begun, is_going_on, row.is_due_soon, row.done_late, is_in_time)
        yield from (stage for stage, holds in zip(THINGS["task"].stages, came, strict=True) if holds)

    sides = (tuple(dict.fromkeys(tasks["phase_name"])), labels["member"])
    return ledger("task", map(traits, each_row(tasks)), sides, THINGS["task"].stages, "工作任务", ("tasks", {}))


def sheet_ledger(sheets: pd.DataFrame, labels: Labels) -> Ledger:
    """Feedback sheets, by whom they are for, and by whether they were handed over, and receipted."""

    def traits(row: Any) -> Iterator[str]:
        yield _ABOUT[0] if row.to_kind == "group" else _ABOUT[1]
        yield from (each for each in (row.member_name,) if isinstance(each, str))
        came = (not pd.isna(row.handed_on), isinstance(row.receipt, str) and row.receipt != "")
        yield from (stage for stage, holds in zip(THINGS["sheet"].stages, came, strict=True) if holds)

    rows = map(traits, each_row(sheets))
    link: Link = ("opinions", {"opinions_view": "反馈单"})
    return ledger("sheet", rows, (_ABOUT, labels["member"]), THINGS["sheet"].stages, "反馈单", link)


OF_ITEMS = (
    *("kind", "aspect", "leader_name", "department", "owner_name", "source", "people_view", "status"),
    *("is_closed", "is_done", "is_late", "was_late", "is_due_soon", "is_stale", "is_behind"),
    *("due_on", "first_due_on", "explained_on", "closed_on", "submitted_on", "progressed_on"),
)


def item_ledger(items: pd.DataFrame, labels: Labels) -> Ledger:
    """Rectification items (OF_ITEMS), by kind, aspect, leading member and department, and by progress."""
    kinds = tuple(ITEM_KIND.values())
    sides = (kinds, *(labels[name] for name in ("aspect", "member", "department", "owner", "source")))
    filters = {"rectification_kind": 0}
    stages = (*THINGS["item"].stages, ITEM_STATUS["not_started"])
    link: Link = ("rectification", {})
    days = {"销号": items["closed_on"], "待验收": items["submitted_on"]}
    return ledger("item", map(_of_item, each_row(items)), sides, stages, "整改事项", link, filters, days)


def _of_item(row: Any) -> Iterator[str]:
    yield ITEM_KIND[row.kind]
    yield from (str(each) for each in (row.aspect, row.leader_name, row.department, row.owner_name, row.source))
    holds = {"销号": row.is_closed, "完成": row.is_done, "逾期": row.is_late, "曾逾期": row.was_late or row.is_late}
    holds |= {"超期完成": row.was_late and row.is_done, "按期完成": row.is_done and not row.was_late}
    holds |= {"超期销号": row.was_late and row.is_closed, "按期销号": row.is_closed and not row.was_late}
    holds |= {"改期": not pd.isna(row.due_on) and row.due_on != row.first_due_on}
    holds |= {"解释": not pd.isna(row.explained_on), "临期": row.is_due_soon}
    is_accounted = row.is_late and not pd.isna(row.progressed_on) and row.progressed_on > row.due_on
    holds |= {"逾期说明": is_accounted}
    holds |= {"停滞": row.is_stale, "进度滞后": row.is_behind}
    yield from (trait for trait, so in holds.items() if so)
    yield from (PEOPLE_VIEW.get(row.people_view, ""), "群众评价") if isinstance(row.people_view, str) else ()
    yield ITEM_STATUS["not_started"] if row.status == "not_started" else "启动"
    yield from (ITEM_STATUS[code] for code in ("submitted", "in_progress") if row.status == code)


def closed_as_done(items: pd.DataFrame) -> Iterator[Fact]:
    """Items that were accepted: reports call these 完成 too."""
    link: Link = ("rectification", {})
    yield fact("item", ("完成",), items["is_closed"].sum(), "销号的整改事项", link)
    for code, word in ITEM_KIND.items():
        mine = items[items["kind"] == code]
        yield fact("item", (word, "完成"), mine["is_closed"].sum(), f"销号的{word}事项", link)


def average_progress(items: pd.DataFrame) -> Iterator[Rate]:
    """The mean percent of all items."""
    link: Link = ("rectification", {})
    yield Rate("平均进度", frozenset(), int(items["percent"].sum()), 100 * len(items), "整改事项的平均进度", link)


def problem_ledger(problems: pd.DataFrame, labels: Labels) -> Ledger:
    """Problems, by whom they are about, by aspect, whether they can be solved now, and whence they come."""

    def traits(row: Any) -> Iterator[str]:
        yield _ABOUT[0] if row.about == "group" else _ABOUT[1]
        yield from (each for each in (row.aspect, row.member_name) if isinstance(each, str))
        came = (row.solve_now, row.item_ids != "", row.has_subjective_cause, not row.solve_now, row.source_count > 0)
        yield from (stage for stage, holds in zip(THINGS["problem"].stages, came, strict=True) if holds)
        yield AT_MEETING if isinstance(row.meeting_id, str) else AFTERWARDS

    sides = (_ABOUT, labels["aspect"], labels["member"])
    rows, days = map(traits, each_row(problems)), {"": problems["found_on"]}
    stages = (*THINGS["problem"].stages, AT_MEETING, AFTERWARDS)
    return ledger("problem", rows, sides, stages, "问题", ("meeting", {}), days=days)


def criticism_facts(criticisms: pd.DataFrame) -> Iterator[Fact]:
    """Criticisms of others at the democratic life meeting, which reports also call 批评 alone."""
    count = (~criticisms["is_self"].astype(bool)).sum()
    yield fact("criticism", (), count, "相互批评", ("meeting", {}))


def between_facts(criticisms: pd.DataFrame, members: Sequence[str]) -> Iterator[Fact]:
    """How often each member criticised each, also itself: traits are `critic` and `target` of their names."""
    pairs = list(zip(criticisms["critic_name"], criticisms["target_name"], strict=True))
    for one, other in product(members, members):
        label = f"{one}的自我批评" if one == other else f"{one}对{other}的批评意见"
        traits = (critic(one), target(other))
        yield fact("between", traits, pairs.count((one, other)), label, ("meeting", {}))


def criticism_ledgers(criticisms: pd.DataFrame, labels: Labels) -> Iterator[Ledger]:
    """Criticisms at the democratic life meeting, by whether they are of oneself, by whom they are of, by aspect.

    And once more by who made them (提出).
    """
    sides = (_CRITICISMS, labels["member"], labels["aspect"])
    for column, needs in (("target_name", frozenset[str]()), ("critic_name", frozenset({"提出"}))):
        rows = (
            (_CRITICISMS[0 if row.is_self else 1], getattr(row, column), row.aspect) for row in each_row(criticisms)
        )
        made = ledger("criticism", rows, sides, (), "提出的批评意见" if needs else "批评意见", ("meeting", {}))
        yield replace(made, needs=needs)


def finding_ledger(outlines: pd.DataFrame, labels: Labels) -> Ledger:
    """The findings in the outlines, by member, by mirror (四对照), and by aspect."""
    rows = ((row.member_name, row.mirror, row.aspect) for row in each_row(outlines))
    sides = (labels["member"], labels["mirror"], labels["aspect"])
    return ledger("finding", rows, sides, (), "提纲里查找的问题", ("meeting", {}))


def outline_ledger(outlines: pd.DataFrame, labels: Labels) -> Ledger:
    """The outlines that members wrote, by member, and by whether every mirror is in them (齐全)."""
    mirrors = outlines.groupby("member_name", sort=False)["mirror"].agg(set)
    rows = ((str(name), *(["齐全"] if mine >= {*labels["mirror"]} else [])) for name, mine in mirrors.items())
    return ledger("outline", rows, (labels["member"],), THINGS["outline"].stages, "发言提纲", ("meeting", {}))


def member_facts(people: pd.DataFrame) -> Iterator[Fact]:
    """The count of the members of the leading group."""
    yield fact("member", (), people["is_member"].sum(), "班子成员", ("tasks", {}))


def point_ledgers(
    hearings: pd.DataFrame, points: pd.DataFrame, versions: pd.DataFrame, labels: Labels
) -> Iterator[Ledger]:
    """Points made on the report, by group, and by how they were handled; and once more those on each version."""
    groups = dict(zip(hearings["hearing_id"], hearings["group_label"], strict=True))
    handled = {"changed": ("采纳", "已答复"), "declined": ("不采纳", "已答复")}
    of_each = ((REPORT_STAGE[row.stage], points["version_id"] == row.version_id) for row in each_row(versions))
    for on, mine in (("报告", points["version_id"].notna()), *of_each):
        rows = ((groups.get(row.hearing_id, ""), *handled.get(row.handling, ())) for row in each_row(points[mine]))
        made = ledger(
            "opinion", rows, (labels["group"],), ("已答复", "采纳", "不采纳"), f"就{on}提的意见", ("report", {})
        )
        yield replace(made, needs=frozenset({"报告"}))


def report_facts(hearings: pd.DataFrame, labels: Labels) -> Iterator[Fact]:
    """Counts of those who were heard on the report."""
    link: Link = ("report", {})
    yield fact("heard", ("报告",), hearings["heard_count"].sum(), "就报告听取意见的人", link)
    for group in labels["group"]:
        mine = hearings[hearings["group_label"] == group]
        yield fact("heard", ("报告", group), mine["heard_count"].sum(), f"就报告听取意见的{group}", link)
        for each in each_row(mine):
            yield fact("heard", ("报告", group), each.heard_count, f"{each.hearing_id} 听取的{group}", link)
