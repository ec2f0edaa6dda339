"""Problems in a report without a record behind them, and records that the report leaves out. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from board.truth.findings import Finding

Row = Mapping[str, Any]

_SHOWN = 10
_LONGEST = 24


def source_findings(
    texts: Mapping[str, str], links: Sequence[Row], problems: Sequence[Row], loose_opinions: Sequence[str]
) -> Iterator[Finding]:
    """Yields findings for problems without records and records without a place in the report.

    texts: section → content. links: section, problem_id. problems: problem_id, content, source_count,
    has_subjective_cause. loose_opinions: ids of opinions that led to no problem and no item and were not answered.
    """
    by_id = {problem["problem_id"]: problem for problem in problems}
    linked = [link for link in links if texts.get(link["section"])]
    for link in linked:
        yield from _unfounded(link["section"], link["problem_id"], by_id.get(link["problem_id"]))
    first = next((section for section in texts if "问题" in section), None)
    if first and texts[first] and not any(link["section"] == first for link in linked):
        message = "这一部分没有连到任何一个问题，写到的问题看不出从哪里来"
        yield Finding(first, "", "source", message, about="no_problem", link=("meeting", {}))
    reported = {link["problem_id"] for link in linked}
    for problem in problems:
        if problem["problem_id"] not in reported:
            message = f"{problem['problem_id']}（{_short(problem['content'])}）记录在案，报告里没有写到"
            yield _about(first or next(iter(texts), ""), "missing", message, problem["problem_id"])
    if loose_opinions:
        ids = "、".join(loose_opinions[:_SHOWN]) + (" 等" if len(loose_opinions) > _SHOWN else "")
        message = f"有 {len(loose_opinions)} 条意见没有成为问题或整改事项，也没有答复：{ids}"
        loose = ("opinions", {"opinions_view": "没有答复"})
        yield Finding(first or "", "", "missing", message, about="opinions", link=loose)


def answer_findings(points: Sequence[Row], contents: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    """Yields points answered by a change whose section is the same in both versions.

    points: point_id, version_id, section, handling, handled_in. contents: version → section → content.
    """
    for point in points:
        if point["handling"] != "changed" or not point["section"]:
            continue
        before, after = (contents.get(point[name], {}) for name in ("version_id", "handled_in"))
        section = point["section"]
        if section in before and before[section] == after.get(section):
            message = f"{point['point_id']} 写着已在 {point['handled_in']} 里修改，可是这一部分两版一字不差"
            yield Finding(section, "", "unchanged", message, about=point["point_id"])


def _unfounded(section: str, problem_id: str, problem: Row | None) -> Iterator[Finding]:
    if problem is None:
        yield _about(section, "source", f"{problem_id} 已经从问题清单里去掉了，报告还连着它", problem_id)
    elif not problem["source_count"]:
        message = f"{problem_id}（{_short(problem['content'])}）背后没有意见、谈心、提纲或会议的记录"
        yield _about(section, "source", message, problem_id)


def _about(section: str, kind: str, message: str, problem_id: str) -> Finding:
    return Finding(section, "", kind, message, about=problem_id, link=("meeting", {"meeting_problem": problem_id}))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
