"""The kinds of records that are searched: the frames that the pages show, with the columns that each page searches."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from board.access import Actor, allowed, sees_own_items_only
from board.meeting import actions as meeting
from board.meeting import outlines
from board.meeting import talks_views as talk_views
from board.meeting.views import FINDING_SEARCHED, MEETING_SEARCHED, PROBLEM_SEARCHED, other_meetings
from board.opinions import views as opinion_views
from board.problems import actions as problems
from board.publication import views as publication_views
from board.rectification import views as rectification_views
from board.report import reading as report
from board.store.store import Store
from board.tasks import views as task_views
from board.thread import records as thread
from board.truth import versions as truth

Filters = Mapping[str, Any]


@dataclass(frozen=True)
class Reader:
    """The reader's store, actor, activity, and the day whose state is searched."""

    store: Store
    actor: Actor
    activity_id: str
    as_of: date

    @property
    def day(self) -> tuple[Store, str, date]:
        """Returns the arguments for reading a subject's frame of a day."""
        return self.store, self.activity_id, self.as_of


@dataclass(frozen=True)
class Kind:
    """One kind of record. `subject`: its page, whose permission is required. `searched`, `number`, `text`: columns.

    `opens`: returns the filters that open a record there, from its number. `more`: the key of the page's own search, ""
    for none.
    """

    word: str
    subject: str
    rows: Callable[[Reader], pd.DataFrame]
    searched: tuple[str, ...]
    number: str
    text: str
    opens: Callable[[str], Filters]
    more: str = ""

    @property
    def is_known_by_number(self) -> bool:
        """Whether people know records of this kind by their number."""
        return "#" in self.opens("#").values()


@dataclass(frozen=True)
class Place:
    """A place where people are named: `what` they are there, the page, and its filter for one person's rows."""

    what: str
    unit: str
    subject: str
    counts: Callable[[Reader], dict[str, int]]
    filters: Callable[[str], Filters]


@dataclass(frozen=True)
class Line:
    """A record as searched: all its searched texts, one per line, and the same in lower case."""

    number: str
    text: str
    searched: str
    folded: str


def lines(reader: Reader, kind: Kind) -> list[Line]:
    """Returns the records of a kind that the person sees, rebuilt only when a table behind them changes."""
    made: list[Line] = _kept(reader, kind.word, lambda: _lines(kind, kind.rows(reader)))
    return made


def named(reader: Reader, place: Place) -> dict[str, int]:
    """Returns who is named at a place and in how many of the rows that the person sees."""
    counted: dict[str, int] = _kept(reader, place.what, lambda: place.counts(reader))
    return counted


def _kept(reader: Reader, what: str, make: Callable[[], Any]) -> Any:
    """Returns a value cached for all readers who see the same records."""
    own = (reader.actor.person_id or "") if sees_own_items_only(reader.actor) else None
    seen = (allowed(reader.actor, "see.givers"), own)
    return reader.store.cached(("search", what, reader.activity_id, reader.as_of, seen), make)


def _lines(kind: Kind, rows: pd.DataFrame) -> list[Line]:
    columns = [rows[name].fillna("").astype(str).tolist() for name in (kind.number, kind.text, *kind.searched)]
    texts = ((number, text, "\n".join(searched)) for number, text, *searched in zip(*columns, strict=True))
    return [Line(number, text, searched, searched.casefold()) for number, text, searched in texts]


def items_seen(reader: Reader) -> pd.DataFrame:
    """Returns the items of the ledger that the person sees: somebody who is only an owner sees their own."""
    owner_id = (reader.actor.person_id or "") if sees_own_items_only(reader.actor) else None
    return rectification_views.of_owner(rectification_views.shown(*reader.day), owner_id)


def talks_seen(reader: Reader) -> pd.DataFrame:
    """Returns the talks held, with both sides in one text."""
    held = talk_views.held(*reader.day)
    days = held["held_on"].dt.strftime("%Y-%m-%d")
    return held.assign(text=held["member_name"] + " 与 " + held["with_name"] + "，" + days)


def _opinions(reader: Reader) -> pd.DataFrame:
    return opinion_views.shown(*reader.day, allowed(reader.actor, "see.givers"))


def _tasks(reader: Reader) -> pd.DataFrame:
    return task_views.shown(*reader.day)


def _sections(reader: Reader) -> pd.DataFrame:
    """The sections of the newest version, which the page shows by default."""
    written = report.sections(*reader.day)
    newest = written[written["version_id"] == thread.newest_version(*reader.day)]
    return newest.assign(text=newest["section"] + "：" + newest["content"])


def _meetings(reader: Reader) -> pd.DataFrame:
    return meeting.life_meetings(*reader.day)


def _times(names: pd.Series) -> dict[str, int]:
    return {str(name): int(count) for name, count in names.dropna().value_counts(sort=False).items()}


def _talk_times(reader: Reader) -> dict[str, int]:
    held = talks_seen(reader)
    return _times(pd.concat([held["member_name"], held["with_name"]]))


PLACES = (
    Place(
        "牵头的整改事项",
        "项",
        "rectification",
        lambda reader: _times(items_seen(reader)["leader_name"]),
        lambda name: {"rectification_leader": [name]},
    ),
    Place(
        "负责的整改事项",
        "项",
        "rectification",
        lambda reader: _times(items_seen(reader)["owner_name"]),
        lambda name: {"rectification_owner": [name]},
    ),
    Place(
        "负责的工作任务",
        "项",
        "tasks",
        lambda reader: _times(_tasks(reader)["leader_name"]),
        lambda name: {"tasks_leader": [name]},
    ),
    Place(
        "谈过的",
        "次",
        "talks",
        _talk_times,
        lambda name: {"talks_view": talk_views.HELD, "talks_who": [name]},
    ),
)
KINDS = (
    Kind(
        "整改事项",
        "rectification",
        items_seen,
        ("searched",),
        "item_id",
        "problem",
        lambda number: {"rectification_item": number},
        "rectification_text",
    ),
    Kind(
        "意见",
        "opinions",
        _opinions,
        opinion_views.SEARCHED,
        "opinion_id",
        "content",
        lambda number: {"opinions_opinion": number},
        "opinions_text",
    ),
    Kind(
        "工作任务",
        "tasks",
        _tasks,
        task_views.SEARCHED,
        "task_id",
        "name",
        lambda number: {"tasks_task": number},
        "tasks_text",
    ),
    Kind(
        "问题",
        "meeting",
        lambda reader: problems.problems(*reader.day),
        PROBLEM_SEARCHED,
        "problem_id",
        "content",
        lambda number: {"meeting_part": "问题清单", "meeting_problem": number},
    ),
    Kind(
        "谈心",
        "talks",
        talks_seen,
        ("talk_id", "text"),
        "talk_id",
        "text",
        lambda number: {"talks_view": talk_views.HELD, "talks_talk": number},
    ),
    Kind(
        "发言提纲",
        "meeting",
        lambda reader: outlines.outlines(*reader.day),
        (*FINDING_SEARCHED, "member_name"),
        "outline_id",
        "content",
        lambda number: {"meeting_part": "发言提纲", "meeting_finding": number},
    ),
    Kind(
        "民主生活会",
        "meeting",
        _meetings,
        ("topic", "minutes"),
        "meeting_id",
        "topic",
        lambda _: {"meeting_part": "会议记录"},
    ),
    Kind(
        "其他会议",
        "meeting",
        lambda reader: other_meetings(*reader.day),
        MEETING_SEARCHED,
        "meeting_id",
        "topic",
        lambda number: {"meeting_part": "其他会议", "meeting_other": number},
    ),
    Kind(
        "分析检查报告",
        "report",
        _sections,
        ("section", "content"),
        "section_id",
        "text",
        lambda _: {"report_part": "正文"},
    ),
    Kind(
        "就报告提的意见",
        "report",
        lambda reader: truth.points_shown(*reader.day),
        ("point_id", "content"),
        "point_id",
        "content",
        lambda number: {"report_part": "听取意见", "report_point": number},
    ),
    Kind(
        "通报与公开",
        "publication",
        lambda reader: publication_views.shown(*reader.day),
        publication_views.SEARCHED,
        "publication_id",
        "title",
        lambda number: {"publication_open": number},
        "publication_text",
    ),
)
