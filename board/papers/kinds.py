"""文种: the kinds of papers, one row each, and making one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from board.activity.activities import activity
from board.errors import Refused
from board.papers import (
    analysed,
    correction,
    decided,
    evaluated,
    fed_back,
    heard,
    ledger,
    met,
    of_units,
    outlined,
    owed,
    planned,
    rectified,
    supervised,
)
from board.papers.asked import Asked
from board.papers.blocks import Letterhead, Paper
from board.store.readers import read_for_readers, read_within
from board.store.store import Store
from board.units.tree import is_seen


@dataclass(frozen=True)
class Option:
    """A choice to make before a paper can be made; choices: value → its words, of a day, the likeliest first."""

    name: str
    word: str
    choices: Callable[[Store, str, date], Mapping[str, str]]


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper. audience: "public" papers hold nothing that the public may not read.

    texts: the key of each text that the clerk may write → its words. form: the letterhead's form that it usually has.
    published: as what 通报与公开 enters it (`words.PUBLISHED`); "": it isn't published.
    is_whole: made of all records; others are made of what readers may know who may not see who gave an opinion.
    is_of_units: of a bureau, about a part of its tree of units (option `top`; '': all of it), whoever asks read as for
    somebody bound to it.
    """

    code: str
    word: str
    audience: Literal["internal", "public"]
    make: Callable[[Asked], Paper]
    texts: Mapping[str, str]
    options: tuple[Option, ...] = ()
    form: Literal["plain", "red", "letter"] = "plain"
    published: str = ""
    is_whole: bool = False
    is_of_units: bool = False


_MEETING, _OTHER = Option("meeting", "哪次会", met.life_meetings_of), Option("meeting", "哪次会", met.other_meetings_of)
_ROUND, _SITTING = Option("round", "哪一轮", evaluated.rounds_of), Option("sitting", "哪次会", decided.sittings_of)
_OWNER, _SHEET = Option("owner", "给谁", supervised.owners_of), Option("sheet", "哪一张", fed_back.sheets_of)
_MEMBER, _VERSION = Option("member", "谁的", outlined.members_of), Option("version", "哪一版", analysed.versions_of)
_DEADLINE, _TOP = Option("deadline", "哪一次上报", owed.deadlines_of), Option("top", "哪些单位", owed.tops_of)
_LEDGER = (Option("view", "哪些事项", ledger.views_of), Option("leader", "牵头领导", ledger.leaders_of))

KINDS: dict[str, PaperKind] = {
    kind.code: kind
    for kind in (
        PaperKind(
            "evaluation", "评议结果报告", "public", evaluated.report, evaluated.TEXTS, (_ROUND,), "red", "result"
        ),
        PaperKind(
            "life_meeting", "民主生活会情况通报", "internal", met.briefing, met.TEXTS, (_MEETING,), "red", "briefing"
        ),
        PaperKind("rectified", "整改情况通报", "internal", rectified.briefing, rectified.TEXTS, (), "red", "briefing"),
        PaperKind(
            "rectified_public", "整改情况公示", "public", rectified.notice, rectified.TEXTS, published="rectification"
        ),
        PaperKind("report", "分析检查报告", "public", analysed.report, {}, (_VERSION,), "red", "report"),
        PaperKind("correction", "更正", "public", correction.notice, correction.TEXTS, (), "plain", "briefing"),
        PaperKind("minutes", "会议纪要", "internal", decided.minutes, decided.TEXTS, (_SITTING,)),
        PaperKind("supervision", "督办单", "internal", supervised.order, supervised.TEXTS, (_OWNER,)),
        PaperKind("feedback", "反馈单", "internal", fed_back.sheet, {}, (_SHEET,), is_whole=True),
        PaperKind("outline", "发言提纲", "internal", outlined.paper, {}, (_MEMBER,)),
        PaperKind("opinions", "征求意见汇总", "internal", heard.summary, heard.TEXTS),
        PaperKind("plan", "工作方案", "internal", planned.plan, planned.TEXTS, form="red"),
        PaperKind("ledger", "整改台账", "internal", ledger.ledger, {}, _LEDGER),
        PaperKind("meeting_record", "民主生活会记录", "internal", met.record, {}, (_MEETING,)),
        PaperKind("other_record", "会议记录", "internal", met.other_record, {}, (_OTHER,)),
        PaperKind(
            *(of_units.KIND, of_units.WORD, "internal", of_units.briefing, of_units.TEXTS),
            *((_DEADLINE, _TOP), "red", "briefing"),
            is_of_units=True,
        ),
        PaperKind(
            owed.KIND, owed.TITLE, "internal", owed.orders, owed.TEXTS, (_DEADLINE, _TOP), "plain", is_of_units=True
        ),
    )
}


def choices(store: Store, activity_id: str, as_of: date, code: str) -> dict[str, Mapping[str, str]]:
    """The choices of each option of a kind on a day, by the option's name."""
    kind = KINDS[code]
    with read_for_readers(not kind.is_whole):
        return {option.name: option.choices(store, activity_id, as_of) for option in kind.options}


def make(
    store: Store,
    activity_id: str,
    as_of: date,
    code: str,
    letterhead: Letterhead,
    texts: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> Paper:
    """Makes a paper of a kind as of a day. texts: by key; options: by name.

    Raises BoardError where what it would be about doesn't exist, and Refused where it isn't of the reader's units.
    """
    about, kind = activity(store, activity_id), KINDS[code]
    asked = Asked(store, about, as_of, letterhead, texts or {}, options or {})
    top = asked.options.get("top", "") if kind.is_of_units else ""
    if kind.is_of_units and not is_seen(store, top, as_of):
        raise Refused("不是您管的单位", "您只管一部分单位，这份公文里有别的。", "请管它的同事来办。")
    with read_for_readers(not kind.is_whole), read_within(top):
        return kind.make(asked)
