"""通报与公开, 公文, 会议, 数据导入: what was published, issued, decided and brought in."""

from datetime import date

from tests.recount.counts import Counts, days
from tests.recount.export import Export


def count(export: Export, day: date) -> Counts:
    """The figures of the three pages."""
    counts = Counts()
    rows = export.state("publications", day)
    out = rows["published_on"].map(lambda on: on is not None and on <= day).astype(bool)
    counts.add({"公开": len(rows), "已公开": int(out.sum()), "还没有公开": int((~out).sum())})
    counts.tables["publication_table"] = {
        row["publication_id"]: {
            "days_word": f"成文后 {days(row['written_on'], row['published_on'])} 天公开"
            if out[row["publication_id"]]
            else f"成文已 {days(row['written_on'], day)} 天"
        }
        for _, row in rows.iterrows()
    }
    _sittings(export, day, counts)
    papers = export.state("papers", day)
    counts.tables["papers_table"] = {paper_id: {} for paper_id in papers["paper_id"]}
    counts.add({"公文": len(papers), "公文起草": int((papers["state"] == "draft").sum())})
    counts.add({f"公文{word}": int((papers["state"] == state).sum()) for state, word in _STATES.items()})
    imports = export.table("imports")
    counts.add(
        {
            "导入": len(imports),
            "导入最近张数": 0 if imports.empty else imports.sort_values("imported_at")["row_count"].iloc[-1],
        }
    )
    counts.tables["imports_history"] = {
        row["import_id"]: {"row_count": f"{row['row_count']:,}"} for _, row in imports.iterrows()
    }
    return counts


_STATES = {"checked": "已核对", "signed": "签发", "void": "作废"}


def _sittings(export: Export, day: date, counts: Counts) -> None:
    sittings, decided = export.state("sittings", day), export.state("decisions", day)
    decided = decided[decided["state"] != "undone"]
    counts.add({"开会": len(sittings), "议定待确认": int((decided["state"] == "waiting").sum())})
    counts.tables["sittings_table"] = {}
    for sitting_id in sittings["sitting_id"]:
        own = decided[decided["sitting_id"] == sitting_id]
        waiting = int((own["state"] == "waiting").sum())
        counts.tables["sittings_table"][sitting_id] = {
            "decision_count": f"{len(own)}件",
            "waiting_count": f"{waiting}件",
        }
        counts.add({f"议定_{sitting_id}": len(own)})
