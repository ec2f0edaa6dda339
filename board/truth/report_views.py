"""The report as shown: the standing of a version, and hearings and points in the words a reader sees."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from board.problems import actions as problems
from board.report import reading as report
from board.store.frames import kept
from board.store.store import Store
from board.truth import reading
from board.words import POINT_HANDLING, REPORT_STAGE


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
    found = reading.found(store, activity_id, version_id, as_of)
    points = report.points(store, activity_id, as_of)
    sections = report.sections(store, activity_id, as_of)
    mine = sections[sections["version_id"] == version_id]
    linked = problems_with_sections(store, activity_id, version_id, as_of)
    linked = linked[linked["sections"] != ""]
    return Standing(
        open_findings=int((~found["is_answered"]).sum()),
        findings=len(found),
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
