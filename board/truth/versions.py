"""The versions of the report as the truth check (报告求实) and their readers see them.

What is found wrong in a version, the answers to what doesn't apply, and whether the version holds up.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

import pandas as pd

from board import clock
from board.access import Actor, require
from board.answer import Answer, Words, part
from board.answer import answer as answer_of
from board.errors import Invalid
from board.problems import actions as problems
from board.report import reading as report
from board.report import writing as report_writing
from board.store.frames import kept
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed
from board.truth.check import Checked, check
from board.truth.records import records_of
from board.typed import plain
from board.words import POINT_HANDLING, REPORT_STAGE

_LONGEST = 500
_COLUMNS = ("version_id", "section", "sentence", "kind", "message", "mark", "finding_key", "link")


@kept
def findings_in(store: Store, activity_id: str, version_id: str, as_of: date) -> pd.DataFrame:
    """One row per finding in a version as it was at the end of a day, in the order of its sections.

    version_id, section, sentence ("": about none), kind (words.TRUTH_KIND), message, mark (the words in the sentence),
    finding_key, link (subject and filters, or None); is_answered, reason, answered_at, actor_name (of the answer).
    """
    wrong = _checked(store, activity_id, version_id, as_of).findings
    rows = [{**asdict(each), "finding_key": each.key, "version_id": version_id} for each in wrong]
    answers = store.read("truth/answers", activity_id=activity_id, as_of=as_of)
    joined = pd.DataFrame(rows, columns=list(_COLUMNS)).merge(answers, on="finding_key", how="left")
    return joined.assign(is_answered=joined["reason"].notna(), reason=joined["reason"].fillna(""))


def unjudged_in(store: Store, activity_id: str, version_id: str, as_of: date) -> list[tuple[str, str]]:
    """Section and text of every sentence with figures of which none could be held against the records."""
    return _checked(store, activity_id, version_id, as_of).unjudged


def _checked(store: Store, activity_id: str, version_id: str, as_of: date) -> Checked:
    def make() -> Checked:
        texts = report.sections(store, activity_id, as_of)
        mine = texts[texts["version_id"] == version_id]
        sections = dict(zip(mine["section"], mine["content"], strict=True))
        return check(sections, records_of(store, activity_id, version_id, as_of))

    checked: Checked = store.cached(("truth.checked", activity_id, version_id, as_of), make)
    return checked


def open_findings(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per finding in the newest version of a day (as `findings_in`); none where there is no version."""
    versions = report.versions(store, activity_id, as_of)
    newest = str(versions.iloc[-1]["version_id"]) if len(versions) else ""
    return findings_in(store, activity_id, newest, as_of)


def answer(
    store: Store,
    actor: Actor,
    activity_id: str,
    version_id: str,
    finding_key: str,
    reason: str,
    *,
    at: datetime | None = None,
) -> None:
    """Record why a finding doesn't apply; a second answer replaces the first.

    It holds for every version in which the sentence is unchanged. Raises Refused, Invalid and BoardError.
    """
    require(actor, "report.edit")
    words, moment = plain(reason), at or clock.now()
    if words is None:
        raise Invalid({"reason": "请写明为什么不适用"})
    if len(words) > _LONGEST:
        raise Invalid({"reason": f"最多 {_LONGEST} 个字"})

    def work(transaction: Transaction) -> None:
        versions = report_writing.standing(transaction, "report_versions", activity_id)
        report_writing.found(versions, "report_versions", version_id)
        key = {"activity_id": activity_id, "finding_key": finding_key}
        transaction.run("truth/withdraw", **key, at=moment)
        by = {"actor_id": actor.account_id, "actor_name": actor.name}
        row = {**key, **by, "version_id": version_id, "reason": words, "answered_at": moment, "withdrawn_at": None}
        transaction.insert("truth/insert", [row])

    store.write(work, Deed("truth.answer", actor, version_id))


def withdraw(store: Store, actor: Actor, activity_id: str, finding_key: str, *, at: datetime | None = None) -> None:
    """Take an answer back, so that the finding is open again; does nothing if there is no answer."""
    require(actor, "report.edit")
    key = {"activity_id": activity_id, "finding_key": finding_key}
    store.write(
        lambda transaction: transaction.run("truth/withdraw", **key, at=at or clock.now()),
        Deed("truth.withdraw", actor),
    )


@dataclass(frozen=True)
class Standing:
    """The standing of a version on a day: counts of what is left to settle, each with its total."""

    open_findings: int
    findings: int
    open_points: int
    points: int
    empty_sections: tuple[str, ...]
    sections: int
    with_cause: int
    problems: int

    @property
    def holds(self) -> bool:
        """Whether nothing is left to settle."""
        left = self.open_findings + self.open_points + len(self.empty_sections) + self.problems - self.with_cause
        return left == 0 and self.problems > 0


def standing(store: Store, activity_id: str, version_id: str, as_of: date) -> Standing:
    """The standing of a version on a day. Points are counted over all versions, as each has to be answered."""
    key = ("truth.standing", activity_id, version_id, as_of)
    found: Standing = store.cached(key, lambda: _standing(store, activity_id, version_id, as_of))
    return found


def _standing(store: Store, activity_id: str, version_id: str, as_of: date) -> Standing:
    wrong = findings_in(store, activity_id, version_id, as_of)
    points = report.points(store, activity_id, as_of)
    sections = report.sections(store, activity_id, as_of)
    mine = sections[sections["version_id"] == version_id]
    linked = problems_with_sections(store, activity_id, version_id, as_of)
    linked = linked[linked["sections"] != ""]
    return Standing(
        open_findings=int((~wrong["is_answered"]).sum()),
        findings=len(wrong),
        open_points=int((points["handling"] == "open").sum()),
        points=len(points),
        empty_sections=tuple(mine[mine["content"] == ""]["section"]),
        sections=len(mine),
        with_cause=int(linked["has_subjective_cause"].sum()),
        problems=len(linked),
    )


@kept
def problems_with_sections(store: Store, activity_id: str, version_id: str, as_of: date) -> pd.DataFrame:
    """One row per problem on a day, with the sections of a version that describe it (sections, joined by 、, or "")."""
    known = problems.problems(store, activity_id, as_of)
    links = report.report_problems(store, activity_id, as_of)
    mine = links[links["version_id"] == version_id].groupby("problem_id")["section"].agg("、".join)
    cause = known["has_subjective_cause"].astype(bool).map({True: "有", False: "没有写"})
    sources = known["source_count"].map(lambda count: f"{count} 项" if count else "没有")
    return known.assign(
        sections=known["problem_id"].map(mine).fillna(""),
        cause_word=cause,
        source_word=sources,
        about_word=known["member_name"].where(known["about"] == "member", "领导班子"),
    )


@kept
def points_shown(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """Points with tags (list: the handling), handling_word, heard_from (group and way of the hearing, or "")."""
    points, heard = report.points(store, activity_id, as_of), report.hearings(store, activity_id, as_of)
    sources = dict(zip(heard["hearing_id"], heard["group_label"] + "　" + heard["way"], strict=True))
    words = points["handling"].map(POINT_HANDLING)
    return points.assign(
        tags=pd.Series([[word] for word in words], index=points.index, dtype=object),
        handling_word=words,
        section=points["section"].fillna(""),
        handled_in=points["handled_in"].fillna(""),
        heard_from=points["hearing_id"].map(sources).fillna(""),
    )


def named(version_id: str, stage: str) -> str:
    """The name of a version: B2 征求意见稿."""
    return f"{version_id} {REPORT_STAGE[stage]}"


def report_answer(name: str, standing: Standing) -> Answer:
    """Takes the version's name (see `named`) and its standing."""
    left = _left(standing)
    if not left:
        return answer_of([f"{name} 站得住：核对没有问题，听到的意见都有答复"])
    words: list[Words] = [f"{name} 还站不住"]
    for place, (count, lacks, where) in enumerate(left):
        # The part of the page also holds what is settled, so the number itself is no link.
        words += ["，" if place else "：", count, part(lacks, "report", part=where, version=name)]
    return answer_of(words)


def left_to_mend(standing: Standing) -> list[str]:
    """The open points of a version, in words."""
    return [f"{count}{lacks}" for count, lacks, _ in _left(standing)]


def _left(standing: Standing) -> list[tuple[str, str, str]]:
    """Each open point as (how many of what, what is lacking, the part of the page where it is settled)."""
    without = standing.problems - standing.with_cause
    checks = [
        (standing.open_findings, f"{standing.open_findings} 处", "要核对", "核对"),
        (standing.open_points, f"{standing.open_points} 条意见", "没有答复", "听取意见"),
        (len(standing.empty_sections), "、".join(standing.empty_sections), "还没有写", "正文"),
        (without, f"{without} 个问题", "没有写主观原因", "问题"),
        (not standing.problems, "", "没有写到任何记录在案的问题", "问题"),
    ]
    return [(count, lacks, where) for is_left, count, lacks, where in checks if is_left]
