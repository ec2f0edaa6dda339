"""征求意见 and 反馈单: what was heard, how far it was handled, what it led to (docs/domain.md, 意见)."""

from datetime import date

import pandas as pd

from tests.recount.counts import Counts, days, percent
from tests.recount.export import Export

STATUS = {"received": "待梳理", "sorted": "等反馈", "fed_back": "已反馈"}
_UNSORTED = "还没有梳理"


def standing(export: Export, day: date) -> pd.DataFrame:
    """The opinions on a day, with where each has got to: is_sorted, is_fed_back, is_led_on, is_answered, is_nowhere,
    is_merged.

    One that was merged goes the way of its main opinion.
    """
    rows = export.state("opinions", day)
    led = led_on(export, day)
    rows["is_merged"] = rows["merged_into"].notna()
    main = rows["merged_into"].fillna(rows["opinion_id"])
    rows["status"] = main.map(rows["status"]).fillna(rows["status"])
    rows["is_sorted"] = rows["status"] != "received"
    rows["is_fed_back"] = rows["status"] == "fed_back"
    rows["has_item"] = (rows["opinion_id"].isin(led["item"])) | main.isin(led["item"])
    rows["is_led_on"] = rows["has_item"] | main.isin(led["problem"]) | rows["opinion_id"].isin(led["problem"])
    answers = rows["response"].notna()
    rows["is_replied"] = answers | main.map(answers).fillna(False).astype(bool)
    rows["is_answered"] = rows["is_replied"] | rows["has_item"]
    rows["is_nowhere"] = ~rows["is_answered"] & ~rows["is_led_on"]
    return rows


def led_on(export: Export, day: date) -> dict[str, set[str]]:
    """The opinions that led to an item, itself or by way of a problem, and those that led to a problem.

    What was taken out leads nowhere.
    """
    items, problems = export.state("items", day), export.state("problems", day)
    direct = export.links("item_opinions", day)
    direct = direct[direct["item_id"].isin(items["item_id"])]
    sources = export.links("problem_sources", day)
    sources = sources[(sources["source_kind"] == "opinion") & sources["problem_id"].isin(problems["problem_id"])]
    onward = export.links("problem_items", day)
    onward = onward[onward["item_id"].isin(items["item_id"])]
    through = sources[sources["problem_id"].isin(onward["problem_id"])]
    return {"item": set(direct["opinion_id"]) | set(through["source_id"]), "problem": set(sources["source_id"])}


def count(export: Export, day: date) -> Counts:
    """The figures of the page and of what needs somebody."""
    rows, counts = standing(export, day), Counts()
    waiting, unfed = rows[~rows["is_sorted"]], rows[rows["status"] == "sorted"]
    counts.add(
        {
            "意见": len(rows),
            "意见待梳理": len(waiting),
            "意见已梳理": int(rows["is_sorted"].sum()),
            "意见等反馈": len(unfed),
            "意见已反馈": int(rows["is_fed_back"].sum()),
            "意见已答复": int(rows["is_replied"].sum()),
            "意见已答复或转整改": int(rows["is_answered"].sum()),
            "意见没有下文": int(rows["is_nowhere"].sum()),
            "意见已转整改": int(rows["has_item"].sum()),
            "意见已合并": int(rows["is_merged"].sum()),
        }
    )
    for name, found, patience in (("待梳理", waiting, 3), ("等反馈", unfed, 7)):
        ages = found["received_on"].map(lambda on: days(on, day))
        counts.add(
            {f"意见{name}久等": int((ages >= patience).sum()), f"意见{name}最久": int(ages.max()) if len(ages) else 0}
        )
    counts.add({"意见等久了": sum(int(counts.figures[f"意见{name}久等"]) for name in ("待梳理", "等反馈"))})
    counts.add({"意见最久": max(int(counts.figures[f"意见{name}最久"]) for name in ("待梳理", "等反馈"))})
    for word in ("已梳理", "已反馈", "已答复或转整改"):
        counts.add({f"意见{word}率": percent(int(counts.figures[f"意见{word}"]), len(rows))})
    _spread(export, rows, counts)
    _sheets(export, rows, day, counts)
    counts.tables["opinions_table"] = {
        row["opinion_id"]: {"tags": STATUS[row["status"]], "received_on": str(row["received_on"])}
        for _, row in rows.iterrows()
    }
    return counts


def _spread(export: Export, rows: pd.DataFrame, counts: Counts) -> None:
    """By channel and kind of people, and by aspect; the aspect that was spoken of most."""
    for channel in export.terms("channel"):
        for giver in export.terms("giver"):
            found = (rows["channel"] == channel) & (rows["giver"] == giver)
            counts.add({f"意见_{channel}_{giver}": int(found.sum())})
    aspects = rows["aspect"].where(rows["is_sorted"]).fillna(_UNSORTED)
    by_aspect = aspects.value_counts()
    counts.add({f"意见_{aspect}": number for aspect, number in by_aspect.items()})
    named = by_aspect.drop(_UNSORTED, errors="ignore")
    counts.add({"意见最多方面条数": int(named.max()) if len(named) else 0})


def _sheets(export: Export, rows: pd.DataFrame, day: date, counts: Counts) -> None:
    """反馈单: made and signed for; what waits for one was sorted, is its own main opinion, and stands on none."""
    sheets = export.state("sheets", day)
    handed = sheets["handed_on"].notna()
    signed = handed & (sheets["receipt"].str.strip() != "")
    lines = export.links("feedback_sheet_opinions", day)
    lines = lines[lines["sheet_id"].isin(sheets["sheet_id"])]
    waiting = rows[(rows["status"] == "sorted") & ~rows["is_merged"] & ~rows["opinion_id"].isin(lines["opinion_id"])]
    counts.add({"反馈单": len(sheets), "反馈单已签收": int(signed.sum()), "反馈单没交付": int((~handed).sum())})
    counts.add({"反馈单等着": len(waiting)})
    counts.tables["opinions_waiting"] = {opinion_id: {} for opinion_id in waiting["opinion_id"]}
    counts.tables["opinions_sheets"] = {
        row["sheet_id"]: {
            "opinion_count": str(int((lines["sheet_id"] == row["sheet_id"]).sum())),
            "made_on": str(row["made_on"]),
            "handed_on": str(row["handed_on"]) if row["handed_on"] is not None else "",
        }
        for _, row in sheets.iterrows()
    }
