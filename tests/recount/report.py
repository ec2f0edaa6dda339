"""分析检查报告: what is written, what was heard on it and is open, whose problems have a subjective cause."""

from datetime import date

import pandas as pd

from tests.recount.counts import Counts, rate
from tests.recount.export import Export


def newest(export: Export, day: date) -> pd.Series | None:
    """The newest version on a day."""
    rows = export.state("versions", day)
    if rows.empty:
        return None
    order = rows["version_id"].map(lambda version: int("".join(filter(str.isdigit, version))))
    found: pd.Series = rows.iloc[int(order.to_numpy().argmax())]
    return found


def mentioned(export: Export, day: date) -> pd.DataFrame:
    """The problems that the newest version tells of: `section`, `problem_id`."""
    version = newest(export, day)
    rows = export.links("report_problems", day)
    rows = rows[rows["version_id"] == (version["version_id"] if version is not None else "")]
    return rows[rows["problem_id"].isin(export.state("problems", day)["problem_id"])]


def count(export: Export, day: date) -> Counts:
    """The figures of the page: of the newest version, and of the points of every one."""
    counts, version = Counts(), newest(export, day)
    points = export.state("points", day)
    counts.add({"报告意见": len(points), "报告未答复": int((points["handling"] == "open").sum())})
    counts.add({"报告已答复": int((points["handling"] != "open").sum())})
    counts.add({"报告已修改": int((points["handling"] == "changed").sum())})
    counts.add({"报告不采纳": int((points["handling"] == "declined").sum())})
    _heard(export, points, day, counts)
    if version is None:
        return counts
    sections = export.state("sections", day)
    own = sections[sections["version_id"] == version["version_id"]]
    written = set(own.loc[own["content"].str.strip() != "", "section"])
    wanted = export.terms("section", required=True)
    done = len(written & set(wanted))
    counts.add({"报告部分": len(wanted), "报告写了的部分": done, "报告没写的部分": len(wanted) - done})
    problems = export.state("problems", day)
    told = problems[problems["problem_id"].isin(mentioned(export, day)["problem_id"])]
    with_cause = int((told["subjective_cause"].str.strip() != "").sum())
    counts.add({"写明主观原因": rate(with_cause, len(told)) if len(told) else "—"})
    sources = export.links("problem_sources", day)["problem_id"].value_counts()
    counts.tables["report_problems_table"] = {
        row["problem_id"]: {
            "source_word": _sources(int(sources.get(row["problem_id"], 0)) + isinstance(row["meeting_id"], str))
        }
        for _, row in problems.iterrows()
    }
    counts.tables["report_studies_table"] = {study_id: {} for study_id in export.state("studies", day)["study_id"]}
    return counts


def _sources(number: int) -> str:
    return f"{number} 项" if number else "没有"


def _heard(export: Export, points: pd.DataFrame, day: date, counts: Counts) -> None:
    counts.tables["report_points"] = {point_id: {} for point_id in points["point_id"]}
    counts.tables["report_hearings"] = {}
    for _, row in export.state("hearings", day).iterrows():
        own = points[points["hearing_id"] == row["hearing_id"]]
        counts.tables["report_hearings"][row["hearing_id"]] = {
            "heard_count": str(row["heard_count"]),
            "point_count": str(len(own)),
            "open_count": str(int((own["handling"] == "open").sum())),
            "held_on": str(row["held_on"]),
        }
