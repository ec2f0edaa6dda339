"""The rules of the report (分析检查报告): its versions and their contents.

Pure. People read copies of a version, so it is frozen once there is a newer one, once there was a hearing on it, and
once it is final; changes go into the next version.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from board import words
from board.errors import BoardError, Invalid
from board.typed import plain

Row = dict[str, Any]

# The sections of a plan that names none.
WHOLE = "正文"
LONGEST = 20_000
_MADE = ("draft", "consulted")


def number_of(record_id: str) -> int:
    """The number in an id: B12 → 12, D-007 → 7."""
    return int("".join(sign for sign in record_id if sign.isdigit()) or 0)


def newest(versions: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The version with the highest number that was not removed."""
    return max((each for each in versions if not each["is_removed"]), key=_number, default=None)


def added(key: Mapping[str, Any], given: Mapping[str, Any], versions: Sequence[Mapping[str, Any]], on: date) -> Row:
    """A new version's state: the next in order, based on the one before it. given: stage, made_on, note.

    The first is a draft; a draft never follows a version sent out; a final one is made by `approved`. Raises Invalid.
    """
    before = newest(versions)
    version: Row = {
        **key,
        "seq": 1,
        "stage": plain(given.get("stage")),
        "made_on": plain(given.get("made_on")),
        "note": plain(given.get("note")) or "",
        "based_on": before["version_id"] if before else None,
        "approved_on": None,
        "open_reason": "",
        "is_removed": False,
    }
    wrong = _wrong_day(version["made_on"], before, on)
    if version["stage"] not in _MADE:
        wrong["stage"] = "请选择初稿或征求意见稿；定稿由领导在征求意见稿上审定"
    elif before is None and version["stage"] != "draft":
        wrong["stage"] = "第一版是初稿"
    elif before is not None and before["stage"] != "draft" and version["stage"] == "draft":
        wrong["stage"] = f"已经有{words.REPORT_STAGE[before['stage']]}，后面的不能再是初稿"
    if wrong:
        raise Invalid(wrong)
    return version


def edited(state: Mapping[str, Any], given: Mapping[str, Any], versions: Sequence[Mapping[str, Any]], on: date) -> Row:
    """A version's state with another day or note. given: made_on, note; fields left out stay. Raises Invalid."""
    after = {**state, **{name: plain(given[name]) for name in ("made_on", "note") if name in given}}
    after["note"] = after["note"] or ""
    before = newest(each for each in versions if _number(each) < _number(state))
    wrong = _wrong_day(after["made_on"], before, on)
    if wrong:
        raise Invalid(wrong)
    return after


def removed(state: Mapping[str, Any], frozen: str) -> Row:
    """A version's state once it is removed. Raises BoardError for a frozen one."""
    refuse_frozen(state, frozen, "删去")
    return {**state, "is_removed": True}


def approved(
    state: Mapping[str, Any],
    given: Mapping[str, Any],
    frozen: str,
    empty_sections: Sequence[str],
    open_points: Sequence[str],
    on: date,
) -> Row:
    """A version's state as the final one: 征求意见稿 → 定稿. given: approved_on (None: that day), reason.

    Raises BoardError for a version that is a draft or frozen, and Invalid by field where a section that the plan
    requires is empty, or where points are open and no reason is given.
    """
    refuse_frozen(state, frozen, "定稿")
    if state["stage"] != "consulted":
        raise BoardError("还不能定稿", f"{state['version_id']} 是初稿。", "请先作为征求意见稿听取意见，再定稿。")
    approved_on, reason = plain(given.get("approved_on")) or on, plain(given.get("reason")) or ""
    wrong = {}
    if empty_sections:
        wrong["section"] = f"这几部分还没有写：{'、'.join(empty_sections)}"
    if open_points and not reason:
        wrong["reason"] = f"还有 {len(open_points)} 条意见没有答复（{'、'.join(open_points)}），请先答复，或写明原因"
    if approved_on > on:
        wrong["approved_on"] = "定稿日期不能晚于今天"
    elif approved_on < state["made_on"]:
        wrong["approved_on"] = "定稿日期不能早于这一版的成稿日期"
    if wrong:
        raise Invalid(wrong, "还不能定稿")
    return {**state, "stage": "final", "approved_on": approved_on, "open_reason": reason if open_points else ""}


def frozen_because(
    version: Mapping[str, Any], versions: Sequence[Mapping[str, Any]], hearings: Iterable[Mapping[str, Any]]
) -> str:
    """Why a version can't be changed any more, as a clause; empty while it can."""
    last = newest(versions)
    if version["is_removed"]:
        return "这一版已经删去"
    if version["stage"] == "final":
        return "这一版已经定稿"
    if last is not None and last["version_id"] != version["version_id"]:
        return f"已经有更新的一版 {last['version_id']}"
    if any(each["version_id"] == version["version_id"] and not each["is_removed"] for each in hearings):
        return "已经就这一版听取过意见"
    return ""


def refuse_frozen(version: Mapping[str, Any], frozen: str, what: str) -> None:
    """Raise BoardError if the version is frozen (`frozen` isn't "")."""
    if frozen:
        version_id = version["version_id"]
        raise BoardError(f"现在不能{what}", f"{version_id} 不能再改：{frozen}。", "要改的内容，请另起一版再写。")


def written(state: Mapping[str, Any], given: Mapping[str, Any]) -> Row:
    """A section's state with other text. given: content, note (why this version changes it). Raises Invalid."""
    after = {**state, **{name: plain(given[name]) or "" for name in ("content", "note") if name in given}}
    if len(after["content"]) > LONGEST:
        raise Invalid({"content": f"一部分最多 {LONGEST} 个字"})
    return after


def section_rows(version: Mapping[str, Any], sections: Sequence[str], before: Mapping[str, str]) -> list[Row]:
    """A new version's sections, one row each, with the contents of the version before it (section → content)."""
    return [
        {
            "activity_id": version["activity_id"],
            "section_id": f"{version['version_id']}-{position}",
            "version_id": version["version_id"],
            "section": section,
            "position": position,
            "seq": 1,
            "content": before.get(section, ""),
            "note": "",
        }
        for position, section in enumerate(dict.fromkeys([*sections, *before]), start=1)
    ]


def changed_sections(
    versions: Iterable[Mapping[str, Any]], sections: Iterable[Mapping[str, Any]]
) -> list[tuple[str, str]]:
    """The sections that differ from the version before: version_id, section; the oldest version first.

    The first version has none: nothing was changed yet. `versions`: those not removed; `sections`: of any version.
    """
    read = {(each["version_id"], each["section"]): each["content"] for each in sections}
    return [
        (each["version_id"], section)
        for each in sorted(versions, key=_number)
        for version_id, section in read
        if version_id == each["version_id"]
        and isinstance(each["based_on"], str)
        and read[version_id, section] != read.get((each["based_on"], section), "")
    ]


def _number(version: Mapping[str, Any]) -> int:
    return number_of(version["version_id"])


def _wrong_day(made_on: date | None, before: Mapping[str, Any] | None, on: date) -> dict[str, str]:
    if made_on is None:
        return {"made_on": "请填写成稿日期"}
    if made_on > on:
        return {"made_on": "成稿日期不能晚于今天"}
    if before is not None and made_on < before["made_on"]:
        return {"made_on": f"不能早于上一版 {before['version_id']} 的成稿日期"}
    return {}
