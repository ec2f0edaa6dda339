"""来龙去脉: how many records there are, and how many hang loose at either end (docs/domain.md; the guide)."""

from datetime import date

from tests.recount import evaluation, opinions
from tests.recount.counts import Counts
from tests.recount.export import Export


def count(export: Export, day: date) -> Counts:
    """The figures of the page."""
    counts = Counts()
    heard = opinions.standing(export, day)
    problems, items = export.state("problems", day), export.state("items", day)
    sources, onward = export.links("problem_sources", day), export.links("problem_items", day)
    nowhere = heard[heard["is_nowhere"]]
    unmended = problems[
        ~problems["problem_id"].isin(onward.loc[onward["item_id"].isin(items["item_id"]), "problem_id"])
    ]
    unraised = problems[~problems["problem_id"].isin(sources["problem_id"])]
    founded = onward.loc[onward["problem_id"].isin(problems["problem_id"]), "item_id"]
    unfounded = items[~items["item_id"].isin(founded)]
    criteria = export.table("criteria")
    sections = export.terms("section", required=True)
    counts.add(
        {
            "意见引到": int(heard["is_led_on"].sum()),
            "意见只有答复": int((heard["is_answered"] & ~heard["is_led_on"]).sum()),
            "意见没有下文没梳理": int((~nowhere["is_sorted"]).sum()),
            "没有下文": len(nowhere) + len(unmended) + _loose_criteria(export, day),
            "没有来由": len(unraised) + len(unfounded),
            "线上": len(heard) + len(problems) + len(sections) + len(items) + int((~criteria["is_overall"]).sum()),
        }
    )
    return counts


def _loose_criteria(export: Export, day: date) -> int:
    """Criteria judged badly with neither an item nor a change of the report for them."""
    return len(evaluation.weak(export, day) - _answered(export, day))


def _answered(export: Export, day: date) -> set[str]:
    items, changes = export.state("items", day), export.links("report_changes", day)
    return {*items["criterion_id"].dropna(), *changes["criterion_id"]}
