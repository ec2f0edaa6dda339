"""群众评议: forms and ballots of each round, and the rates of its answers (docs/domain.md, 评议).

Rates are made of the answers that count already (answer_lumps): those still waiting for their lot are left out.
"""

import re
from datetime import date, timedelta

import pandas as pd

from tests.recount.counts import Cells, Counts, numbered, one_decimal, percent, rate
from tests.recount.export import Export

FEWEST = 5
WEAK = 0.8
WITHHELD = "不单列"
_SUMS = ("given_out", "returned_count", "void_count", "valid_count")
WAY = {"paper": "纸质", "online": "网上", "forum": "座谈"}


def rounds(export: Export, day: date) -> pd.DataFrame:
    """The rounds that had begun by a day, oldest first."""
    rows = export.known("rounds", day)
    return rows[rows["opened_on"] <= day].sort_values(["opened_on", "round_id"])


def answers(export: Export, round_id: str, day: date) -> pd.DataFrame:
    """The answers to criteria that count on a day, with their points; those of 总体评价 have is_overall."""
    rows = export.table("answer_lumps")
    rows = rows[
        (rows["round_id"] == round_id)
        & (rows["lump_no"] > 0)
        & (rows["counted_on"].map(lambda on: bool(on and on <= day)))
        & export.entered(rows, day)
    ]
    words = export.table("answers")[["criterion_id", "rank", "points", "is_good"]]
    criteria = export.table("criteria")[["criterion_id", "label", "is_overall", "position"]]
    return rows[rows["criterion_id"] != ""].merge(criteria, on="criterion_id").merge(words, how="left")


def figures_of(rows: pd.DataFrame) -> dict[str, str]:
    """The figures of some answers: 优良率 with and without its base, 平均分, 弃权, 不了解."""
    valid = rows[rows["points"].notna()]
    base, good = int(valid["answer_count"].sum()), int(valid.loc[valid["is_good"] == True, "answer_count"].sum())  # noqa: E712
    points = float((valid["points"] * valid["answer_count"]).sum())
    blank = int(rows.loc[rows["rank"] == 0, "answer_count"].sum())
    return {
        "good_text": rate(good, base),
        "good": str(good),
        "base": f"{base:,}",
        "good_count": f"{good:,}",
        "rate": percent(good, base),
        "mean_text": one_decimal(points / base) if base else "—",
        "blank_count": str(blank),
        "unknown_count": str(int(rows["answer_count"].sum()) - base - blank),
    }


def count(export: Export, day: date) -> Counts:
    """The figures of every round, each under the round's name, and of the newest one under none."""
    counts = Counts()
    for _, row in rounds(export, day).iterrows():
        _round(export, row["round_id"], row["name"], day, counts)
    return counts


def change(before: str | None, now: str) -> str:
    """By how many points a rate has changed: 新有结果 where there was none, nothing where it hasn't."""
    shares = [_share(before or ""), _share(now)]
    if before == now or shares[1] is None:
        return ""
    return "新有结果" if shares[0] is None else f"{_points(shares)} 个百分点"


def _share(told_rate: str) -> float | None:
    """92.3%(169/183) as a share, not rounded; None where there is no base."""
    found = re.search(r"\((\d+)/(\d+)\)", told_rate.replace(",", ""))
    return int(found[1]) / int(found[2]) if found and int(found[2]) else None


def _points(shares: list[float | None]) -> str:
    before, now = (each or 0.0 for each in shares)
    more = (now - before) * 100
    return f"{'-' if more < 0 else '+'}{one_decimal(abs(more))}"


def _round(export: Export, round_id: str, name: str, day: date, counts: Counts) -> None:
    forms = _forms(export, round_id, day)
    sums = {word: int(forms[word].sum()) for word in _SUMS}
    rows = answers(export, round_id, day)
    figures = figures_of(rows[rows["is_overall"]] if rows["is_overall"].any() else rows)
    given = sums["given_out"]
    worst, best = int(figures["good"]), int(figures["good"]) + given - int(figures["base"].replace(",", ""))
    counts.add(
        {
            f"发出_{name}": f"{sums['given_out']:,}",
            f"收回_{name}": f"{sums['returned_count']:,}",
            f"有效_{name}": f"{sums['valid_count']:,}",
            f"废票_{name}": sums["void_count"],
            f"回收率_{name}": rate(sums["returned_count"], sums["given_out"]),
            f"有效率_{name}": rate(sums["valid_count"], sums["returned_count"]),
            f"没答_{name}": given - int(figures["base"].replace(",", "")),
            f"全算差_{name}": rate(worst, given),
            f"全算好_{name}": rate(best, given),
            f"优良率_{name}": figures["rate"],
            f"优良率全_{name}": figures["good_text"],
            f"优良答_{name}": figures["good_count"],
            f"有效答_{name}": figures["base"],
            f"平均分_{name}": figures["mean_text"],
            f"没计入_{name}": sums["valid_count"] - _ballots(rows),
            f"建议_{name}": len(_suggestions(export, round_id, day)),
        }
    )
    counts.tables[f"suggestions_{name}"] = {
        text: {} for text in numbered(_suggestions(export, round_id, day)["content"])
    }
    _criteria(rows, name, given, counts)
    _lowest(rows[~rows["is_overall"]], name, export.state("items", day), counts)
    counts.tables[f"evaluation_groups_{name}"] = _parts(rows, "group_label", export.terms("group"))
    ways = _parts(rows, "way", list(WAY))
    counts.tables[f"evaluation_ways_{name}"] = {WAY[way]: cells for way, cells in ways.items()}
    counts.tables[f"evaluation_forms_{name}"] = {
        f"{row['group_label']}·{WAY[row['way']]}": {
            column: "—" if column == "given_out" and not row["is_given"] else str(row[column]) for column in _SUMS
        }
        for row in forms.reset_index().to_dict("records")
    }


def _criteria(rows: pd.DataFrame, name: str, given: int, counts: Counts) -> None:
    """Each criterion: its rates, and what they'd be if all others given a form answered the worst, or the best."""
    cells_of = {str(label): figures_of(own) for label, own in rows.groupby("label")}
    for label, cells in cells_of.items():
        counts.add({f"项目优良率_{name}_{label}": cells["good_text"]})
        good, base = int(cells["good"]), int(cells["base"].replace(",", ""))
        cells["bounds"] = f"{percent(good, given)}～{percent(good + given - base, given)}" if given else "—"
    counts.tables[f"evaluation_criteria_{name}"] = cells_of


def _lowest(rows: pd.DataFrame, name: str, items: pd.DataFrame, counts: Counts) -> None:
    """Between which rates the plan's criteria lie, and how many items the lowest has."""
    shares = sorted(
        (_share(figures_of(own)["good_text"]) or 0.0, str(key)) for key, own in rows.groupby("criterion_id")
    )
    if shares:
        counts.add({f"项目最低_{name}": f"{one_decimal(shares[0][0] * 100)}%"})
        counts.add({f"项目最高_{name}": f"{one_decimal(shares[-1][0] * 100)}%"})
        counts.add({f"为最弱项整改_{name}": int((items["criterion_id"] == shares[0][1]).sum())})


def _forms(export: Export, round_id: str, day: date) -> pd.DataFrame:
    """Forms given out, ballots returned, void and valid, by group and way."""
    handed = export.known("round_forms", day)
    given = handed[handed["round_id"] == round_id].set_index(["group_label", "way"])["given_out"]
    back = _ballots_of(export)
    back = back[(back["round_id"] == round_id) & back["cast_on"].map(lambda on: on <= day) & export.entered(back, day)]
    by_place = back.groupby(["group_label", "way"])["ballot_count"].sum()
    void = back[back["is_void"].astype(bool)].groupby(["group_label", "way"])["ballot_count"].sum()
    forms = pd.DataFrame({"given_out": given, "returned_count": by_place, "void_count": void})
    is_given = forms["given_out"].notna()
    forms = forms.fillna(0).astype(int)
    return forms.assign(valid_count=forms["returned_count"] - forms["void_count"], is_given=is_given)


def _ballots_of(export: Export) -> pd.DataFrame:
    """The ballots, single and tallied, each row so many."""
    return pd.concat([export.table("ballots").assign(ballot_count=1), export.table("tallied_ballots")])


def late_ballots(export: Export, day: date) -> int:
    """How many ballots that count by now are dated up to a day and weren't entered by the end of it."""
    rows, last = _ballots_of(export), date.max - timedelta(days=2)
    rows = rows[rows["cast_on"].map(lambda on: on <= day).astype(bool)]
    return int(rows.loc[export.entered(rows, last) & ~_came_by(export, rows, day), "ballot_count"].sum())


def _came_by(export: Export, rows: pd.DataFrame, day: date) -> pd.Series:
    imports = export.table("imports")
    there = imports.loc[imports["imported_at"] < pd.Timestamp(day + timedelta(days=1)), "import_id"]
    return rows["import_id"].isna() | rows["import_id"].isin(there)


def _suggestions(export: Export, round_id: str, day: date) -> pd.DataFrame:
    rows = export.table("suggestions")
    return rows[(rows["round_id"] == round_id) & rows["given_on"].map(lambda on: on <= day) & export.entered(rows, day)]


def _parts(rows: pd.DataFrame, column: str, order: list[str]) -> Cells:
    """The figures of each part of the evaluators: one of fewer than five isn't shown, nor what it could be had from.

    Nothing is shown of parts where there is only one.
    """
    sizes = {part: _ballots(own) for part, own in rows.groupby(column)}
    hidden = {part for part, size in sizes.items() if size < FEWEST}
    rest = sorted((size, part) for part, size in sizes.items() if part not in hidden)
    if hidden and sum(sizes[part] for part in hidden) < FEWEST and rest:
        hidden.add(rest[0][1])
    shown: Cells = {}
    for part in [part for part in order if part in sizes]:
        own = rows[(rows[column] == part) & ~rows["is_overall"]]
        figures = figures_of(own)
        shown[part] = dict.fromkeys(figures, WITHHELD) if part in hidden else figures
    return shown


def _ballots(rows: pd.DataFrame) -> int:
    """How many ballots some answers are from: every ballot answers each criterion once, if only by a blank."""
    return int(rows.groupby("criterion_id")["answer_count"].sum().max()) if len(rows) else 0


def of_phase(export: Export, day: date) -> list[str]:
    """The rounds that are the plan's 群众评议: on the report itself, opened once that is final; newest first."""
    final = list(export.state("versions", day)["approved_on"].dropna())
    rows = rounds(export, day)
    found = zip(rows["round_id"], rows["evaluated"], rows["opened_on"], strict=True)
    return [each for each, what, on in found if "分析检查报告" in what and any(on >= day for day in final)][::-1]


def weak(export: Export, day: date) -> set[str]:
    """The criteria of the plan's 群众评议 of which fewer than WEAK of the valid answers are in the top two ranks."""
    for round_id in of_phase(export, day):
        rows = answers(export, round_id, day)
        rows = rows[~rows["is_overall"] & rows["points"].notna()]
        if len(rows):
            good = rows[rows["is_good"].astype(bool)].groupby("criterion_id")["answer_count"].sum()
            share = (
                good.reindex(rows["criterion_id"].unique()).fillna(0)
                / rows.groupby("criterion_id")["answer_count"].sum()
            )
            return set(share[share < WEAK].index)
    return set()
